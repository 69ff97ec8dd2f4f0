import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { pino } from 'pino';
import request from 'supertest';
import { createApplication } from '../../src/application.js';
import { readArchive } from '../../src/backup/archive.js';
import { checkArchive } from '../../src/backup/check-archive.js';
import { readConfig } from '../../src/config/config.js';
import { Reader } from '../../src/database/reader.js';
import { builtProgram } from '../support/built.js';
import { type Catalogue, ENGINES, NOW, startCatalogue } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { runCommand } from '../support/cli.js';
import { declarationNo, WRITTEN_SERVICES } from '../support/declaring-clerk.js';
import { until } from '../support/patience.js';
import { createDatabase } from '../support/postgres.js';
import { loadSample } from '../support/sample.js';

const PDF = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(300_000, 'x')]);
const CSV = 'procedure_code,agency_code,level\n1.000688,STP,1\n';
const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

for (const engine of ENGINES) {
  describe(`A backup of ${engine === 'postgres' ? 'PostgreSQL' : 'SQLite'}`, () => {
    let folder: string;
    let program: string;
    let catalogue: Catalogue;
    let archive: string;
    let importId: string;
    const acknowledged: string[] = [];
    const acknowledgedBefore: string[] = [];

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'catalogue-backup-'));
      archive = join(folder, 'whole.tar');
      program = builtProgram();
      catalogue = await startCatalogue(engine, filesIn('original'));
      await loadSample(catalogue);
      const desk = await ClerkDesk.of(catalogue, 'clerk');
      await desk.form(`/services/${WRITTEN_SERVICES[0]}/evidence`).attach('file', PDF, 'a.pdf').expect(201);
      const run = await desk.form('/imports').attach('file', Buffer.from(CSV), 'a.csv').expect(201);
      importId = run.body.id as string;
    });
    afterAll(async () => {
      await catalogue?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    function filesIn(name: string): { EVIDENCE_DIR: string; IMPORT_DIR: string } {
      return { EVIDENCE_DIR: join(folder, name, 'evidence'), IMPORT_DIR: join(folder, name, 'imports') };
    }

    /** The checksum of the list as of a change, from the feed's own record of what it published. */
    async function checksumAt(seq: number): Promise<string> {
      const docs = await catalogue.app.get(Reader).all<{ doc: string }>(
        `SELECT c.doc FROM change c JOIN (SELECT service_id, MAX(seq) AS seq FROM change WHERE seq <= :seq
           GROUP BY service_id) last ON last.seq = c.seq WHERE c.op = 'upsert' ORDER BY c.service_id`,
        { seq },
      );
      return sha256(`[${docs.map(({ doc }) => doc).join(',')}]`);
    }

    it('is made while four clerks write, by one command beside the server', async () => {
      const desk = await ClerkDesk.of(catalogue, 'clerk');
      const enough = new AbortController();
      const write = async (service: string, writer: number) => {
        for (let n = 1; !enough.signal.aborted; n += 1) {
          const note = `${writer}-${n}`;
          await desk.post(`/services/${service}/declarations`, declarationNo(n, note)).expect(201);
          acknowledged.push(note);
        }
      };
      const writers = Promise.all(WRITTEN_SERVICES.map(write));
      await until(() => acknowledged.length > 20, 'writes of the clerks');
      acknowledgedBefore.push(...acknowledged);
      const env = { DATABASE_URL: catalogue.databaseUrl, ...filesIn('original') };
      const made = await runCommand(program, env, 'backup', archive);
      const during = acknowledged.length - acknowledgedBefore.length;
      enough.abort();
      await writers;
      expect(made).toMatchObject({ code: 0, output: expect.stringContaining('1 files of evidence') });
      expect(during).toBeGreaterThan(0);
      expect((await runCommand(program, env, 'backup', archive)).output).toContain('is there already');
    });

    // From PostgreSQL to SQLite is the same archive and the same way as the two others.
    for (const target of engine === 'postgres' ? [engine] : ENGINES) {
      it(`restores ${target === engine ? 'elsewhere' : 'into PostgreSQL'} as it was at its moment`, async () => {
        const databaseUrl =
          target === 'postgres'
            ? await createDatabase(inject('postgresUrl'))
            : `sqlite:${join(folder, `to-${target}`, 'catalog.sqlite')}`;
        const env = { DATABASE_URL: databaseUrl, ...filesIn(`to-${target}`) };
        const manifest = await checkArchive(archive);
        const restored = await runCommand(program, env, 'restore', archive);
        expect(restored).toMatchObject({ code: 0 });
        expect(restored.output).toContain(`ledger verified: ${manifest.ledger.seq} entries`);
        expect(restored.output).toMatch(/rows verified: [1-9]/);
        expect(restored.output).toContain(`sha256 ${manifest.published.sha256}`);

        const config = readConfig({ SEED: 'none', LOG_LEVEL: 'silent', ...env });
        const app = await createApplication(config, () => new Date(NOW), pino({ level: 'silent' }));
        await app.listen(0, '127.0.0.1');
        try {
          const get = async (path: string) =>
            (await request(app.getHttpServer()).get(`/api/v1${path}`).expect(200)).body;
          const { seq, hash } = manifest.ledger;
          const { sha256: sum, count, seq: changeSeq } = await get('/checksum');
          expect({ sum, count, changeSeq }).toEqual({
            sum: manifest.published.sha256,
            count: manifest.published.count,
            changeSeq: manifest.published.seq,
          });
          expect(sum).toBe(await checksumAt(changeSeq));
          expect((await get(`/ledger/verify?knownSeq=${seq}&knownHash=${hash}`)).ok).toBe(true);
          const reader = app.get(Reader);
          const notes = await reader.all<{ note: string }>(
            `SELECT note FROM declaration WHERE note IS NOT NULL AND recorded_at >= '2026-03-02' ORDER BY recorded_at`,
          );
          const kept = new Set(notes.map(({ note }) => note));
          expect(acknowledgedBefore.filter((note) => !kept.has(note))).toEqual([]);
          const evidence = filesIn(`to-${target}`).EVIDENCE_DIR;
          expect(readFileSync(join(evidence, sha256(PDF).slice(0, 2), sha256(PDF))).equals(PDF)).toBe(true);
          const imports = filesIn(`to-${target}`).IMPORT_DIR;
          expect(readFileSync(join(imports, importId, 'file'), 'utf8')).toBe(CSV);
        } finally {
          await app.close();
        }
        const again = await runCommand(program, env, 'restore', archive);
        expect(again.code).toBe(1);
        expect(again.output).toMatch(/not empty|there already/);
      });
    }

    it('is refused, naming the entry, where a byte was changed, or it was cut off', async () => {
      const whole = readFileSync(archive);
      const names: string[] = [];
      await readArchive(archive, async ({ name, content }) => {
        names.push(name);
        for await (const chunk of content) void chunk;
      });
      const damaged = join(folder, 'damaged.tar');
      const refusal = async (bytes: Buffer) => {
        writeFileSync(damaged, bytes);
        return checkArchive(damaged).then(
          () => 'taken',
          (error: Error) => `${error.constructor.name}: ${error.message}`,
        );
      };
      for (const name of ['tables/ledger_entry.jsonl.gz', 'SHA256SUMS', `evidence/${sha256(PDF)}`]) {
        const bytes = Buffer.from(whole);
        const content = bytes.indexOf(`${name}\0`) + 512 + 20;
        bytes[content] = bytes[content]! ^ 1;
        expect(await refusal(bytes), name).toMatch(new RegExp(`^ArchiveError: .*${name}`));
      }
      const manifest = Buffer.from(whole);
      const digit = manifest.indexOf('"madeAt":"20') + 11;
      manifest[digit] = manifest[digit]! ^ 1;
      expect(await refusal(manifest)).toMatch(/^ArchiveError: .*manifest\.json/);
      const header = Buffer.from(whole);
      const start = header.indexOf('tables/plan.jsonl.gz\0');
      header[start] = header[start]! ^ 1;
      expect(await refusal(header)).toMatch(/^ArchiveError: .*tables\/pending_day\.jsonl\.gz/);
      expect(await refusal(whole.subarray(0, whole.length - 200_000))).toMatch(/^ArchiveError: .*evidence\//);
      expect(await refusal(Buffer.alloc(0))).toMatch(/^ArchiveError/);
      expect(await refusal(Buffer.from('no archive at all'.repeat(100)))).toMatch(/^ArchiveError/);

      const target = `sqlite:${join(folder, 'never', 'catalog.sqlite')}`;
      const refused = await runCommand(
        program,
        { DATABASE_URL: target, ...filesIn('never') },
        'restore',
        damaged,
      );
      expect(refused.code).toBe(1);
      expect(refused.output.trim().split('\n')).toHaveLength(1);
    });
  });
}
