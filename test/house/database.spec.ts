import { expect, it } from 'vitest';
import { DatabaseInUseError } from '../../src/database/file-lock.js';
import { Reader } from '../../src/database/reader.js';
import { listRows } from '../../src/database/sql.js';
import { columnName } from '../../src/database/table.js';
import type { Unit } from '../../src/database/unit.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { TABLES } from '../../src/tables.js';
import { createApplication } from '../../src/application.js';
import { readConfig } from '../../src/config/config.js';
import { onBothDatabases } from '../support/catalogue.js';

const INTENT = { actor: { name: 'test', agencyCode: null }, action: 'test.write' };

onBothDatabases(
  'The database',
  async () => undefined,
  (catalogue) => {
    const unitOfWork = () => catalogue().app.get(UnitOfWork);
    const reader = () => catalogue().app.get(Reader);
    const fields = () => reader().all<{ code: string }>('SELECT code FROM field ORDER BY code');
    const addField = async (unit: Unit, code: string) => {
      await unit.run(
        `INSERT INTO field (code, name, name_sort) VALUES ('${code}', 'Lĩnh vực ${code}', '${code}')`,
      );
      unit.record(`field:${code}`, null, { code });
    };

    it('has after its migrations just the columns that the code names', async () => {
      for (const { options } of TABLES) {
        const named = Object.entries(options.columns).map(([property, column]) => [
          column!.name ?? columnName(property),
          column!.nullable === true,
        ]);
        const there =
          catalogue().engine === 'postgres'
            ? await reader().all<{ name: string; nullable: number; pk: number }>(
                `SELECT column_name AS name, CASE is_nullable WHEN 'YES' THEN 1 ELSE 0 END AS nullable, 0 AS pk
               FROM information_schema.columns WHERE table_schema = 'public' AND table_name = :table`,
                { table: options.name },
              )
            : await reader().all<{ name: string; nullable: number; pk: number }>(
                'SELECT name, 1 - "notnull" AS nullable, pk FROM pragma_table_info(:table)',
                { table: options.name },
              );
        // SQLite says of a primary key of text that it may be null, though no row of ours is.
        const found = there.map(({ name, nullable, pk }) => [name, nullable === 1 && pk === 0]);
        expect(found.sort(), options.name).toEqual(named.sort());
      }
    });

    it('asks a connection one thing after another, also where several are asked at once', async () => {
      const warnings: string[] = [];
      const note = ({ message }: Error) => warnings.push(message);
      process.on('warning', note);
      const found = await reader().snapshot((queries) =>
        Promise.all([1, 2, 3].map((n) => queries.get<{ n: number }>(`SELECT ${n} AS n`))),
      );
      const failed = reader().snapshot((queries) =>
        Promise.all(['no_such_column', '1', '2', '3'].map((what) => queries.get(`SELECT ${what} AS n`))),
      );
      await expect(failed).rejects.toThrow('no_such_column');
      await new Promise(setImmediate);
      process.off('warning', note);
      expect(found).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
      // The driver warns of more than one at once, which its next version will not take.
      expect(warnings).toEqual([]);
    });

    it('keeps nothing of a transaction that fails, whatever else is written meanwhile', async () => {
      let other: Promise<void> | undefined;
      const failing = unitOfWork().run(INTENT, async (unit) => {
        await addField(unit, 'a-first');
        // Only now, so that it is the second on PostgreSQL too, however long each waits for its connection.
        other = unitOfWork().run(INTENT, async (second) => {
          await addField(second, 'b');
        });
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(await fields()).toEqual([]);
        await addField(unit, 'a-second');
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      await other;
      expect(await fields()).toEqual([{ code: 'b' }]);
    });

    it('writes nothing of what is still under way when a write beside it has failed', async () => {
      let ended: Unit | undefined;
      const failing = unitOfWork().run(INTENT, async (unit) => {
        ended = unit;
        await Promise.all([
          addField(unit, 'beside'),
          unit.run(`INSERT INTO field (code, name, name_sort) VALUES ('failing', NULL, 'failing')`),
        ]);
      });
      await expect(failing).rejects.toThrow(/null/i);
      await expect(addField(ended!, 'late')).rejects.toThrow('The transaction has ended');
      expect(await fields()).toEqual([{ code: 'b' }]);
    });

    it('records every transaction later than the one before, even where the clock goes back', async () => {
      const recordedAt = () =>
        unitOfWork().run(INTENT, async (unit) => {
          unit.record('field:b', null, 'touched');
          return unit.at;
        });
      const first = await recordedAt();
      catalogue().setNow('2020-01-01T00:00:00.000Z');
      const second = await recordedAt();
      expect(second > first).toBe(true);
      catalogue().setNow('2026-03-02T02:00:00.000Z');
    });

    it('gives the writers their turns in order and loses none', async () => {
      const codes = Array.from({ length: 40 }, (_, i) => `turn-${String(i).padStart(2, '0')}`);
      await Promise.all(codes.map((code) => unitOfWork().run(INTENT, (unit) => addField(unit, code))));
      const found = (await fields()).map(({ code }) => code).filter((code) => code.startsWith('turn-'));
      expect(found).toEqual(codes);
    });

    it('refuses a second server on the same SQLite file', async () => {
      if (catalogue().engine === 'postgres') return;
      const config = readConfig({ DATABASE_URL: catalogue().databaseUrl, LOG_LEVEL: 'silent', SEED: 'none' });
      await expect(createApplication(config)).rejects.toThrow(DatabaseInUseError);
    });

    it('hands lines on byte by byte, whatever stands in them and in what is asked', async () => {
      const names = ['Đăng ký "khai sinh"', "it's \\ '' $1 :order", '\\.', '\n\r\t\u0001\u0002', ' , ', '…'];
      const lines = names.map((name) => JSON.stringify({ name }));
      const found = await reader().snapshot(async (snapshot) => {
        const rows = `SELECT r.value AS line, r.key AS place FROM ${listRows(snapshot.engine, 'lines')}
          WHERE r.value <> :not AND r.key >= :from`;
        const ask = (from: number) =>
          snapshot.lines(rows, 'place', { lines: JSON.stringify(lines), not: lines[1]!, from });
        return [await ask(0), await ask(2), await ask(lines.length)];
      });
      const text = (some: string[]) => some.map((line) => `${line}\n`).join('');
      expect(found.map((bytes) => Buffer.from(bytes).toString())).toEqual([
        text(lines.filter((_, place) => place !== 1)),
        text(lines.slice(2)),
        '',
      ]);
    });

    it('tells what is wrong with lines that are asked for, and answers the next', async () => {
      const asked = reader().snapshot((snapshot) => snapshot.lines('SELECT line FROM nowhere', 'line'));
      await expect(asked).rejects.toThrow(/nowhere/);
      expect(await fields()).toBeInstanceOf(Array);
    });

    it('ends a read of several statements on the state on which it began', async () => {
      await reader().snapshot(async (queries) => {
        const before = await queries.all('SELECT code FROM field');
        await unitOfWork().run(INTENT, (unit) => addField(unit, 'meanwhile'));
        expect(await queries.all('SELECT code FROM field')).toHaveLength(before.length);
      });
      expect((await fields()).map(({ code }) => code)).toContain('meanwhile');
    });
  },
);
