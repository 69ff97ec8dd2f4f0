import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { LogLines } from '../support/log-lines.js';
import { loadSample, tokenOf } from '../support/sample.js';

const SIZE = 3_000_000;

describe('A file that is refused before all of it has been read', () => {
  let folder: string;
  let catalogue: Catalogue;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'catalogue-unread-'));
    writeFileSync(join(folder, 'evidence'), 'no folder');
    catalogue = await startCatalogue('better-sqlite3', { EVIDENCE_DIR: join(folder, 'evidence') });
    await loadSample(catalogue);
  });
  afterAll(async () => {
    await catalogue?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('does not keep the next request on its connection waiting', async () => {
    const token = await tokenOf(catalogue, 'clerk');
    const head =
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4\n';
    const body = `${head}${'x'.repeat(SIZE)}\r\n--x--\r\n`;
    const { port } = catalogue.app.getHttpServer().address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    let answered = '';
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => (answered += String(bytes)));
    socket.write(
      'POST /api/v1/services/STP~1.000688/evidence HTTP/1.1\r\nHost: a\r\n' +
        `Authorization: Bearer ${token}\r\nContent-Type: multipart/form-data; boundary=x\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
    // Without an end of the first body the server would give the connection up after 50 seconds.
    await expect
      .poll(() => [...answered.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status))
      .toEqual(['503', '200']);
    socket.destroy();
  });
});

describe('A body whose rest never comes as it should', () => {
  let catalogue: Catalogue;
  const log = new LogLines();
  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3', {}, log.sink);
    await loadSample(catalogue);
  });
  afterAll(async () => catalogue?.close());

  /** Sends the beginning of a request. @returns the connection, and what has come back on it so far */
  const begin = (bytes: string) => {
    const { port } = catalogue.app.getHttpServer().address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    const came = { text: '', ended: false };
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => (came.text += String(chunk)));
    socket.on('close', () => (came.ended = true));
    socket.write(bytes);
    return { socket, came };
  };
  const served = () =>
    new Promise<number>((done, fail) =>
      catalogue.app.getHttpServer().getConnections((e: unknown, n: number) => (e ? fail(e) : done(n))),
    );

  it('is no fault of the database where the sender breaks off', async () => {
    const authorization = `Authorization: Bearer ${await tokenOf(catalogue, 'clerk')}\r\n`;
    const multipart =
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nprocedure_code';
    const begun = [
      ['/api/v1/session', 'application/json', '{"username":"clerk"'],
      ['/api/v1/imports', 'text/csv', 'procedure_code,'],
      ['/api/v1/imports', 'multipart/form-data; boundary=x', multipart],
      ['/sign-in', 'application/x-www-form-urlencoded', 'username=clerk'],
    ] as const;
    for (const [path, type, body] of begun) {
      const { socket } = begin(
        `POST ${path} HTTP/1.1\r\nHost: a\r\n${authorization}Content-Type: ${type}\r\nContent-Length: 9000\r\n\r\n${body}`,
      );
      await expect.poll(() => socket.bytesWritten).toBeGreaterThan(0);
      await expect.poll(served).toBeGreaterThan(0);
      await new Promise((done) => setTimeout(done, 100));
      socket.destroy();
      await expect.poll(served).toBe(0);
    }
    expect(log.all.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  it('is answered once, however the rest of a body that was refused goes on', async () => {
    const { came } = begin(
      'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n' +
        `200000\r\n${'x'.repeat(0x200000)}\r\nno length\r\n`,
    );
    await expect.poll(() => came.ended).toBe(true);
    expect(came.text.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 413']);
  });
});
