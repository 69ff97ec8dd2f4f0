import { expect, it } from 'vitest';
import { type Catalogue, onBothDatabases } from '../support/catalogue.js';
import { loadSample, tokenOf } from '../support/sample.js';
import { seeded } from '../support/seeded.js';

const STEPS = 60;
const SEED = 20121231;
const AT_ONCE = 30;

/** Questions whose answers lie in memory once they were asked. */
const QUESTIONS = [
  '/services?limit=5',
  '/services?limit=5&sort=-updatedAt',
  '/services?agency=02635&level=1',
  '/services?agency=02635&minLevel=2&limit=3',
  '/services?field={field}&level=2',
  '/services?agencyLevel=commune&level=none&limit=2',
  '/services?district=080&levelOf=declared&level=1&limit=2',
  '/services?basis=declared&state=violation&limit=2',
  '/services?q=khai%20sinh&limit=3',
  '/reports/coverage?by=agency',
  '/reports/coverage?by=field&scope=subtree&agency=080',
  '/reports/coverage?by=level-of-government&unit=procedure',
];

onBothDatabases('Answers from memory', loadSample, (catalogue) => {
  it('are those that are made anew, whatever is written in between', async () => {
    const random = seeded(SEED);
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
    const token = await tokenOf(catalogue(), 'admin');
    const { body } = await catalogue().http().get('/api/v1/services?limit=100').expect(200);
    const { items } = body as { items: { id: string; field: { code: string } }[] };
    const ids = items.map(({ id }) => id);
    const open = new Set(ids);
    let written = 0;
    for (let step = 0; step < STEPS; step += 1) {
      if (random() < 0.4 && (await write(catalogue(), token, pick(ids), open, random))) written += 1;
      const path = `/api/v1${pick(QUESTIONS)}`.replace('{field}', items[0]!.field.code);
      const [kept, made] = [await ask(catalogue(), path), await ask(catalogue(), path, 'a=b')];
      expect(kept, `${path} after step ${step} of seed ${SEED}`).toEqual(made);
      expect(made.status).toBe(200);
      const unchanged = await catalogue().http().get(path).set('If-None-Match', made.etag);
      expect(unchanged.status).toBe(304);
    }
    expect(written).toBeGreaterThan(5);
    const { text } = await catalogue().http().get('/metrics').set('Authorization', `Bearer ${token}`);
    expect(Number(/^http_answers_from_memory (\d+)/m.exec(text)![1])).toBeGreaterThan(STEPS);
  });

  it('are made once for all who ask the same at the same time, and told to each where they are none', async () => {
    const fromMemory = async () => {
      const token = await tokenOf(catalogue(), 'admin');
      const { text } = await catalogue().http().get('/metrics').set('Authorization', `Bearer ${token}`);
      return Number(/^http_answers_from_memory (\d+)/m.exec(text)![1]);
    };
    const all = (path: string) => Promise.all(Array.from({ length: AT_ONCE }, () => ask(catalogue(), path)));
    const before = await fromMemory();
    const answers = await all('/api/v1/services?limit=7&sort=-level');
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]!.status).toBe(200);
    expect((await fromMemory()) - before).toBe(AT_ONCE - 1);
    const refused = await all('/api/v1/services/NOBODY~0.000000');
    expect(refused.map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(404));
  });
});

/** With a cookie, which is not even that of a session, an answer is neither taken from memory nor kept there. */
async function ask(catalogue: Catalogue, path: string, cookie?: string) {
  const request = catalogue.http().get(path);
  const { status, text, headers } = await (cookie === undefined ? request : request.set('Cookie', cookie));
  return { status, text, etag: String(headers['etag']) };
}

/** @returns whether something was written */
async function write(
  catalogue: Catalogue,
  token: string,
  id: string,
  open: Set<string>,
  random: () => number,
): Promise<boolean> {
  const send = (path: string, body: object) =>
    catalogue
      .http()
      .post(`/api/v1/services/${encodeURIComponent(id)}/${path}`)
      .set('Authorization', `Bearer ${token}`)
      .send(body);
  if (random() < 0.3 && open.has(id)) {
    open.delete(id);
    return (await send('close', { reason: 'tried' })).ok;
  }
  const effectiveFrom = random() < 0.5 ? '2026-03-02' : '2015-06-30';
  return (await send('declarations', { level: 1, effectiveFrom, note: String(random()) })).ok;
}
