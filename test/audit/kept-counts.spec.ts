import { afterAll, expect, it } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { keptCounts } from '../../src/publication/kept-counts.query.js';
import { onBothDatabases } from '../support/catalogue.js';
import { declare } from '../support/declare.js';
import { loadSample } from '../support/sample.js';
import { behindItsBack } from '../support/tamper.js';

const TESTER = { actor: { name: 'test', agencyCode: null }, action: 'test.tamper' };

onBothDatabases('What reports add up', loadSample, (catalogue) => {
  const check = () => catalogue().app.get(Reader).snapshot(keptCounts);
  const tamper = (sql: string) =>
    catalogue()
      .app.get(UnitOfWork)
      .run(TESTER, (unit) => unit.run(sql));
  // What the last test leaves out of step stays so.
  afterAll(() => void (catalogue().tampered = true));

  it('is what counting the records anew says, also after writes', async () => {
    const services = await catalogue()
      .app.get(Reader)
      .all<{ id: string }>(
        'SELECT service_id AS id FROM published_service WHERE level = 2 ORDER BY 1 LIMIT 3',
      );
    for (const { id } of services) await declare(catalogue(), id, 1, '2016-01-01');
    const verdict = await check();
    expect(verdict.outOfStep).toEqual([]);
    expect(verdict.cells).toBeGreaterThan(20);
    expect(verdict.services).toBeGreaterThan(20);
  });

  it('is found out where a count was changed behind its back', async () => {
    await tamper(
      `UPDATE coverage_cell SET n = n + 1 WHERE field_code = '' AND agency_code = 'STP' AND level = 1`,
    );
    const { outOfStep } = await check();
    expect(outOfStep.map(({ table, side }) => `${table} ${side}`)).toContain('coverage_cell kept');
    await tamper(
      `UPDATE coverage_cell SET n = n - 1 WHERE field_code = '' AND agency_code = 'STP' AND level = 1`,
    );
    expect((await check()).outOfStep).toEqual([]);
  });

  it('is found out where the count of a past day was changed behind its back', async () => {
    const STP = `cell_id = (SELECT MIN(id) FROM past_cell WHERE agency_code = 'STP')`;
    const [first] = await catalogue()
      .app.get(Reader)
      .all<{ n: number }>(`SELECT n FROM past_count WHERE ${STP} ORDER BY from_day`);
    await tamper(
      `UPDATE past_count SET n = n + 1 WHERE ${STP} AND from_day = (SELECT MIN(from_day) FROM past_count WHERE ${STP})`,
    );
    const { outOfStep } = await check();
    expect(outOfStep.map(({ table, side }) => `${table} ${side}`)).toEqual([
      'past_count kept',
      'past_count made anew',
    ]);
    expect(outOfStep.map(({ row }) => Number(JSON.parse(row).n))).toEqual([first!.n + 1, first!.n]);
    await tamper(
      `UPDATE past_count SET n = n - 1 WHERE ${STP} AND from_day = (SELECT MIN(from_day) FROM past_count WHERE ${STP})`,
    );
    expect((await check()).outOfStep).toEqual([]);
  });

  it('is made anew by the next write where a version wrote that does not keep counts of past days', async () => {
    await behindItsBack(
      catalogue(),
      'UPDATE past_count SET n = n + 1',
      'UPDATE ledger_head SET counted_seq = counted_seq - 1',
    );
    expect((await check()).outOfStep).not.toEqual([]);
    await tamper('UPDATE pending_day SET day = day');
    expect((await check()).outOfStep).toEqual([]);
  });

  it('is found out where the list was changed behind its back', async () => {
    await tamper(
      `UPDATE published_service SET level = 3 WHERE service_id = (SELECT MIN(service_id) FROM published_service)`,
    );
    const tables = new Set((await check()).outOfStep.map(({ table }) => table));
    expect([...tables].sort()).toEqual(['coverage_cell', 'published_service']);
  });
});
