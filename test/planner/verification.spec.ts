import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { allMetBut, InspectorDesk } from '../support/inspector-desk.js';
import { loadSample } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';

const CLAIMED = 'STP~1.001193';
const CHANGED = 'STP~1.000688';

interface Row {
  key: string;
  total: number;
  list: string;
  byBasis: Record<string, { total: number; none: number; exact: Record<string, number> }>;
  verificationCoverage: { numerator: number; list: string };
  stale: { numerator: number; list: string };
  overClaims: { numerator: number; list: string };
}

onBothDatabases('The report on verification', loadSample, (catalogue) => {
  const get = (path: string) => catalogue().http().get(path).expect(200);
  const counted = async (list: string): Promise<number> => (await get(`${list}&limit=1`)).body.total;

  it('counts what was verified and holds, what has changed since and what was claimed too much', async () => {
    const clerk = await ClerkDesk.of(catalogue(), 'clerk');
    const inspector = await InspectorDesk.of(catalogue());
    await clerk.post('/services', { agencyCode: 'STP', procedureCode: '1.001193' }).expect(201);
    for (const id of [CLAIMED, CHANGED]) {
      await clerk.saveFacts(id, factsForLevel(3));
      await clerk.post(`/services/${id}/declarations`, { level: 3, effectiveFrom: '2026-03-02' }).expect(201);
      await inspector.open(id).expect(201);
      await inspector.record(
        `${id}~i1`,
        id === CLAIMED ? allMetBut({ statusOnline: { outcome: 'not_met' } }) : allMetBut(),
      );
      await inspector.close(`${id}~i1`);
    }
    await clerk.saveFacts(CHANGED, factsForLevel(2));

    const { body } = await get('/api/v1/reports/verification');
    const row: Row = body.rows.find(({ key }: Row) => key === 'STP');
    const notInspected = [{ reason: 'not_inspected', count: row.total - 2 }];
    expect(row).toMatchObject({
      verificationCoverage: { numerator: 1, denominator: row.total, excluded: [] },
      stale: { value: 0.5, numerator: 1, denominator: 2, excluded: notInspected },
      overClaims: { value: 0.5, numerator: 1, denominator: 2, excluded: notInspected, basis: 'declared' },
      byBasis: { verified: { exact: { 1: 0, 2: 1, 3: 0 } }, verified_stale: { exact: { 3: 1 } } },
    });
    const claims = await get('/api/v1/reports/over-claims?agency=STP');
    expect(claims.body.rate).toMatchObject({ numerator: 1, denominator: 2, ruleId: body.rules.overClaims });
  });

  it('opens the list of exactly what each number counted, by whatever it is grouped', async () => {
    for (const by of ['agency', 'field', 'level-of-government', 'district']) {
      const { body } = await get(`/api/v1/reports/verification?by=${by}`);
      const rows: Row[] = body.rows;
      expect(rows.reduce((sum, { total }) => sum + total, 0)).toBe(body.totals.total);
      const [row] = rows.filter((one) => one.stale.numerator > 0);
      expect(await counted(row!.list)).toBe(row!.total);
      for (const number of [row!.verificationCoverage, row!.stale, row!.overClaims])
        expect(await counted(number.list)).toBe(number.numerator);
      for (const [basis, { total, none, exact }] of Object.entries(row!.byBasis)) {
        const list = row!.list + body.listWords[basis];
        expect(await counted(list)).toBe(total);
        expect(await counted(list + body.levelWords.none)).toBe(none);
        expect(await counted(list + body.levelWords.exact[2])).toBe(exact[2]);
      }
    }
  });

  it('is counted for another day and another knowledge, and can be taken along', async () => {
    const before = await get('/api/v1/reports/verification?asOf=2012-12-31');
    expect(before.body.totals).toMatchObject({ stale: { value: null }, overClaims: { denominator: 0 } });
    const known = await get('/api/v1/reports/verification?knownAt=2026-03-01T00:00:00Z');
    expect(known.body.totals.total).toBe(0);
    const csv = await get('/api/v1/reports/verification.csv');
    const rows: Record<string, string>[] = parse(csv.text, { bom: true, columns: true });
    expect(rows.find(({ key }) => key === 'STP')).toMatchObject({ stale: '1', stale_share: '0.5' });
    await get('/api/v1/reports/verification.xlsx');
    const page = await get('/en/reports/verification?agency=STP');
    expect(page.text).toContain('Verified, and holds');
    await catalogue().http().get('/api/v1/reports/verification?unit=procedure').expect(400);
  });
});
