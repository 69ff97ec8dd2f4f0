import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtProgram } from '../support/built.js';
import { runCommand } from '../support/cli.js';
import { fileOf, Prepared } from '../support/prepared.js';

describe('A command that cannot be done', () => {
  let prepared: Prepared;
  let env: Record<string, string>;
  let folder: string;
  beforeAll(async () => {
    prepared = await Prepared.of('better-sqlite3');
    // As a terminal that says nothing of a language, or of another one.
    env = { ...(await prepared.copy()), LANG: 'C.UTF-8' };
    folder = join(prepared.folder, 'a-folder');
    mkdirSync(folder);
  });
  afterAll(() => prepared?.remove());
  const run = (...args: string[]) => runCommand(builtProgram(), env, ...args);

  it.each([
    ['import', ['nowhere/x.csv'], 'nowhere/x.csv: there is no such file'],
    ['import', ['FOLDER'], 'FOLDER: this is a folder'],
    ['export', ['csv', 'nowhere/x.csv'], 'nowhere/x.csv: there is no such file or folder'],
    ['export', ['jsonl', 'FOLDER'], 'FOLDER: this is a folder'],
    ['backup', ['nowhere/x.tar'], 'nowhere: there is no such file or folder'],
    ['ledger', ['export', 'nowhere/x.jsonl'], 'nowhere/x.jsonl: there is no such file or folder'],
    ['ledger', ['verify', '--witness', 'nowhere/heads'], 'nowhere/heads: there is no such file'],
    ['edition', ['verify', '7'], 'There is no edition 7'],
    ['user', ['disable', 'nobody-here'], 'There is no account nobody-here'],
    ['user', ['set-role', 'nobody-here', 'planner'], 'There is no account nobody-here'],
    ['user', ['set-password', 'nobody-here', '--generate'], 'There is no account nobody-here'],
    ['user', ['reset-second-factor', 'nobody-here'], 'There is no account nobody-here'],
    ['key', ['revoke', '99'], 'There is no key 99'],
    ['links', ['check', '--service', 'STP~none'], 'There is no service STP~none'],
  ])('%s %j: says so in one line that names what, and ends with 1', async (command, args, told) => {
    const named = (text: string) => text.replace('FOLDER', folder);
    const { code, output } = await run(command, ...args.map(named));
    expect(output.trimEnd().split('\n')).toEqual([expect.stringMatching(/./)]);
    expect(output.startsWith(named(told))).toBe(true);
    expect(code).toBe(1);
    expect(existsSync('nowhere')).toBe(false);
  });

  const DECIDED = ['--date', '2026-03-02', '--decision'];
  it.each([
    ['edition', ['create', ...DECIDED, ' ']],
    ['edition', ['create', ...DECIDED, '\u200b']],
    ['edition', ['create', ...DECIDED, '1/QĐ', '--title', '']],
    ['user', ['add', 'lan', '--role', 'planner', '--generate', '--name', ' ']],
    ['key', ['create', '  ']],
    ['generate', ['--services', '1', '--seed', ' ']],
  ])('%s %j: is refused a blank text in one line', async (command, args) => {
    const { code, output } = await run(command, ...args);
    expect([code, output]).toEqual([1, expect.stringMatching(/^error: [^\n]*'[^\n]*must not be blank\.\n$/)]);
  });

  it.each([
    ['edition', ['create', ...DECIDED, 'x'.repeat(101)], 'at most 100 characters'],
    ['key', ['create', 'x'.repeat(201)], 'at most 200 characters'],
    ['key', ['create', 'portal', '--expires', 'soon'], 'RFC 3339'],
  ])('%s %j: is refused what the API refuses', async (command, args, told) => {
    const { code, output } = await run(command, ...args);
    expect([code, output.split('\n').length, output]).toEqual([1, 2, expect.stringContaining(told)]);
  });

  it.each(['csv', 'xlsx', 'jsonld', 'ttl'])(
    'export %s: leaves nothing where the database fails in the middle, and what was there as it was',
    async (format) => {
      const broken = await prepared.copy();
      const database = new BetterSqlite3(fileOf(broken));
      database.exec(`UPDATE change SET doc = '{"broken' WHERE seq = (
        SELECT change_seq FROM published_service ORDER BY service_id DESC LIMIT 1)`);
      database.close();
      const place = join(prepared.folder, `broken-${format}`);
      mkdirSync(place);
      const file = join(place, `list.${format}`);
      for (const there of [[], [`list.${format}`]]) {
        if (there.length > 0) writeFileSync(file, 'as it was');
        const { code, output } = await runCommand(builtProgram(), broken, 'export', format, file);
        expect([code, output]).toEqual([1, expect.not.stringContaining('Wrote')]);
        expect(readdirSync(place)).toEqual(there);
      }
      expect(readFileSync(file, 'utf8')).toBe('as it was');
    },
  );

  it.skipIf(!existsSync('/dev/full'))('says in one line that a disk is full', async () => {
    expect(await run('export', 'csv', '/dev/full')).toEqual({
      code: 1,
      output: '/dev/full: the disk is full; make room or give another folder\n',
    });
  });

  it('names the archive that is not there, and leaves no database behind', async () => {
    const fresh = join(prepared.folder, 'fresh.sqlite');
    const archive = join(folder, 'x.tar');
    const { code, output } = await runCommand(
      builtProgram(),
      { DATABASE_URL: `sqlite:${fresh}` },
      'restore',
      archive,
    );
    expect([code, output]).toEqual([1, expect.stringContaining(`${archive}: there is no such file`)]);
    expect(existsSync(fresh)).toBe(false);
  });

  it('is worded in English unless the terminal is Vietnamese', async () => {
    const refused = await run('user', 'add', 'clerk', '--role', 'planner', '--generate');
    env = { ...env, LANG: 'vi_VN.UTF-8' };
    const other = await run('user', 'add', 'clerk', '--role', 'planner', '--generate');
    expect([refused.code, other.code]).toEqual([1, 1]);
    expect(refused.output).not.toMatch(/[^ -~\n]/);
    expect(other.output).toMatch(/[^ -~\n]/);
  });

  it('writes a workbook without a word of what its library does', async () => {
    const file = join(prepared.folder, 'list.xlsx');
    expect(await run('export', 'xlsx', file)).toEqual({ code: 0, output: `Wrote ${file}\n` });
  });

  it('says of an import before it is tried that a dry run is kept', async () => {
    const { output } = await run('import', '--help');
    expect(output).toMatch(/dry run itself is kept/);
  });
});
