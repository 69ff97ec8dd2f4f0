import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { get as getPlain } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { Agent, request } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FILE_LIMIT } from '../../src/imports/reading/raw-table.js';
import { BuiltCatalogue } from '../support/built-catalogue.js';
import { declarationNo, WRITTEN_SERVICES } from '../support/declaring-clerk.js';
import { documentedFront, Nginx, WITHOUT_NGINX } from '../support/nginx.js';
import { Prepared } from '../support/prepared.js';

const HOST = 'dichvucong.example.gov.vn';
const SECRET = 'a secret of the tests, long enough for it';
/** Each in a network of its own, so that both processes have some. */
const CLIENTS = 8;
const title = 'Behind nginx with the documented file, two processes';

interface Answer {
  status: number;
  message: IncomingMessage;
  body: Buffer;
}
interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** The client's own address: nginx chooses the process by the first three numbers of it. */
  from?: string;
  agent?: Agent;
}

describe.skipIf(WITHOUT_NGINX)(WITHOUT_NGINX ? `${title} (left out: ${WITHOUT_NGINX})` : title, () => {
  let prepared: Prepared;
  let env: Record<string, string>;
  let processes: [BuiltCatalogue, BuiltCatalogue];
  let nginx: Nginx;
  beforeAll(async () => {
    prepared = await Prepared.of('postgres');
    env = {
      ...(await prepared.copy()),
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PUBLIC_URL: `https://${HOST}`,
      TRUST_PROXY: '127.0.0.1',
      SESSION_SECRET: SECRET,
      LOG_LEVEL: 'info',
    };
    processes = await Promise.all([BuiltCatalogue.start(env), BuiltCatalogue.start(env)]);
    const [one, other] = processes.map(({ address }) => Number(new URL(address).port));
    nginx = await Nginx.before([one!, other!]);
  });
  afterAll(async () => {
    await nginx?.stop();
    for (const process of processes ?? []) await process.kill();
    prepared?.remove();
  });

  const ask = async (
    path: string,
    { method, headers = {}, body, from, agent }: Sent = {},
  ): Promise<Answer> => {
    const asked = request({
      host: '127.0.0.1',
      port: nginx.tlsPort,
      servername: HOST,
      rejectUnauthorized: false,
      localAddress: from,
      agent: agent ?? false,
      path,
      method,
      headers: {
        host: HOST,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    asked.end(body);
    const [message] = (await once(asked, 'response')) as [IncomingMessage];
    return { status: message.statusCode!, message, body: await buffer(message) };
  };
  const times = ({ message }: Answer, name: string) =>
    message.rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === name).length;

  it('answers over TLS what the process answers, with every header once, unchanged pages without a body', async () => {
    const direct = await fetch(`${processes[0].address}/api/v1/services.jsonl`);
    const whole = await ask('/api/v1/services.jsonl');
    expect(whole.body.toString()).toBe(await direct.text());
    for (const path of ['/api/v1/services?limit=3', '/services?limit=3']) {
      const list = await ask(path, { headers: { 'accept-encoding': 'br' } });
      expect(list.status).toBe(200);
      expect(list.message.headers['strict-transport-security']).toMatch(/^max-age=63072000/);
      expect(list.message.headers['content-encoding']).toBe('br');
      const names = list.message.rawHeaders.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
      expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
      const etag = list.message.headers.etag!;
      const again = await ask(path, { headers: { 'accept-encoding': 'br', 'if-none-match': etag } });
      expect([again.status, again.body.length, again.message.headers.etag]).toEqual([304, 0, etag]);
    }
    // What nginx says itself.
    const refused = await ask('/metrics');
    expect(refused.status).toBe(403);
    expect(times(refused, 'strict-transport-security')).toBe(1);
  });

  it('takes HTTP/2, and leads from http to https', async () => {
    const session = connectHttp2(`https://127.0.0.1:${nginx.tlsPort}`, {
      rejectUnauthorized: false,
      servername: HOST,
    });
    const stream = session.request({ ':path': '/api/v1/services?limit=1', ':authority': HOST });
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    expect(headers[':status']).toBe(200);
    session.destroy();
    const [plain] = (await once(
      getPlain({
        host: '127.0.0.1',
        port: nginx.plainPort,
        path: '/services?limit=3',
        headers: { host: HOST },
      }),
      'response',
    )) as [IncomingMessage];
    expect(plain.resume().statusCode).toBe(301);
    expect(plain.headers.location).toBe(`https://${HOST}/services?limit=3`);
  });

  it('knows the address of who asks, whatever they say it is', async () => {
    const from = '127.0.7.9';
    const said = () => processes.map(({ output }) => output).join('');
    const headers = {
      'x-forwarded-for': '192.0.2.99',
      'x-real-ip': '192.0.2.98',
      forwarded: 'for=192.0.2.97',
    };
    const body = JSON.stringify({ username: 'clerk', password: 'not the right one' });
    expect((await ask('/api/v1/session', { method: 'POST', headers, body, from })).status).toBe(401);
    // The line is written when the answer is.
    await expect.poll(said).toMatch(/sign_in_failed/);
    expect(/.*sign_in_failed.*/.exec(said())![0]).toContain(`"address":"${from}"`);
    expect(said()).not.toContain('192.0.2.');
  });

  it('lets bodies through as large as the catalogue takes them, which refuses larger ones itself', async () => {
    const most = Number(/client_max_body_size (\d+)m;/.exec(documentedFront())![1]) * 2 ** 20;
    // The form around the file is not much.
    expect(most - FILE_LIMIT).toBeGreaterThanOrEqual(2 ** 20);
    const authorization = `Bearer ${prepared.tokens.clerk}`;
    const large = await ask('/api/v1/session', {
      method: 'POST',
      headers: { authorization },
      body: JSON.stringify({ username: 'x'.repeat(3 * 2 ** 20) }),
    });
    expect(large.status).toBe(413);
    expect(large.message.headers['content-type']).toContain('application/problem+json');
  });

  it('goes on without one refused request when one process is stopped', async () => {
    const refused: string[] = [];
    const enough = new AbortController();
    let answered = 0;
    const repeat = async (client: number) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const isWrite = client % 2 === 0;
      for (let n = 0; !enough.signal.aborted; n += 1) {
        const path = isWrite
          ? `/api/v1/services/${WRITTEN_SERVICES[client % 4]}/declarations`
          : `/api/v1/services?limit=${1 + (n % 20)}`;
        const write = {
          method: 'POST',
          headers: { authorization: `Bearer ${prepared.tokens.clerk}` },
          body: JSON.stringify(declarationNo(client * 1000 + n, `n-${client}-${n}`)),
        };
        const { status, body } = await ask(path, {
          from: `127.0.${client}.1`,
          agent,
          ...(isWrite ? write : {}),
        }).catch((error: unknown) => ({ status: 0, body: String(error) }));
        if (status === (isWrite ? 201 : 200)) answered += 1;
        else refused.push(`${status} ${path} ${String(body).slice(0, 200)}`);
      }
      agent.destroy();
    };
    const clients = Array.from({ length: CLIENTS }, (_, i) => repeat(i + 1));
    const more = async (count: number) => {
      const before = answered;
      await expect.poll(() => answered + refused.length).toBeGreaterThan(before + count);
    };
    try {
      await more(50);
      expect(await processes[0].stop()).toBe(0);
      await more(50);
    } finally {
      enough.abort();
      await Promise.all(clients);
    }
    expect(refused).toEqual([]);
    // Both had their part before: else nothing was tried.
    for (const { output } of processes) expect(output).toMatch(/"method":"POST".*"status":201/);
  });
});
