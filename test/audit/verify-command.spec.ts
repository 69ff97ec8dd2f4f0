import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtProgram } from '../support/built.js';
import { type Catalogue, ENGINES, startCatalogue } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { runCommand } from '../support/cli.js';
import { declarationNo, WRITTEN_SERVICES } from '../support/declaring-clerk.js';
import { loadSample } from '../support/sample.js';
import { behindItsBack, openTables } from '../support/tamper.js';

const ID = WRITTEN_SERVICES[0];
const PDF = Buffer.from('%PDF-1.4\nbiên nhận');

for (const engine of ENGINES) {
  describe(`ledger verify on ${engine === 'postgres' ? 'PostgreSQL' : 'SQLite'}`, () => {
    let folder: string;
    let catalogue: Catalogue;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'catalogue-verify-'));
      catalogue = await startCatalogue(engine, { EVIDENCE_DIR: folder });
      await loadSample(catalogue, [ID.split('~')[1]!]);
      const desk = await ClerkDesk.of(catalogue, 'clerk');
      await desk.form(`/services/${ID}/evidence`).attach('file', PDF, 'a.pdf').expect(201);
      await desk.post(`/services/${ID}/declarations`, declarationNo(1, 'x')).expect(201);
      await openTables(catalogue);
    });
    afterAll(async () => {
      await catalogue?.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const verify = () =>
      runCommand(
        builtProgram(),
        { DATABASE_URL: catalogue.databaseUrl, EVIDENCE_DIR: folder },
        'ledger',
        'verify',
      );

    it('says what it has read, beside a running server', async () => {
      const { code, output } = await verify();
      expect(output).toMatch(/^ok: \d+ entries, head \d+:[0-9a-f]{64}/m);
      expect(output).toMatch(/^ok: \d{3,} rows are as the entries wrote them$/m);
      expect(output).toMatch(/^ok: 1 files of evidence$/m);
      expect(output).toMatch(/^ok: every edition/m);
      expect(output).toMatch(/^ok: what follows from the rows was made anew: \d+ services/m);
      expect(code).toBe(0);
    });

    it('names the row, the file, the count and the entry of the index that are not as they were', async () => {
      const file = readdirSync(folder, { recursive: true, withFileTypes: true }).find((one) => one.isFile())!;
      const path = join(file.parentPath, file.name);
      const bytes = readFileSync(path);
      bytes[9]! += 1;
      writeFileSync(path, bytes);
      await behindItsBack(
        catalogue,
        `UPDATE declaration SET effective_from = '2025-03-01' WHERE service_id = '${ID}' AND effective_from = '2026-03-01'`,
        `UPDATE coverage_cell SET n = n + 1 WHERE agency_code = 'STP' AND field_code = ''`,
        `DELETE FROM ledger_subject WHERE subject = 'service:${ID}' AND seq = (SELECT MAX(seq) FROM ledger_subject)`,
      );
      const { code, output } = await verify();
      expect(code).toBe(1);
      expect(output).toMatch(
        new RegExp(
          `^not ok: \\d+ good rows, then .*"reason":"row_differs","table":"declaration","key":\\["${ID}",`,
          'm',
        ),
      );
      expect(output).toMatch(new RegExp(`^not ok: evidence 1 of ${ID}, file `, 'm'));
      expect(output).toMatch(new RegExp(`^not ok: service_state, made anew: .*"id":"${ID}"`, 'm'));
      expect(output).toMatch(/^not ok: coverage_cell, kept: .*STP/m);
      expect(output).toMatch(/^not ok: ledger_subject, made anew: /m);
    });
  });
}
