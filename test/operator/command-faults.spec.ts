import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtProgram } from '../support/built.js';
import { runCommand } from '../support/cli.js';
import { Prepared } from '../support/prepared.js';

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
