import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BuiltCatalogue } from '../support/built-catalogue.js';
import { ENGINES } from '../support/catalogue.js';
import { FourWriters } from '../support/four-writers.js';
import { Prepared, rowsOf } from '../support/prepared.js';
import { seeded } from '../support/seeded.js';
import { tellNumbers } from '../support/summary.js';

/** `npm run faults` asks for more. */
const ROUNDS = Number(process.env['FAULT_ROUNDS'] ?? 2);
const SEED = Number(process.env['FAULT_SEED'] ?? 1);
/** Many rounds take half as long where one database waits while the other works. */
const onEach = ROUNDS > 20 ? describe.concurrent : describe;

for (const engine of ENGINES) {
  onEach(`The program on ${engine === 'postgres' ? 'PostgreSQL' : 'SQLite'}`, () => {
    let prepared: Prepared;
    beforeAll(async () => (prepared = await Prepared.of(engine)));
    afterAll(() => prepared?.remove());

    it(`killed in the middle of four writers has lost nothing it answered and kept nothing by halves (${ROUNDS} rounds, seed ${SEED})`, async () => {
      const random = seeded(SEED);
      const env = await prepared.copy();
      const writers = new FourWriters(prepared.tokens.clerk);
      const starts: number[] = [];
      let halves = 0;
      for (let round = 1; round <= ROUNDS; round += 1) {
        const catalogue = await BuiltCatalogue.start(env);
        starts.push(catalogue.startMs);
        // What was never answered is sent again under its key: it has one effect, whether it was kept or not.
        await writers.sendAgain(catalogue);
        const verified = await catalogue.ask('GET', '/api/v1/ledger/verify');
        expect({ round, ...verified.body }).toMatchObject({ round, ok: true });
        const target = writers.answered + 1 + Math.floor(random() * 40);
        const enough = new AbortController();
        const writing = writers.write(catalogue, enough.signal);
        await writers.until(target);
        await new Promise((resolve) => setTimeout(resolve, random() * 20));
        await catalogue.kill();
        await writing;
        const faults = await writers.faults(env.DATABASE_URL);
        halves += faults.length;
        expect({ round, faults }).toEqual({ round, faults: [] });
        if (engine !== 'postgres') {
          const check = await rowsOf(env.DATABASE_URL, 'PRAGMA integrity_check');
          expect(check).toEqual([{ integrity_check: 'ok' }]);
        }
        if (round % 20 === 0) console.log(`${engine}: ${round} kills, ${writers.answered} writes answered`);
      }
      const catalogue = await BuiltCatalogue.start(env);
      await writers.sendAgain(catalogue);
      expect(writers.sent.filter(({ isAnswered }) => !isAnswered)).toEqual([]);
      expect((await catalogue.ask('GET', '/api/v1/ledger/verify')).body).toMatchObject({ ok: true });
      expect(await catalogue.stop()).toBe(0);
      expect(await writers.faults(env.DATABASE_URL)).toEqual([]);
      expect([...writers.refusals]).toEqual([]);
      const median = starts.toSorted((a, b) => a - b)[Math.floor(starts.length / 2)]!;
      tellNumbers(
        `${engine}: ${ROUNDS} kills, ${writers.sent.length} writes sent, ${writers.answered} answered, ${halves} lost or half done, ` +
          `ledger verified ${ROUNDS + 1} times; starts took ${Math.round(median)} ms in the middle, ${Math.round(Math.max(...starts))} ms at most`,
      );
    });

    it('told to stop under load answers what it has begun, refuses what is new, and ends with 0', async () => {
      const env = await prepared.copy();
      const catalogue = await BuiltCatalogue.start(env);
      const writers = new FourWriters(prepared.tokens.clerk);
      const writing = writers.write(catalogue, new AbortController().signal);
      await writers.until(10);
      const began = performance.now();
      expect(await catalogue.stop()).toBe(0);
      expect(performance.now() - began).toBeLessThan(10_000);
      await writing;
      // Whoever was refused a connection had sent nothing; whoever had sent something was answered.
      const kept = await writers.faults(env.DATABASE_URL);
      expect(kept).toEqual([]);
      const unanswered = writers.sent.filter(({ isAnswered }) => !isAnswered).map(({ note }) => note);
      const declared = await rowsOf<{ note: string }>(
        env.DATABASE_URL,
        `SELECT note FROM declaration WHERE actor = 'clerk' AND note IS NOT NULL`,
      );
      const notes = new Set(declared.map(({ note }) => note));
      expect(unanswered.filter((note) => notes.has(note))).toEqual([]);
    });
  });
}
