// P1 and P2: the published list as portals ask for it again and again, under 32 connections.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerOf } from '../support/client.mjs';
import { alternate, atLeast, median } from '../support/measure.mjs';
import { runProgram } from '../support/processes.mjs';

const PATH = '/api/v1/services?limit=50';
const CONNECTIONS = 32;
const SECONDS = 3;

export async function p01(bench) {
  return [await measure(bench, 'P1', `GET ${PATH}, ${CONNECTIONS} connections`, 0.7, {})];
}

export async function p02(bench) {
  const { headers } = await answerOf((await bench.product()).url + PATH);
  return [
    await measure(bench, 'P2', 'the same with If-None-Match (304)', 0.8, { 'if-none-match': headers.etag }),
  ];
}

async function measure(bench, id, work, wanted, headers) {
  const product = await bench.product();
  // The answer is in memory once it was asked for; 304 comes without its body.
  await answerOf(product.url + PATH);
  const { status, headers: sent, body } = await answerOf(product.url + PATH, headers);
  const file = join(bench.cache, 'answer.json');
  writeFileSync(file, JSON.stringify({ status, headers: sent, body: body.toString('base64') }));
  const floor = await bench.floor('bytes.mjs', { file });
  try {
    const cpu = { product: [], floor: [] };
    const rate = (name, server) => async () => {
      const before = server.cpuMs();
      const result = await runProgram('support/load.mjs', {
        url: server.url + PATH,
        connections: CONNECTIONS,
        duration: SECONDS,
        headers,
      });
      if (result.failed > 0) throw new Error(`${result.failed} requests failed`);
      cpu[name].push(((server.cpuMs() - before) * 1000) / result.total);
      return result.perSecond;
    };
    const pairs = await alternate(bench.rounds, rate('product', product), floor && rate('floor', floor));
    return {
      id,
      work,
      unit: '/s',
      ...atLeast(pairs, wanted),
      note: `${body.length} bytes${floor ? timesOf(median(cpu.product), median(cpu.floor)) : ''}`,
    };
  } finally {
    await floor?.stop();
  }
}

function timesOf(mine, least) {
  return `; processor time of a request ${mine.toFixed(1)} µs, of the floor ${least.toFixed(1)} µs: ${(least / mine).toFixed(2)} x`;
}
