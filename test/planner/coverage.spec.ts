import { expect, it } from 'vitest';
import { MARKS } from '../../src/domain/coverage.js';
import { Reader } from '../../src/database/reader.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { CoverageReport, CoverageRow } from '../../src/reports/coverage.query.js';
import { type Catalogue, onBothDatabases } from '../support/catalogue.js';
import { declare } from '../support/declare.js';
import { loadSample } from '../support/sample.js';

const LEVELS = [1, 2, 3] as const;
const GROUPINGS = ['agency', 'field', 'level-of-government', 'district'];
const SYSTEM = { actor: { name: 'system', agencyCode: null }, action: 'test.prepare' };

/** A district and a commune of it, which go through every level and state that reports count. */
async function loadStates(catalogue: Catalogue): Promise<void> {
  await loadSample(catalogue);
  // A commune declares some of what it handles, one level after another.
  const services = await catalogue.app
    .get(Reader)
    .all<{ id: string }>(`SELECT id FROM public_service WHERE agency_code = '02662' ORDER BY id`);
  for (const [i, { id }] of services.slice(0, 3).entries()) {
    await declare(catalogue, id, LEVELS[i]!, '2014-06-01');
  }
}

onBothDatabases('The coverage report', loadStates, (catalogue) => {
  const get = (path: string) =>
    catalogue()
      .http()
      .get(path.startsWith('/api') ? path : `/api/v1${path}`);
  const coverage = async (question: string): Promise<CoverageReport> =>
    (await get(`/reports/coverage?${question}`).expect(200)).body;
  const rowOf = ({ rows }: CoverageReport, key: string): CoverageRow => rows.find((row) => row.key === key)!;
  const totalOf = async (list: string): Promise<number> =>
    (await get(`${list}&limit=1`).expect(200)).body.total;

  it('says of one agency what counting by hand says', async () => {
    const hand = await catalogue()
      .app.get(Reader)
      .all<{ level: number; n: number }>(
        `SELECT COALESCE((SELECT d.level FROM declaration d WHERE d.service_id = s.id AND d.effective_from <= '2015-01-01'
                          ORDER BY d.effective_from DESC, d.no DESC LIMIT 1), 0) AS level, COUNT(*) AS n
         FROM public_service s WHERE s.agency_code = '02662' GROUP BY 1`,
      );
    const at = (level: number) => hand.find((row) => row.level === level)?.n ?? 0;
    const row = rowOf(await coverage('asOf=2015-01-01'), '02662');
    expect(row).toMatchObject({
      total: at(0) + at(1) + at(2) + at(3),
      none: at(0),
      exact: { 1: at(1), 2: at(2), 3: at(3) },
      atLeast: { 1: at(1) + at(2) + at(3), 2: at(2) + at(3), 3: at(3) },
    });
    expect(row.exact[2]).toBeGreaterThan(0);
    expect(row.coverage[2]).toMatchObject({
      numerator: at(2) + at(3),
      denominator: row.total,
      ruleId: 'coverage.service.atLeast2.v1',
      asOf: '2015-01-01',
    });
  });

  it('answers the same for today from kept counts as for the day from history', async () => {
    const { asOf } = await coverage('');
    const knownAt = '2099-01-01T00:00:00Z';
    for (const by of GROUPINGS) {
      for (const scope of ['own', 'subtree']) {
        const today = await coverage(`by=${by}&scope=${scope}`);
        const fromHistory = await coverage(`by=${by}&scope=${scope}&asOf=${asOf}&knownAt=${knownAt}`);
        const figures = (report: CoverageReport) =>
          report.rows.map(({ key, total, none, exact, verified, violations }) => ({
            key,
            total,
            none,
            exact,
            verified,
            violations,
          }));
        expect(figures(today)).toEqual(figures(fromHistory));
      }
    }
  });

  it('leads from every number to the list of exactly what it counted', async () => {
    const seen = new Map<string, number>();
    for (const by of GROUPINGS) {
      for (const scope of ['own', 'subtree']) {
        for (const unit of ['service', 'procedure']) {
          for (const basis of ['published', 'declared', 'verified']) {
            for (const day of ['', '&asOf=2012-12-31']) {
              const report = await coverage(`by=${by}&scope=${scope}&unit=${unit}&basis=${basis}${day}`);
              noteLists(seen, report);
            }
          }
        }
      }
    }
    // Lists by the published level are all followed; of those by the other bases, which ask alike, every fifth.
    const followed = [...seen].filter(([list], i) => !list.includes('levelOf') || i % 5 === 0);
    for (const [list, expected] of followed) expect([list, await totalOf(list)]).toEqual([list, expected]);
  });

  /** Notes the lists behind the rows; of rows that count alike in one report, communes above all, those of one. */
  function noteLists(seen: Map<string, number>, { listWords, rows, totals }: CoverageReport): void {
    const alike = new Set<string>();
    for (const row of [...rows, totals]) {
      const { total, none, exact, violations } = row;
      const figures = JSON.stringify([total, none, exact, violations]);
      if (alike.has(figures) && row !== totals) continue;
      alike.add(figures);
      seen.set(row.list, total);
      const note = (words: string, count: number) => {
        // Of the many lists that are empty, those of the totals stand for all.
        if (count > 0 || row === totals) seen.set(row.list + words, count);
      };
      for (const level of LEVELS) {
        const { list, numerator } = row.coverage[level];
        expect([list, numerator]).toEqual([row.list + listWords.atLeast[level], row.atLeast[level]]);
        note(listWords.atLeast[level], numerator);
        note(listWords.exact[level], row.exact[level]);
      }
      note(listWords.none, none);
      for (const mark of MARKS) note(listWords[mark], row[mark]);
    }
  }

  it('adds the own rows up to the totals, and rolls an agency up over those under it', async () => {
    const own = await coverage('asOf=2012-12-31');
    const rolled = await coverage('scope=subtree&asOf=2012-12-31');
    const sum = own.rows.reduce((total, row) => total + row.total, 0);
    expect(sum).toBe(own.totals.total);
    expect(rolled.totals.total).toBe(sum);
    expect(rowOf(rolled, '10').total).toBe(sum);
    const district = await coverage('agency=080&scope=subtree&asOf=2012-12-31');
    expect(rowOf(rolled, '080').total).toBe(district.totals.total);
    expect(rowOf(own, '080').total).toBeLessThan(district.totals.total);
    expect(district.rows.map(({ key }) => key)).toContain('02662');
    expect(district.rows.map(({ key }) => key)).not.toContain('STP');
  });

  it('leaves out an agency that is no more, and keeps it in reports on its days', async () => {
    expect((await coverage('')).rows.map(({ key }) => key)).not.toContain('080');
    expect((await coverage('asOf=2012-12-31')).rows.map(({ key }) => key)).toContain('080');
  });

  it('gives every agency and every level of government a row, also where nothing stands in it', async () => {
    const agencies = await coverage('asOf=2012-12-31');
    expect(agencies.rows).toHaveLength(203);
    expect(agencies.rows.some(({ total }) => total === 0)).toBe(true);
    expect(agencies.rows.find(({ total }) => total === 0)!.coverage[3].value).toBeNull();
    const levels = await coverage('by=level-of-government&agency=STP');
    expect(levels.rows.map(({ key }) => key)).toEqual(['province', 'district', 'commune']);
    expect(rowOf(levels, 'commune').total).toBe(0);
  });

  it('counts a procedure at the level that all its services reach, never at the highest', async () => {
    const report = await coverage('unit=procedure&asOf=2015-01-01');
    expect(report.ruleId).toBe('coverage.procedure.lowest.v1');
    const lowest = await catalogue()
      .app.get(Reader)
      .all<{ level: number }>(
        `SELECT MIN(level) AS level FROM service_state
       WHERE valid_from <= '2015-01-01' AND valid_to > '2015-01-01' AND known_to = '9999-12-31T23:59:59.999Z'
       GROUP BY procedure_code`,
      );
    expect(report.totals.total).toBe(lowest.length);
    for (const level of LEVELS) {
      expect(report.totals.atLeast[level]).toBe(lowest.filter((row) => row.level >= level).length);
    }
  });

  it('refuses what it does not understand, all at once', async () => {
    const { body } = await get(
      '/reports/coverage?by=moon&unit=x&basis=y&asOf=2012-13-01&agency=!&x=1',
    ).expect(400);
    expect(new Set(body.errors.map((error: { pointer: string }) => error.pointer))).toEqual(
      new Set(['/agency', '/asOf', '/basis', '/by', '/unit', '/x']),
    );
    await get('/reports/coverage?agency=NOBODY').expect(404);
    await get('/reports/coverage?field=NOTHING').expect(404);
  });

  it('changes a past day by what is recorded today, but not what was known before', async () => {
    const before = await coverage('agency=STP&asOf=2012-12-31');
    const { body } = await get('/services?agency=STP&level=1&asOf=2012-12-31&limit=1').expect(200);
    catalogue().setNow('2026-03-03T02:00:00.000Z');
    await declare(catalogue(), body.items[0].id, 2, '2012-12-31');
    const after = await coverage('agency=STP&asOf=2012-12-31');
    expect(after.totals.exact[2]).toBe(before.totals.exact[2] + 1);
    const then = await coverage(`agency=STP&asOf=2012-12-31&knownAt=${before.knownAt}`);
    expect(then.totals.exact).toEqual(before.totals.exact);
    expect(await totalOf(then.totals.coverage[2].list)).toBe(then.totals.coverage[2].numerator);
    expect(await totalOf(after.totals.coverage[2].list)).toBe(after.totals.coverage[2].numerator);
  });

  it('lets services go that are closed or repealed', async () => {
    const before = await coverage('agency=STP');
    const { body } = await get('/services?agency=STP&limit=2').expect(200);
    const [closed, repealed] = body.items;
    catalogue().setNow('2026-03-10T02:00:00.000Z');
    await catalogue()
      .app.get(UnitOfWork)
      .run(SYSTEM, async (unit) => {
        await unit.run(`UPDATE public_service SET valid_to = '2026-03-05' WHERE id = :id`, { id: closed.id });
        await unit.run(
          `INSERT INTO procedure_version (procedure_code, no, kind, state, content, effective_from, recorded_at)
           SELECT procedure_code, no + 1, 'repealed', 'repealed', content, '2026-03-06', recorded_at
           FROM procedure_version WHERE procedure_code = :code ORDER BY no DESC LIMIT 1`,
          { code: repealed.procedure.code },
        );
        unit.record(`service:${closed.id}`, null, { validTo: '2026-03-05' });
        unit.record(`procedure:${repealed.procedure.code}`, null, { state: 'repealed' });
        for (const { id } of body.items) unit.touch(id);
      });
    expect((await coverage('agency=STP')).totals.total).toBe(before.totals.total - 2);
    expect((await coverage('agency=STP&asOf=2026-03-05')).totals.total).toBe(before.totals.total);
  });

  it('keeps its counts of today equal to the list, whatever was written', async () => {
    const cells = await catalogue().app.get(Reader).all(`${CELLS} ORDER BY 1, 2, 3, 4, 5, 6, 7, 8`);
    const counted = await catalogue()
      .app.get(Reader)
      .all(`${countedFor(`field_code`)} UNION ALL ${countedFor(`''`)} ORDER BY 1, 2, 3, 4, 5, 6, 7, 8`);
    expect(cells).toEqual(counted);
    expect(cells.length).toBeGreaterThan(100);
  });
});

const CELLS = `SELECT field_code, agency_code, level, basis, declared_level, verified_level, has_forms, demonstration, n
  FROM coverage_cell`;

function countedFor(field: string): string {
  return `SELECT ${field} AS field_code, agency_code, level, basis, declared_level, verified_level, has_forms, demonstration,
      COUNT(*) AS n
    FROM published_service
    GROUP BY ${field === `''` ? '' : 'field_code, '}agency_code, level, basis, declared_level, verified_level, has_forms, demonstration`;
}
