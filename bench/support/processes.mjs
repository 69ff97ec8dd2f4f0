// The product, the floors and the generator of load each run as a process of their own.
import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../scripts/ensure-installed.mjs';

const bench = dirname(dirname(fileURLToPath(import.meta.url)));
const TICK_MS = 10;

/** The server as `npm start` runs it, in production, with its log in a file. */
export async function startProduct(databaseUrl, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-bench-run-'));
  const log = join(folder, 'log');
  const options = (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter(Boolean);
  const started = performance.now();
  const child = spawn(process.execPath, [...options, join(root, 'dist', 'main.js')], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      SESSION_SECRET: 'a secret of the bench, and of nothing else',
      SEED: 'none',
      PORT: '0',
      HOST: '127.0.0.1',
      PUBLIC_URL: 'http://bench.example',
      DATABASE_URL: databaseUrl,
      // The bench asks nothing of the addresses that the services name.
      LINK_CHECK_INTERVAL: 'off',
      ...env,
    },
    stdio: ['ignore', openSync(log, 'w'), openSync(log, 'a')],
  });
  const find = () => /The catalogue is at (http:\S+)/.exec(readFileSync(log, 'utf8'))?.[1];
  const url = await until(find, child, () => readFileSync(log, 'utf8'));
  return processOf(child, { url, startMs: performance.now() - started }, () => {
    if (options.length === 0) rmSync(folder, { recursive: true, force: true });
    else console.log(`      profile: ${folder}`);
  });
}

/** A program under bench/floors, which prints its address, or READY, when it is there. */
export async function startFloor(program, config) {
  const child = spawn(process.execPath, [join(bench, 'floors', program), JSON.stringify(config)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  const url = await until(
    () => /^(http:\S+|READY)$/m.exec(output)?.[1],
    child,
    () => output,
  );
  return processOf(child, { url });
}

/** Runs a program to its end; its last line is JSON. */
export async function runProgram(path, config, options = []) {
  const child = spawn(process.execPath, [...options, join(bench, path), JSON.stringify(config)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${path} ended with ${code}`);
  return JSON.parse(output.trim().split('\n').at(-1));
}

function processOf(child, rest, afterwards = () => undefined) {
  const { pid } = child;
  return {
    ...rest,
    pid,
    /** Milliseconds of processor time so far; Linux only. */
    cpuMs() {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
      return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    },
    /** Bytes: `own` without the pages of mapped files, which are the system's and given back when needed; `all` with them. */
    memory() {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const field = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]) * 1024;
      return { own: field('RssAnon'), all: field('VmRSS') };
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      const cut = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(cut);
      afterwards();
    },
  };
}

async function until(find, child, output) {
  let ended;
  child.once('close', (code) => (ended = code ?? 'a signal'));
  for (;;) {
    const found = find();
    if (found) return found;
    if (ended !== undefined) throw new Error(`A process ended with ${ended}: ${output().slice(-2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
