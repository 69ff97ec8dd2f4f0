import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import request from 'supertest';
import { createApplication } from '../../src/application.js';
import { packageFile } from '../../src/config/package-root.js';
import { readConfig } from '../../src/config/config.js';
import { onBothDatabases } from '../support/catalogue.js';
import { createDatabase } from '../support/postgres.js';
import { loadSample } from '../support/sample.js';

onBothDatabases('Supervisors and Prometheus', loadSample, (catalogue) => {
  it('are told that it lives and is ready', async () => {
    await catalogue().http().get('/healthz').expect(200, { status: 'ok' });
    const { headers } = await catalogue().http().get('/readyz').expect(200, { status: 'ok' });
    expect(headers['cache-control']).toBe('no-store');
  });

  it('read counts by route, of the catalogue and of the process, and nobody’s name', async () => {
    await catalogue().http().get('/api/v1/services/STP~1.000688').expect(200);
    await catalogue().http().get('/api/v1/services/STP~9.999999').expect(404);
    const { text } = await catalogue().http().get('/metrics').expect(200);
    expect(text).toMatch(
      /^http_requests_total\{method="GET",route="\/api\/v1\/services\/:id",status="404"\} 1$/m,
    );
    expect(text).toMatch(/^http_request_duration_seconds_count\{.*route="\/api\/v1\/services\/:id"\} 2$/m);
    expect(text).toMatch(/^catalogue_ledger_entries [1-9]/m);
    expect(text).toMatch(/^catalogue_change_seq [1-9]/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d/m);
    expect(text).not.toMatch(/clerk|STP|1\.000688/);
  });

  it('find every number that the dashboard of docs/grafana-dashboard.json asks for', async () => {
    const { text } = await catalogue().http().get('/metrics').expect(200);
    const { panels } = JSON.parse(readFileSync(packageFile('docs', 'grafana-dashboard.json'), 'utf8')) as {
      panels: { targets: { expr: string }[] }[];
    };
    const asked = panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => [...expr.matchAll(/([a-z0-9_]+)\{/g)].map(([, name]) => name!)),
    );
    expect(asked.length).toBeGreaterThanOrEqual(panels.length);
    for (const name of asked) expect(text).toMatch(new RegExp(`^${name}(\\{.*\\})? `, 'm'));
  });
});

describe('A database that falls silent', () => {
  let proxy: SilentProxy;
  let app: Awaited<ReturnType<typeof createApplication>>;
  const lines: string[] = [];
  beforeAll(async () => {
    const url = new URL(await createDatabase(inject('postgresUrl')));
    proxy = await SilentProxy.before(url.hostname, Number(url.port));
    url.port = String(proxy.port);
    const sink = new Writable({
      write: (chunk, _, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    const config = readConfig({ DATABASE_URL: url.href, SEED: 'none' });
    app = await createApplication(config, undefined, pino({ level: 'info' }, sink));
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    proxy?.speak();
    await app?.close();
    proxy?.close();
  });
  const get = (path: string) => request(app.getHttpServer()).get(path);

  it('makes it alive but not ready, soon, and ready again afterwards', async () => {
    await get('/readyz').expect(200);
    proxy.fallSilent();
    const began = performance.now();
    await get('/healthz').expect(200);
    const [answer, other] = await Promise.all([get('/readyz'), get('/readyz')]);
    // It gives up after three seconds; a machine may be slow.
    expect(performance.now() - began).toBeLessThan(15_000);
    expect([answer.status, other.status]).toEqual([503, 503]);
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    expect(answer.body.code).toBe('unavailable');
    proxy.speak();
    await expect.poll(async () => (await get('/readyz')).status).toBe(200);
  });

  it('is logged, one line for each request, without queries, tokens and line ends of the caller', async () => {
    await get('/api/v1/services?q=benh%20tat').set('Authorization', 'Bearer slc_secret').expect(401);
    await get('/nowhere/%0aforged').expect(404);
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries).toContainEqual(
      expect.objectContaining({
        msg: 'request',
        method: 'GET',
        route: '/readyz',
        status: 503,
        ms: expect.any(Number),
      }),
    );
    expect(entries).toContainEqual(
      expect.objectContaining({ msg: 'request', path: '/api/v1/services', status: 401, level: 40 }),
    );
    for (const line of lines) {
      expect(line.trimEnd()).not.toContain('\n');
      expect(line).not.toMatch(/benh|slc_secret|of-the-tests/);
    }
  });
});

/** Passes bytes on to a server, until it is told to keep them back. */
class SilentProxy {
  private isSilent = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async before(host: string, port: number): Promise<SilentProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = new SilentProxy(server, (server.address() as AddressInfo).port);
    server.on('connection', (client) => proxy.pass(client, connect(port, host)));
    return proxy;
  }

  fallSilent(): void {
    this.isSilent = true;
    for (const socket of this.sockets) socket.pause();
  }

  speak(): void {
    this.isSilent = false;
    for (const socket of this.sockets) socket.resume();
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private pass(client: Socket, upstream: Socket): void {
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(from);
      from.on('data', (chunk) => to.write(chunk));
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      from.on('error', () => to.destroy());
      if (this.isSilent) from.pause();
    }
  }
}
