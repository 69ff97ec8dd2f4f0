import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, BuiltCatalogue } from '../support/built-catalogue.js';
import { ENGINES } from '../support/catalogue.js';
import { WRITTEN_SERVICES } from '../support/declaring-clerk.js';
import { FourWriters } from '../support/four-writers.js';
import { Prepared, rowsOf } from '../support/prepared.js';
import { factsForLevel } from '../support/service-facts.js';
import { tellNumbers } from '../support/summary.js';

/** `npm run faults` asks for more: 15 rounds, 1,000 edits. */
const MANY = Number(process.env['FAULT_ROUNDS'] ?? 1) > 1;
const ROUNDS = MANY ? 15 : 2;
const EDITS = MANY ? 1000 : 15;
const READINGS = MANY ? 40 : 4;
const CLIENTS = 16;
const SERVICE = WRITTEN_SERVICES[0];

for (const engine of ENGINES) {
  describe(`Many who come at once, with the program on ${engine === 'postgres' ? 'PostgreSQL' : 'SQLite'}`, () => {
    let prepared: Prepared;
    let env: { DATABASE_URL: string };
    let catalogue: BuiltCatalogue;
    beforeAll(async () => {
      prepared = await Prepared.of(engine);
      env = await prepared.copy();
      catalogue = await BuiltCatalogue.start(env);
    });
    afterAll(async () => {
      await catalogue?.kill();
      prepared?.remove();
    });

    const together = async (send: (client: number) => Promise<Answer>) =>
      (await Promise.all(Array.from({ length: CLIENTS }, (_, client) => send(client))))
        .map(({ status }) => status)
        .sort();
    const facts = (reason: string) => ({
      facts: { ...factsForLevel(2), inPersonStep: { state: 'present', reason } },
    });
    const reading = async () =>
      (await catalogue.ask('GET', `/api/v1/services/${SERVICE}`)).headers.get('etag')!;
    const save = (etag: string, reason: string) =>
      catalogue.ask('PUT', `/api/v1/services/${SERVICE}/facts`, {
        token: prepared.tokens.clerk,
        body: facts(reason),
        headers: { 'if-match': etag },
      });

    it(`one of ${CLIENTS} who give a new agency one code does so, the others are told (${ROUNDS} rounds)`, async () => {
      for (let round = 1; round <= ROUNDS; round += 1) {
        const statuses = await together((client) =>
          catalogue.ask('POST', '/api/v1/agencies', {
            token: prepared.tokens.admin,
            body: { code: `NEW${round}`, name: `Cơ quan ${client}`, level: 'province' },
          }),
        );
        expect(statuses).toEqual([201, ...Array.from({ length: CLIENTS - 1 }, () => 409)]);
      }
    });

    it(`one of ${CLIENTS} who save what rests on one reading is taken, the others are told (${ROUNDS} rounds)`, async () => {
      for (let round = 1; round <= ROUNDS; round += 1) {
        const etag = await reading();
        const statuses = await together((client) => save(etag, `${round} of ${client}`));
        expect(statuses).toEqual([200, ...Array.from({ length: CLIENTS - 1 }, () => 412)]);
      }
    });

    it('a key sent eight times at once, and again after a restart, has one effect and one answer', async () => {
      const send = (title: string) =>
        catalogue.ask('POST', '/api/v1/plans/2031/lines', {
          token: prepared.tokens.planner,
          body: { kind: 'strand', title },
          headers: { 'idempotency-key': key },
        });
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: 8 }, () => send('Một lần')));
      await catalogue.kill();
      catalogue = await BuiltCatalogue.start(env);
      answers.push(await send('Một lần'));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
      for (const { body } of answers) expect(body).toEqual(answers[0]!.body);
      expect((await send('Lần khác')).status).toBe(422);
      expect(
        await rowsOf(env.DATABASE_URL, `SELECT no FROM plan_line WHERE title IN ('Một lần', 'Lần khác')`),
      ).toHaveLength(1);
    });

    it(`of ${2 * EDITS} edits of one record by two writers each is kept once or refused`, async () => {
      const revisions = () =>
        rowsOf<{ facts: string }>(
          env.DATABASE_URL,
          `SELECT facts FROM service_facts WHERE service_id = '${SERVICE}' ORDER BY no`,
        );
      const before = (await revisions()).length;
      const taken: string[] = [];
      const otherwise: number[] = [];
      let refused = 0;
      await Promise.all(
        ['một', 'hai'].map(async (writer) => {
          for (let edit = 1; edit <= EDITS; edit += 1) {
            const { status } = await save(await reading(), `${writer} ${edit}`);
            if (status === 200) taken.push(`${writer} ${edit}`);
            else if (status === 412) refused += 1;
            else otherwise.push(status);
          }
        }),
      );
      expect(otherwise).toEqual([]);
      const kept = (await revisions())
        .slice(before)
        .map(
          ({ facts: text }) => (JSON.parse(text) as { inPersonStep: { reason: string } }).inPersonStep.reason,
        );
      expect(kept.toSorted()).toEqual(taken.toSorted());
      expect(taken.length + refused).toBe(2 * EDITS);
      tellNumbers(`${engine}: ${2 * EDITS} edits, ${taken.length} taken, ${refused} refused`);
    });

    it('whoever reads page after page while others publish misses no service and sees none twice', async () => {
      const idsOf = async (limit: number, more = '') => {
        const ids: string[] = [];
        let next: string | null = `/api/v1/services?limit=${limit}${more}`;
        while (next !== null) {
          const { status, body }: Answer = await catalogue.ask('GET', next);
          expect(status).toBe(200);
          const page = body as unknown as { items: { id: string }[]; next: string | null };
          ids.push(...page.items.map(({ id }) => id));
          next =
            page.next === null
              ? null
              : `/api/v1/services?limit=${limit}${more}&cursor=${encodeURIComponent(page.next)}`;
        }
        return ids;
      };
      const whole = await idsOf(500);
      const writers = new FourWriters(prepared.tokens.clerk);
      const enough = new AbortController();
      const writing = writers.write(catalogue, enough.signal);
      const limit = Math.ceil(whole.length / 20);
      for (let n = 1; n <= READINGS; n += 1) {
        await writers.until(n);
        expect(await idsOf(limit)).toEqual(whole);
      }
      // Orders that publishing changes hold still in the list as it is known at a moment.
      for (const sort of ['-level', 'updatedAt']) {
        await writers.until(READINGS + 1);
        const { at } = (await catalogue.ask('GET', '/api/v1/ledger/head')).body;
        const { asOf } = (await catalogue.ask('GET', '/api/v1/services?limit=1')).body;
        const still = await idsOf(limit, `&sort=${sort}&asOf=${asOf}&knownAt=${at}`);
        expect(still.toSorted()).toEqual(whole.toSorted());
      }
      enough.abort();
      await writing;
      expect([...writers.refusals]).toEqual([]);
      expect((await catalogue.ask('GET', '/api/v1/ledger/verify')).body).toMatchObject({ ok: true });
    });
  });
}
