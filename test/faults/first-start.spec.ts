import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { BuiltCatalogue } from '../support/built-catalogue.js';
import { createDatabase } from '../support/postgres.js';
import { rowsOf } from '../support/prepared.js';
import { seeded } from '../support/seeded.js';

/** `npm run faults` asks for more. */
const KILLS = Math.min(5, Number(process.env['FAULT_ROUNDS'] ?? 0));
const DEMONSTRATION = { SEED: 'demo', DEMO_PASSWORD: 'a demonstration' };

describe('The first start on an empty database', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'catalogue-first-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const files = () => ({ EVIDENCE_DIR: join(folder, 'evidence'), IMPORT_DIR: join(folder, 'imports') });

  async function isWhole(catalogue: BuiltCatalogue): Promise<void> {
    const signedIn = await catalogue.ask('POST', '/api/v1/session', {
      body: { username: 'clerk', password: DEMONSTRATION.DEMO_PASSWORD },
    });
    expect(signedIn.status).toBe(201);
    expect((await catalogue.ask('GET', '/api/v1/checksum')).body['count']).toBeGreaterThan(10_000);
    expect((await catalogue.ask('GET', '/api/v1/ledger/verify')).body).toMatchObject({ ok: true });
  }

  it('is done once where two processes do it at the same moment', async () => {
    const env = { ...files(), ...DEMONSTRATION, DATABASE_URL: await createDatabase(inject('postgresUrl')) };
    const both = await Promise.all([BuiltCatalogue.start(env), BuiltCatalogue.start(env)]);
    try {
      for (const catalogue of both) await isWhole(catalogue);
      expect(both.filter(({ output }) => output.includes('Demonstration accounts:'))).toHaveLength(1);
    } finally {
      for (const catalogue of both) await catalogue.kill();
    }
  });

  it.skipIf(KILLS === 0)(
    'killed as soon as there is anything to see, or earlier, has done all of it or nothing (left to npm run faults)',
    async () => {
      const random = seeded(Number(process.env['FAULT_SEED'] ?? 0));
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const path = join(folder, `${kill}.sqlite`);
        const env = { ...files(), ...DEMONSTRATION, DATABASE_URL: `sqlite:${path}` };
        const killed = BuiltCatalogue.start(env).then(
          (catalogue) => catalogue.kill(),
          () => undefined,
        );
        const patience = kill === 1 ? 60_000 : random() * 8_000;
        const deadline = performance.now() + patience;
        while (performance.now() < deadline && !(await hasAgencies(env.DATABASE_URL)))
          await new Promise((resolve) => setTimeout(resolve, 5));
        BuiltCatalogue.killAll();
        await killed;
        const again = await BuiltCatalogue.start(env);
        await isWhole(again);
        await again.kill();
      }
    },
  );
});

async function hasAgencies(databaseUrl: string): Promise<boolean> {
  const rows = await rowsOf(databaseUrl, 'SELECT code FROM agency LIMIT 1').catch(() => []);
  return rows.length > 0;
}
