import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageFile } from '../../src/config/package-root.js';
import { BuiltCatalogue } from '../support/built-catalogue.js';
import { builtProgram } from '../support/built.js';
import { runCommand } from '../support/cli.js';
import { fileOf, Prepared } from '../support/prepared.js';

/** The built program where nothing else is: no sources, and none of the packages that only build or test. */
function installedIn(folder: string): string {
  cpSync(dirname(builtProgram()), join(folder, 'dist'), { recursive: true });
  cpSync(packageFile('package.json'), join(folder, 'package.json'));
  symlinkSync(packageFile('seeds'), join(folder, 'seeds'));
  const { packages } = JSON.parse(readFileSync(packageFile('package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean }>;
  };
  for (const [path, { dev, optional }] of Object.entries(packages)) {
    if (path.split('node_modules/').length !== 2 || dev === true || optional === true) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(packageFile(path), join(folder, path));
  }
  return join(folder, 'dist', 'main.js');
}

describe('The built program, without its sources and in another folder', () => {
  let prepared: Prepared;
  let program: string;
  let env: Awaited<ReturnType<Prepared['copy']>>;
  let catalogue: BuiltCatalogue;
  beforeAll(async () => {
    prepared = await Prepared.of('better-sqlite3');
    program = installedIn(join(prepared.folder, 'installed'));
    env = await prepared.copy();
    catalogue = await BuiltCatalogue.start(env, program);
  });
  afterAll(async () => {
    await catalogue?.kill();
    prepared?.remove();
  });

  const bytesOf = async (path: string) => {
    const answer = await fetch(`${catalogue.address}${path}`);
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
  };

  it('shows pages in both languages, with every file that they name', async () => {
    for (const [path, lang] of [
      ['/', 'vi'],
      ['/en/data', 'en'],
    ] as const) {
      const { status, bytes } = await bytesOf(path);
      expect(status).toBe(200);
      const page = bytes.toString();
      expect(page).toContain(`<html lang="${lang}"`);
      expect(page).not.toContain('⟦');
      const files = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, file]) => file!);
      expect(files.length).toBeGreaterThan(3);
      for (const file of files) expect(await bytesOf(file)).toMatchObject({ status: 200 });
    }
  });

  it('starts from code that was compiled when it was built', () => {
    for (const name of ['libraries', 'catalogue', 'beginning', 'serve', 'main']) {
      const path = join(dirname(program), `${name}.cjs`);
      const cachedData = readFileSync(`${path}.compiled`);
      const { cachedDataRejected } = new Script(readFileSync(path, 'latin1'), { cachedData });
      expect(cachedDataRejected, name).toBe(false);
    }
  });

  it('leaves out what is never called, and what is opened at its first use', () => {
    const libraries = readFileSync(join(dirname(program), 'libraries.cjs'), 'latin1');
    expect(libraries).not.toMatch(/class (Mysql|Oracle|SqlServer)Driver\b|class SMTPConnection\b|isTaxID/);
  });

  it('starts as well where another engine refuses that code', async () => {
    const elsewhere = installedIn(join(prepared.folder, 'elsewhere'));
    for (const name of ['libraries', 'catalogue', 'beginning', 'serve', 'main'])
      writeFileSync(join(dirname(elsewhere), `${name}.cjs.compiled`), 'of another engine');
    const other = await BuiltCatalogue.start(await prepared.copy(), elsewhere);
    expect((await other.ask('GET', '/readyz')).status).toBe(200);
    expect(await other.stop()).toBe(0);
  });

  it('says so where it was put without the package that it is of', async () => {
    const torn = installedIn(join(prepared.folder, 'torn'));
    rmSync(join(prepared.folder, 'torn', 'package.json'));
    const { code, output } = await runCommand(torn, await prepared.copy(), 'migrate');
    expect([code, output]).toEqual([1, expect.stringContaining('No package.json above')]);
  });

  it('describes every input in its OpenAPI document, nested ones by their names', async () => {
    const { body } = await catalogue.ask('GET', '/api/openapi.json');
    expect(Object.keys(body['paths']!).length).toBeGreaterThan(50);
    expect(JSON.stringify(body)).not.toMatch(/"title":"\w+\$\d/);
  });

  it.each([
    ['services.ttl', '@prefix'],
    ['services.jsonld', '{"@context"'],
    ['services.csv', '\ufeff'],
    ['services.xlsx', 'PK'],
  ])('gives the list as %s', async (file, beginning) => {
    const { status, bytes } = await bytesOf(`/api/v1/${file}`);
    expect(status).toBe(200);
    expect(bytes.subarray(0, 100).toString().startsWith(beginning)).toBe(true);
  });

  it('names the line of the source in the log where something fails that nobody foresaw', async () => {
    const broken = await prepared.copy();
    const failing = await BuiltCatalogue.start(broken, program);
    const file = new BetterSqlite3(fileOf(broken));
    file.exec('DROP TABLE edition');
    file.close();
    expect((await failing.ask('GET', '/api/v1/editions')).status).toBe(500);
    // The log of a process comes on its own way, and may come after the answer.
    await expect.poll(() => failing.output).toMatch(/src\/exports\/editions\/[\w-]+(\.\w+)?\.ts:\d+:\d+/);
    await failing.kill();
  });

  it('reads a workbook by a command when the server has stopped', async () => {
    const workbook = join(prepared.folder, 'services.xlsx');
    writeFileSync(workbook, (await bytesOf('/api/v1/services.xlsx')).bytes);
    expect(await catalogue.stop()).toBe(0);
    expect(catalogue.output).not.toMatch(/DEP\d{4}/);
    const { output } = await runCommand(program, env, 'import', workbook);
    expect(output).toMatch(/rows|dòng/);
    expect(output).not.toContain('Error');
  });
});
