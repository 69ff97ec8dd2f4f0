import { expect, it } from 'vitest';
import { ClerkDesk } from '../support/clerk-desk.js';
import { onBothDatabases } from '../support/catalogue.js';
import { loadSample, tokenOf } from '../support/sample.js';

interface Declared {
  level: number;
  effectiveFrom: string;
}
interface Item {
  subject: string;
  after: { declarations?: Declared[]; declaration?: Declared } | null;
}
interface Entry {
  seq: number;
  at: string;
  items: Item[];
}
/** Declared levels by the service's id. */
type Levels = Record<string, number | null>;

onBothDatabases('A past instant', loadSample, (catalogue) => {
  async function levels(query: string): Promise<Levels> {
    const { body } = await catalogue()
      .http()
      .get(`/api/v1/services?agency=STP&limit=200${query}`)
      .expect(200);
    const services = body.items as { id: string; declaredLevel: number | null }[];
    expect(services.length).toBeGreaterThan(2);
    return Object.fromEntries(services.map(({ id, declaredLevel }) => [id, declaredLevel]));
  }

  async function entries(): Promise<Entry[]> {
    const { seq } = (await catalogue().http().get('/api/v1/ledger/head').expect(200)).body;
    const token = await tokenOf(catalogue(), 'admin');
    const read: Entry[] = [];
    for (let n = 1; n <= seq; n += 1) {
      const { body } = await catalogue()
        .http()
        .get(`/api/v1/ledger/${n}`)
        .auth(token, { type: 'bearer' })
        .expect(200);
      read.push(JSON.parse(body.body as string) as Entry);
    }
    return read;
  }

  /** The level that each service of the agency had declared for a day, by what the ledger told up to an instant and nothing else. */
  function rebuilt(ledger: readonly Entry[], known: string, day: string): Levels {
    const declarations = new Map<string, Declared[]>();
    for (const { at, items } of ledger) {
      if (at > known) break;
      for (const { subject, after } of items) {
        if (!subject.startsWith('service:STP~') || !after) continue;
        const id = subject.slice('service:'.length);
        const told = [...(after.declarations ?? []), ...(after.declaration ? [after.declaration] : [])];
        declarations.set(id, [...(declarations.get(id) ?? []), ...told]);
      }
    }
    return Object.fromEntries(
      [...declarations].map(([id, all]) => {
        const begun = all.filter(({ effectiveFrom }) => effectiveFrom <= day);
        const latest = begun.reduce((a, b) => (b.effectiveFrom >= a.effectiveFrom ? b : a), begun[0]!);
        return [id, begun.length > 0 ? latest.level : null];
      }),
    );
  }

  async function rename(name: string): Promise<void> {
    const { headers } = await catalogue().http().get('/api/v1/agencies/STP').expect(200);
    await catalogue()
      .http()
      .patch('/api/v1/agencies/STP')
      .auth(await tokenOf(catalogue(), 'admin'), { type: 'bearer' })
      .set('If-Match', headers['etag']!)
      .send({ name })
      .expect(200);
  }

  it('is answered as it was seen then, and as the ledger alone tells it', async () => {
    const seen: { at: string; day: string; levels: Levels; checksum: object }[] = [];
    const checksum = async (query: string) => {
      const { body } = await catalogue().http().get(`/api/v1/checksum${query}`).expect(200);
      const { count, sha256 } = body as { count: number; sha256: string };
      return { count, sha256 };
    };
    const look = async (day: string) => {
      const { at } = (await catalogue().http().get('/api/v1/ledger/head').expect(200)).body;
      seen.push({ at, day, levels: await levels(''), checksum: await checksum('') });
    };
    const steps: [now: string, declared: [at: number, level: number, from: string][]][] = [
      ['2026-03-02', [[0, 1, '2026-03-02']]],
      ['2026-03-05', [[1, 1, '2026-02-01']]],
      // A coming day, then a correction of what was said first, and of the past.
      ['2026-03-09', [[0, 2, '2026-03-12']]],
      [
        '2026-03-14',
        [
          [0, 1, '2026-03-12'],
          [1, 2, '2026-02-20'],
        ],
      ],
    ];
    const ids = Object.keys(await levels(''));
    await look((await catalogue().http().get('/api/v1/services?limit=1')).body.asOf as string);
    for (const [day, declared] of steps) {
      catalogue().setNow(`${day}T02:00:00.000Z`);
      const clerk = await ClerkDesk.of(catalogue(), 'clerk');
      for (const [at, level, effectiveFrom] of declared) {
        await clerk.post(`/services/${ids[at]}/declarations`, { level, effectiveFrom }).expect(201);
      }
      // Facts that change no level are no new stretch of the history, and another document all the same.
      const { body } = await catalogue().http().get(`/api/v1/services/${ids[2]}/facts`).expect(200);
      const facts = {
        ...body.facts,
        publicPage: { state: 'present', urls: [`https://laocai.example/${day}`] },
      };
      await clerk
        .post(`/services/${ids[2]}/declarations`, { level: 1, effectiveFrom: '2026-03-01', facts })
        .expect(201);
      await look(day);
    }
    catalogue().setNow('2026-03-16T02:00:00.000Z');
    await rename('Sở Tư pháp và Hộ tịch');
    await look('2026-03-16');
    await rename('Sở Tư pháp khác');
    expect(new Set(seen.map(({ levels }) => JSON.stringify(levels))).size).toBeGreaterThan(3);

    const ledger = await entries();
    for (const { at, day, levels: then, checksum: ofThen } of seen) {
      expect(await checksum(`?asOf=${day}&knownAt=${at}`)).toEqual(ofThen);
      expect(await levels(`&asOf=${day}&knownAt=${at}`)).toEqual(then);
      expect(rebuilt(ledger, at, day)).toEqual(then);
    }
    for (const day of ['2012-12-31', '2026-02-10', '2026-03-12']) {
      const now = seen.at(-1)!.at;
      expect(rebuilt(ledger, now, day)).toMatchObject(await levels(`&asOf=${day}`));
    }
  });
});
