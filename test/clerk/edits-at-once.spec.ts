import { beforeAll, expect, it } from 'vitest';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { factsForLevel } from '../support/service-facts.js';
import { loadSample } from '../support/sample.js';

const ID = 'STP~1.000688';

onBothDatabases('Two who edit one catalogue at once', loadSample, (catalogue) => {
  let desk: ClerkDesk;
  beforeAll(async () => {
    desk = await ClerkDesk.of(catalogue(), 'clerk');
  });
  const revision = async (id = ID) =>
    (await desk.get(`/services/${id}/facts`).expect(200)).body.revision as number;

  it('of sixteen savings that rest on one reading, one is kept and the others are told', async () => {
    for (const tagOf of ['service', 'facts']) {
      const before = await revision();
      const path = tagOf === 'facts' ? `/services/${ID}/facts` : `/services/${ID}`;
      const etag = (await catalogue().http().get(`/api/v1${path}`).expect(200)).headers['etag']!;
      const answers = await Promise.all(
        Array.from({ length: 16 }, (_, i) =>
          desk
            .put(`/services/${ID}/facts`, {
              // A fact that no link and no level shows: the tag has to change all the same.
              facts: { ...factsForLevel(2), inPersonStep: { state: 'present', reason: `${tagOf} ${i}` } },
            })
            .set('If-Match', etag),
        ),
      );
      const statuses = answers.map((answer) => answer.status).sort();
      expect(statuses).toEqual([200, ...Array.from({ length: 15 }, () => 412)]);
      expect(await revision()).toBe(before + 1);
    }
  });

  it('takes the tag of a compressed reading, and asks for one where none is sent', async () => {
    const read = await catalogue().http().get(`/api/v1/services/${ID}`).set('Accept-Encoding', 'gzip');
    await desk
      .put(`/services/${ID}/facts`, { facts: factsForLevel(1) })
      .set('If-Match', read.headers['etag']!)
      .expect(200);
    await desk.put(`/services/${ID}/facts`, { facts: {} }).expect(428);
    await desk
      .post(`/services/${ID}/declarations`, { level: 1, effectiveFrom: '2015-01-01' })
      .set('If-Match', read.headers['etag']!)
      .expect(412);
  });

  it('opens one service for sixteen who open it at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 16 }, () =>
        desk.post('/services', { agencyCode: 'STP', procedureCode: '1.004884' }),
      ),
    );
    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 15 }, () => 409)]);
  });

  it('keeps what one saved and nothing of what another took back, and readers see neither half', async () => {
    const admin = await ClerkDesk.of(catalogue(), 'admin');
    const other = 'STP~1.004884';
    const [mine, theirs] = [await revision(ID), await revision(other)];
    let inside: (() => void) | undefined;
    const begun = new Promise<void>((resolve) => (inside = resolve));
    const takenBack = catalogue()
      .app.get(UnitOfWork)
      .run({ actor: { name: 'test', agencyCode: null }, action: 'test.takeBack' }, async (unit) => {
        await unit.run('UPDATE public_service SET closed_reason = :text WHERE id = :id', {
          text: 'taken back',
          id: other,
        });
        unit.record(`service:${other}`, null, { closedReason: 'taken back' });
        unit.touch(other);
        inside!();
        await new Promise((resolve) => setTimeout(resolve, 100));
        await unit.run('UPDATE public_service SET valid_to = :day WHERE id = :id', {
          day: '2020-01-01',
          id: other,
        });
        await unit.flush();
        throw new Error('taken back');
      });
    const refused = expect(takenBack).rejects.toThrow('taken back');
    await begun;
    const saving = desk.saveFacts(ID, factsForLevel(3));
    // A declaration with facts that do not support it is taken back whole, with its facts.
    const half = admin.post(`/services/${other}/declarations`, {
      level: 3,
      effectiveFrom: '2026-03-01',
      facts: factsForLevel(2),
    });
    const seen = await desk.get(`/services/${other}/history`).expect(200);
    expect(seen.body).toMatchObject({ closedReason: null, validTo: null });
    const [saved, declared] = await Promise.all([saving, half]);
    await refused;
    expect(saved.status).toBe(200);
    expect(declared.status).toBe(422);
    expect(await revision(ID)).toBe(mine + 1);
    expect(await revision(other)).toBe(theirs);
    const after = await desk.get(`/services/${other}/history`).expect(200);
    expect(after.body).toMatchObject({ closedReason: null, validTo: null, declarations: [] });
    await desk.get(`/services/${other}`).expect(200);
    const ledger = await catalogue()
      .app.get(UnitOfWork)
      .run({ actor: { name: 'test', agencyCode: null }, action: 'test.read' }, (unit) =>
        unit.all('SELECT action FROM ledger_entry WHERE action IN (:takenBack, :declare)', {
          takenBack: 'test.takeBack',
          declare: 'declaration.create',
        }),
      );
    expect(ledger).toEqual([]);
  });
});
