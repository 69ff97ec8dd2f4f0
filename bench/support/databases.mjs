// Filled databases, kept in a folder between runs for as long as the schema and the seeds are the same.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { root } from '../../scripts/ensure-installed.mjs';
import { Postgres } from './postgres.mjs';

/** Of the accounts in the bench's own databases, which nobody else reaches. */
export const PASSWORD = 'bench-password';

const NATION = 1_600_000;
const PROVINCE = 108_697;
/** What the filled databases follow from. */
const SOURCES = ['seeds', 'src/database/migrations', 'src/seeding', 'src/publication', 'src/domain'];

export class Databases {
  #folder;
  #postgres;
  #copies = 0;

  constructor(database, cache) {
    this.#folder = join(cache, keyOfSources());
    mkdirSync(this.#folder, { recursive: true });
    for (const old of readdirSync(cache))
      if (old !== this.#folder.split('/').at(-1)) rmSync(join(cache, old), { recursive: true, force: true });
    if (database === 'postgres') this.#postgres = new Postgres(join(this.#folder, 'postgres'));
  }

  async filled(name) {
    if (this.#postgres) return this.#filledPostgres(name);
    const path = join(this.#folder, `${name}.sqlite`);
    if (!existsSync(path)) {
      const unfinished = `${path}.unfinished`;
      rmSync(unfinished, { force: true });
      if (name === 'nation') copyFileSync(pathOf(await this.filled('province')), unfinished);
      await fill(name, `sqlite:${unfinished}`);
      settle(unfinished);
      renameSync(unfinished, path);
      rmSync(`${unfinished}.lock`, { force: true });
    }
    return `sqlite:${path}`;
  }

  async copy(name) {
    const from = await this.filled(name);
    this.#copies += 1;
    if (this.#postgres) return this.#postgres.create(`copy_${this.#copies}`, name);
    const path = join(this.#folder, `copy-${this.#copies}.sqlite`);
    for (const end of ['', '-wal', '-shm', '.lock']) rmSync(`${path}${end}`, { force: true });
    settle(pathOf(from));
    copyFileSync(pathOf(from), path);
    return `sqlite:${path}`;
  }

  async close() {
    await this.#postgres?.stop();
    for (const file of readdirSync(this.#folder))
      if (file.startsWith('copy-')) rmSync(join(this.#folder, file), { force: true });
  }

  async #filledPostgres(name) {
    if (await this.#postgres.has(name)) return this.#postgres.urlOf(name);
    const unfinished = `${name}_unfinished`;
    const url = await this.#postgres.create(unfinished, name === 'nation' ? 'province' : undefined, () =>
      this.filled('province'),
    );
    await fill(name, url);
    await this.#postgres.rename(unfinished, name);
    return this.#postgres.urlOf(name);
  }
}

function pathOf(url) {
  return url.slice('sqlite:'.length);
}

/** Brings the log into the file itself, so that a copy of the file is a copy of the database. */
function settle(path) {
  const database = new Sqlite(path);
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

async function fill(name, url) {
  console.log(`      filling the database: ${name} …`);
  if (name !== 'nation') return run(join('dist', 'cli.js'), ['seed', name], url);
  await run(
    join('dist', 'cli.js'),
    ['generate', '--services', String(NATION - PROVINCE), '--seed', 'bench'],
    url,
  );
}

function run(program, args, url) {
  const child = spawn(process.execPath, [join(root, program), ...args], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url, DEMO_PASSWORD: PASSWORD, NODE_ENV: '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) =>
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}`)),
    ),
  );
}

function keyOfSources() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const entry of readdirSync(join(root, source), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.endsWith('.spec.ts')) continue;
      hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
