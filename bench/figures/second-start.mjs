// P10: how soon the catalogue answers when it is started again on a full database, and what it holds when nobody asks.
import { median } from '../support/measure.mjs';

const START_MS = 3000;
const IDLE_MB = 200;
const IDLE_AFTER_MS = 5000;

export async function p10(bench) {
  const url = await bench.databaseUrl();
  const starts = [];
  let memory;
  for (let round = 0; round < Math.min(bench.rounds, 3); round += 1) {
    const started = performance.now();
    const server = await bench.productAlone(url);
    const { status } = await fetch(`${server.url}/api/v1/services?limit=1`);
    if (status !== 200) throw new Error(`The first answer was ${status}`);
    starts.push(performance.now() - started);
    if (round === 0) {
      await new Promise((resolve) => setTimeout(resolve, IDLE_AFTER_MS));
      memory = server.memory();
    }
    await server.stop();
  }
  const [all, own] = [memory.all / 2 ** 20, memory.own / 2 ** 20];
  return [
    {
      id: 'P10',
      work: 'second start, to the first answer',
      unit: 'ms',
      product: median(starts),
      spread: [Math.min(...starts), Math.max(...starts)],
      wanted: `< ${START_MS} ms`,
      reached: median(starts) < START_MS,
    },
    {
      id: 'P10',
      work: 'idle memory (all that is resident)',
      unit: 'MB',
      product: all,
      wanted: `< ${IDLE_MB} MB`,
      reached: all < IDLE_MB,
      note: `of it the process's own, without mapped files: ${own.toFixed(0)} MB`,
    },
  ];
}
