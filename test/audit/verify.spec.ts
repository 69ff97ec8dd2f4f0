import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { onBothDatabases, type Catalogue } from '../support/catalogue.js';
import { loadSample, tokenOf } from '../support/sample.js';
import { behindItsBack, failLedger, openLedger } from '../support/tamper.js';

interface Stored {
  seq: number;
  at: string;
  actor: string;
  action: string;
  body: string;
  hash: string;
}

const hashOf = (body: string) => createHash('sha256').update(body, 'utf8').digest('hex');
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** The sample, and after it five small entries, numbered from `first`. */
async function prepare(catalogue: Catalogue): Promise<void> {
  await loadSample(catalogue);
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    await catalogue.app
      .get(UnitOfWork)
      .run(
        { actor: { name: 'lan', agencyCode: 'STP' }, action: 'test.note', why: `vì ${name}` },
        async (unit) => unit.record(`note:${name}`, null, { name, đúng: true }),
      );
  }
}

onBothDatabases('The ledger', prepare, (catalogue) => {
  const get = (path: string) => catalogue().http().get(`/api/v1${path}`);
  const stored = () => catalogue().app.get(Reader).all<Stored>('SELECT * FROM ledger_entry ORDER BY seq');
  const verdict = async (query = '') => (await get(`/ledger/verify${query}`).expect(200)).body;

  it('is a chain that anybody can recompute from its bytes', async () => {
    const token = await tokenOf(catalogue(), 'inspector');
    const head = (await get('/ledger/head').expect(200)).body;
    let prev = '0'.repeat(64);
    let at = '';
    for (let seq = 1; seq <= head.seq; seq++) {
      const { body } = await get(`/ledger/${seq}`).set('authorization', `Bearer ${token}`).expect(200);
      expect(hashOf(body.body)).toBe(body.hash);
      const entry = JSON.parse(body.body);
      expect(entry).toEqual({
        seq,
        at: body.at,
        actor: body.actor,
        actorAgency: body.actorAgency,
        action: body.action,
        why: body.why,
        items: body.items,
        rows: entry.rows,
        prev,
      });
      expect(body.rows).toEqual(
        Object.entries(entry.rows as Record<string, unknown[][]>).flatMap(([table, rows]) =>
          rows.map((row) => ({ table, key: row.slice(0, -1), sha256: row.at(-1) })),
        ),
      );
      expect(Object.keys(entry)).toEqual(Object.keys(entry).sort());
      expect(entry.at >= at).toBe(true);
      prev = body.hash;
      at = entry.at;
    }
    expect(head).toEqual({ seq: head.seq, hash: prev, at });
    expect(await verdict()).toEqual({
      ok: true,
      entries: head.seq,
      rows: expect.any(Number),
      head,
      firstBad: null,
    });
  });

  it('goes on from a head that was noted earlier', async () => {
    const [, second] = await stored();
    expect((await verdict(`?knownSeq=2&knownHash=${second!.hash}`)).ok).toBe(true);
    expect((await verdict(`?knownSeq=2&knownHash=${'0'.repeat(64)}`)).firstBad).toEqual({
      seq: 2,
      reason: 'known_head_differs',
    });
    expect((await verdict(`?seq=2&hash=${second!.hash}`)).ok).toBe(true);
    expect((await verdict(`?seq=3&hash=${second!.hash}`)).firstBad).toEqual({
      seq: 3,
      reason: 'known_head_differs',
    });
    const { body } = await get('/ledger/verify?seq=2').expect(400);
    expect(body.errors[0]).toMatchObject({ pointer: '/hash', code: 'required' });
  });

  it('refuses to be changed', async () => {
    for (const statement of [
      `UPDATE ledger_entry SET actor = 'x' WHERE seq = 1`,
      'DELETE FROM ledger_entry WHERE seq = 1',
      `UPDATE ledger_subject SET subject = 'x' WHERE seq = 1`,
      'DELETE FROM ledger_subject WHERE seq = 1',
    ]) {
      await expect(behindItsBack(catalogue(), statement), statement).rejects.toThrow('append-only');
    }
    // On SQLite a row can also be replaced, which is no DELETE for its triggers.
    if (catalogue().engine !== 'postgres')
      for (const statement of [
        'REPLACE INTO ledger_entry SELECT * FROM ledger_entry WHERE seq = 1',
        'INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry WHERE seq = 1',
        'REPLACE INTO ledger_subject SELECT * FROM ledger_subject WHERE seq = 1',
      ])
        await expect(behindItsBack(catalogue(), statement), statement).rejects.toThrow('append-only');
    expect((await verdict()).ok).toBe(true);
  });

  it('fails together with the write that it should record', async () => {
    const token = await tokenOf(catalogue(), 'planner');
    const before = await verdict();
    const line = () =>
      catalogue()
        .http()
        .post('/api/v1/plans/2031/lines')
        .set('authorization', `Bearer ${token}`)
        .send({ kind: 'strand', title: 'Đào tạo' });
    const mend = await failLedger(catalogue());
    try {
      await line().expect(500);
    } finally {
      await mend();
    }
    await get('/plans/2031').expect(404);
    expect(await verdict()).toEqual(before);
    await line().expect(201);
    expect((await verdict()).entries).toBe(before.entries + 1);
  });

  it('names the first entry that was changed, removed or moved behind its back', async () => {
    await openLedger(catalogue());
    const entries = await stored();
    const last = entries.length;
    const victim = entries[last - 3]!;
    const { seq, body } = victim;
    const head = (await get('/ledger/head').expect(200)).body;
    const set = (changes: Partial<Stored>, where = seq) =>
      `UPDATE ledger_entry SET ${Object.entries(changes)
        .map(([column, value]) => `${column} = ${typeof value === 'number' ? value : quoted(value)}`)
        .join(', ')} WHERE seq = ${where}`;
    const restore = async () => {
      await behindItsBack(catalogue(), `DELETE FROM ledger_entry WHERE seq >= ${seq - 1}`);
      for (const entry of entries.slice(seq - 2)) {
        const values = [entry.at, entry.actor, entry.action, entry.body, entry.hash].map(quoted).join(', ');
        await behindItsBack(
          catalogue(),
          `INSERT INTO ledger_entry (seq, at, actor, action, body, hash) VALUES (${entry.seq}, ${values})`,
        );
      }
      await behindItsBack(
        catalogue(),
        `UPDATE ledger_head SET seq = ${head.seq}, hash = '${head.hash}', at = '${head.at}'`,
      );
      expect((await verdict()).ok).toBe(true);
    };

    const oneByte = body.replace('"đúng":true', '"đứng":true');
    expect(oneByte).not.toBe(body);
    const next = entries[seq]!;
    const lastRewritten = entries[last - 1]!.body.replace('"after"', '"after" ');
    const cutTo = entries[last - 2]!;
    const cases: [string, string[], { seq: number; reason: string }][] = [
      ['body', [set({ body: oneByte })], { seq, reason: 'hash_differs' }],
      [
        'hash',
        [set({ hash: `${victim.hash.slice(0, -1)}${victim.hash.endsWith('0') ? '1' : '0'}` })],
        { seq, reason: 'hash_differs' },
      ],
      [
        'instant',
        [set({ at: victim.at.replace(/.Z$/, (end) => (end === '1Z' ? '2Z' : '1Z')) })],
        { seq, reason: 'columns_differ' },
      ],
      ['actor', [set({ actor: 'lam' })], { seq, reason: 'columns_differ' }],
      ['action', [set({ action: 'test.vote' })], { seq, reason: 'columns_differ' }],
      [
        'body with its hash',
        [set({ body: oneByte, hash: hashOf(oneByte) })],
        { seq: seq + 1, reason: 'link_broken' },
      ],
      ['removed', [`DELETE FROM ledger_entry WHERE seq = ${seq}`], { seq, reason: 'missing' }],
      [
        'swapped',
        [
          set({ at: next.at, actor: next.actor, action: next.action, body: next.body, hash: next.hash }),
          set(
            { at: victim.at, actor: victim.actor, action: victim.action, body, hash: victim.hash },
            next.seq,
          ),
        ],
        { seq, reason: 'columns_differ' },
      ],
      ['last entry cut', [`DELETE FROM ledger_entry WHERE seq = ${last}`], { seq: last, reason: 'missing' }],
      [
        'last entry rewritten with its hash',
        [set({ body: lastRewritten, hash: hashOf(lastRewritten) }, last)],
        { seq: last, reason: 'head_differs' },
      ],
      [
        'head hash',
        [`UPDATE ledger_head SET hash = '${'1'.repeat(64)}'`],
        { seq: last, reason: 'head_differs' },
      ],
      [
        'head set back',
        [`UPDATE ledger_head SET seq = ${cutTo.seq}, hash = '${cutTo.hash}', at = '${cutTo.at}'`],
        { seq: last, reason: 'head_differs' },
      ],
    ];
    for (const [what, statements, firstBad] of cases) {
      await behindItsBack(catalogue(), ...statements);
      const found = await verdict();
      expect({ what, ok: found.ok, firstBad: found.firstBad }).toEqual({ what, ok: false, firstBad });
      expect(found.entries).toBeLessThanOrEqual(last);
      await restore();
    }

    // Entries and head row cut together make a good chain: the rows that the last one wrote tell of it.
    await behindItsBack(
      catalogue(),
      `DELETE FROM ledger_entry WHERE seq = ${last}`,
      `UPDATE ledger_head SET seq = ${cutTo.seq}, hash = '${cutTo.hash}', at = '${cutTo.at}'`,
    );
    expect((await verdict()).firstBad).toEqual({
      seq: last - 1,
      reason: 'row_unknown',
      table: 'plan',
      key: [2031],
    });
    // Where those are taken away too, only a head that was noted earlier does.
    await behindItsBack(
      catalogue(),
      'DELETE FROM plan_line WHERE year = 2031',
      'DELETE FROM plan WHERE year = 2031',
    );
    expect((await verdict()).ok).toBe(true);
    expect((await verdict(`?knownSeq=${head.seq}&knownHash=${head.hash}`)).firstBad).toEqual({
      seq: last,
      reason: 'missing',
    });
  });
});
