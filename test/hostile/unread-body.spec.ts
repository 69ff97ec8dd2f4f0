import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
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
