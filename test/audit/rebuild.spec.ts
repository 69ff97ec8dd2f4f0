import { expect, it } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { onBothDatabases } from '../support/catalogue.js';
import { loadSample } from '../support/sample.js';

type State = Record<string, unknown>;

onBothDatabases('The state of the catalogue', loadSample, (catalogue) => {
  const all = (sql: string) => catalogue().app.get(Reader).all<State>(sql);

  /** What the ledger says of every subject of a kind, by its name. */
  async function fromLedger(kind: string): Promise<Map<string, State>> {
    const state = new Map<string, State>();
    const bodies = await all('SELECT body FROM ledger_entry ORDER BY seq');
    for (const { body } of bodies) {
      const { items } = JSON.parse(body as string) as { items: { subject: string; after: State | null }[] };
      for (const { subject, after } of items) {
        if (!subject.startsWith(`${kind}:`)) continue;
        const name = subject.slice(kind.length + 1);
        if (after === null) state.delete(name);
        else state.set(name, after);
      }
    }
    return state;
  }

  it('is rebuilt from the ledger: agencies', async () => {
    const told = await fromLedger('agency');
    const rows = await all('SELECT * FROM agency ORDER BY code');
    expect([...told.keys()].sort()).toEqual(rows.map((row) => row['code']));
    for (const row of rows) {
      expect(told.get(row['code'] as string)).toMatchObject({
        code: row['code'],
        name: row['name'],
        nameEn: row['name_en'],
        level: row['level'],
        parentCode: row['parent_code'],
        validFrom: row['valid_from'],
        validTo: row['valid_to'],
      });
    }
  });

  it('is rebuilt from the ledger: procedures with their content', async () => {
    const told = await fromLedger('procedure');
    const rows = await all(
      `SELECT p.code, v.no, v.state, v.content, v.decision_number, v.decision_date
       FROM procedure p JOIN procedure_version v ON v.procedure_code = p.code AND v.no = p.published_no
       ORDER BY p.code`,
    );
    expect(rows.length).toBeGreaterThan(5);
    expect([...told.keys()].sort()).toEqual(rows.map((row) => row['code']));
    for (const row of rows) {
      expect(told.get(row['code'] as string)).toEqual({
        version: row['no'],
        state: row['state'],
        decisionNumber: row['decision_number'],
        decisionDate: row['decision_date'],
        content: JSON.parse(row['content'] as string),
      });
    }
  });

  it('is rebuilt from the ledger: services with their facts and declarations', async () => {
    const told = await fromLedger('service');
    const rows = await all(
      `SELECT s.id, s.agency_code, s.procedure_code, s.demonstration, f.facts FROM public_service s
       JOIN service_facts f ON f.service_id = s.id AND f.no = s.facts_no ORDER BY s.id`,
    );
    const declarations = await all(
      'SELECT service_id, level, effective_from FROM declaration ORDER BY service_id, no',
    );
    expect(declarations.length).toBeGreaterThan(0);
    const volumes = new Map(
      (await all('SELECT * FROM case_volume ORDER BY service_id')).map((row) => [row['service_id'], row]),
    );
    expect(volumes.size).toBeGreaterThan(0);
    expect([...told.keys()].sort()).toEqual(rows.map((row) => row['id']));
    for (const row of rows) {
      expect(told.get(row['id'] as string)).toEqual({
        agencyCode: row['agency_code'],
        procedureCode: row['procedure_code'],
        demonstration: row['demonstration'] === 1,
        facts: JSON.parse(row['facts'] as string),
        declarations: declarations
          .filter((declaration) => declaration['service_id'] === row['id'])
          .map(({ level, effective_from: effectiveFrom }) => ({ level, effectiveFrom })),
        ...volumesOf(volumes.get(row['id'])),
      });
    }
  });
});

/** The volumes of one period, as the ledger tells them; channels without figures are left out. */
function volumesOf(row: State | undefined): State {
  if (!row) return {};
  const channels = ['online', 'in_person', 'post']
    .filter((channel) => row[`${channel}_received`] !== null)
    .map((channel) => ({
      channel,
      received: row[`${channel}_received`],
      resolved: row[`${channel}_resolved`],
      onTime: row[`${channel}_on_time`],
    }));
  return { volumes: { period: row['period'], channels } };
}
