import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VirusScanner } from '../../src/outbound/virus-scanner.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { Clamd, EICAR } from '../support/clamd.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { ImportDesk } from '../support/import-desk.js';
import { PageVisitor } from '../support/page-visitor.js';
import { PATIENCE_MS } from '../support/patience.js';
import { loadSample } from '../support/sample.js';

const ID = 'STP~1.000688';
const PATH = `/services/${ID}/evidence`;
const LIMIT = 2_000_000;
const SERVICES = 'Mã thủ tục,Cơ quan,Mức độ\n1.000688,STP,2\n';

describe('Files from outside, where the operator names a scanner', () => {
  let clamd: Clamd;
  let catalogue: Catalogue;
  let folder: string;
  let desk: ClerkDesk;
  let imports: ImportDesk;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'scanned-'));
    clamd = await Clamd.start(LIMIT);
    catalogue = await startCatalogue('better-sqlite3', {
      CLAMD_URL: clamd.url,
      EVIDENCE_DIR: join(folder, 'evidence'),
      IMPORT_DIR: join(folder, 'imports'),
    });
    await loadSample(catalogue);
    desk = await ClerkDesk.of(catalogue, 'clerk');
    imports = await ImportDesk.of(catalogue, 'clerk');
  });
  beforeEach(() => {
    clamd.mood = 'works';
  });
  afterAll(async () => {
    await catalogue?.close();
    await clamd?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const kept = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
  const evidence = (content: Buffer | string, fileName = 'bien-ban.txt') =>
    desk.form(PATH).set('Accept-Language', 'en').attach('file', Buffer.from(content), fileName);
  const nothingIsKept = async (work: () => Promise<void>) => {
    const [files, listed] = [kept(), (await desk.get(PATH).expect(200)).body.items.length];
    await work();
    expect([kept(), (await desk.get(PATH).expect(200)).body.items.length]).toEqual([files, listed]);
  };

  it('are kept where it finds nothing, and it was asked about the whole file', async () => {
    const content = Buffer.alloc(1_500_000, 'Bien ban. ');
    await evidence(content).expect(201);
    expect(clamd.scanned.at(-1)).toBe(content.length);
    await imports.send(SERVICES).expect(201);
    expect(clamd.scanned.at(-1)).toBe(Buffer.byteLength(SERVICES));
  });

  it('are refused where it finds something, with what it was, and nothing is kept', () =>
    nothingIsKept(async () => {
      const { body } = await evidence(`${'x'.repeat(300_000)}${EICAR}`).expect(422);
      expect(body.errors).toEqual([
        expect.objectContaining({
          pointer: '/file',
          code: 'file_infected',
          message: expect.stringContaining('Eicar-Test-Signature'),
        }),
      ]);
      const form = await imports.send(`${SERVICES}${EICAR}\n`).expect(422);
      expect(form.body.errors[0].code).toBe('file_infected');
      const bare = await imports.post('/imports').type('text/csv').send(`${SERVICES}${EICAR}\n`).expect(422);
      expect(bare.body.errors[0].code).toBe('file_infected');
    }));

  it('are refused where they are larger than it takes', () =>
    nothingIsKept(async () => {
      const { body } = await evidence(Buffer.alloc(8 * LIMIT, 'Bien ban. ')).expect(422);
      expect(body.errors[0].code).toBe('file_too_large_to_scan');
    }));

  it('are not taken while it answers nothing that can be understood', () =>
    nothingIsKept(async () => {
      clamd.mood = 'confused';
      const { body, headers } = await evidence('Biên bản').expect(503);
      expect(body.code).toBe('scanner_unavailable');
      expect(headers['retry-after']).toBe('30');
      expect((await imports.send(SERVICES).expect(503)).body.code).toBe('scanner_unavailable');
    }));

  it('are refused on the page beside the field', () =>
    nothingIsKept(async () => {
      const clerk = await PageVisitor.signedIn(catalogue, 'clerk');
      const found = 'Phần mềm quét mã độc tìm thấy Eicar-Test-Signature';
      await clerk.get(`/desk/services/${ID}/evidence`).expect(200);
      const page = await clerk.upload(`/desk/services/${ID}/evidence`, {}, 'a.txt', EICAR);
      expect([page.status, page.text]).toEqual([422, expect.stringContaining(found)]);
      await clerk.get('/desk/imports').expect(200);
      const form = await clerk.upload('/desk/imports', {}, 'a.csv', `${SERVICES}${EICAR}`);
      expect([form.status, form.text]).toEqual([422, expect.stringContaining(found)]);
    }));

  it('are not taken while it is away, and are again when it is back', async () => {
    const path = join(folder, 'clamd.sock');
    const scanner = new VirusScanner(`unix:${path}`, PATIENCE_MS);
    async function* pieces() {
      yield Buffer.from(EICAR.slice(0, 20));
      yield Buffer.alloc(0);
      yield Buffer.from(EICAR.slice(20));
    }
    await expect(scanner.find(pieces())).rejects.toMatchObject({ problem: 'connection' });
    const second = await Clamd.start(LIMIT, path);
    expect(await scanner.find(pieces())).toBe('Eicar-Test-Signature');
    second.mood = 'silent';
    const impatient = new VirusScanner(`unix:${path}`, 200);
    await expect(impatient.find(pieces())).rejects.toMatchObject({ problem: 'timeout' });
    await second.stop();
  });
});
