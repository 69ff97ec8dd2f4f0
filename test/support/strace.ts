import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  fstatSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { until } from './patience.js';

/** Why no other program can be watched here: strace(1) is missing, or the system lets nobody look; undefined where it can. */
export const WITHOUT_STRACE = await hindrance();

/** Watches the calls of a running program to the system, or has them fail, until it is detached or the program ends. */
export class Strace {
  private constructor(
    private readonly child: ChildProcess,
    private readonly ended: Promise<unknown>,
    private readonly log: string,
  ) {}

  /** @param what e.g. `-e trace=fsync`; see strace(1) */
  static async attach(pid: number, folder: string, what: string[]): Promise<Strace> {
    const log = join(folder, `strace-${pid}-${Math.random()}`);
    const child = spawn('strace', ['-f', '-yy', '-s', '16', '-o', log, ...what, '-p', String(pid)]);
    const ended = once(child, 'close');
    let said = '';
    child.stderr.on('data', (chunk) => (said += String(chunk)));
    await until(
      () => {
        if (child.exitCode !== null) throw new Error(`strace ended: ${said}`);
        return said.includes('attached');
      },
      () => `strace, which says: ${said}`,
    );
    return new Strace(child, ended, log);
  }

  /** Leaves the program as it was. */
  async detach(): Promise<void> {
    this.child.kill('SIGINT');
    await this.ended;
  }

  /** The calls in their order, once it has ended. */
  async calls(): Promise<string[]> {
    await this.ended;
    return readFileSync(this.log, 'utf8').split('\n');
  }
}

/** Bytes that were written and not yet brought to the disk. */
interface Range {
  path: string;
  at: number;
  length: number;
}

/**
 * What a power cut leaves of a SQLite database, at the worst: nothing of what was written since the last fsync of its file.
 * @returns how many bytes were lost
 */
export function cutPower(path: string, calls: readonly string[]): number {
  let pending: Range[] = [];
  for (const call of calls) {
    const [, name, file, rest = ''] = /(\w+)\(\d+<([^>]+)>(.*)$/.exec(call) ?? [];
    if (name === 'pwrite64') {
      const [, at, length] = /, (\d+)\) += (\d+)$/.exec(rest) ?? [];
      if (length !== undefined) pending.push({ path: file!, at: Number(at), length: Number(length) });
    } else if (name === 'fsync' || name === 'fdatasync') {
      pending = pending.filter((range) => range.path !== file);
    }
  }
  pending = pending.filter((range) => [path, `${path}-wal`].includes(range.path));
  for (const range of pending) erase(range);
  // The index of the -wal is memory.
  rmSync(`${path}-shm`, { force: true });
  return pending.reduce((sum, { length }) => sum + length, 0);
}

/** What lay there is gone; a file does not grow by it. */
function erase({ path, at, length }: Range): void {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r+');
  try {
    const { size } = fstatSync(file);
    if (at + length >= size) ftruncateSync(file, Math.min(at, size));
    else writeSync(file, Buffer.alloc(length), 0, length, at);
  } finally {
    closeSync(file);
  }
}

/** Tries it on a program that was started as the built one is, not by strace itself: sandboxes often allow only the latter. */
async function hindrance(): Promise<string | undefined> {
  const other = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
  // strace leaves with the program that it watches.
  const strace = spawn('strace', [
    '-f',
    '-o',
    '/dev/null',
    '-e',
    'inject=fsync:error=EIO',
    '-p',
    `${other.pid}`,
  ]);
  let said = '';
  let isMissing = false;
  strace.stderr.on('data', (chunk) => {
    said += String(chunk);
    if (said.includes('attached')) other.stdin.end();
  });
  strace.once('error', () => (isMissing = true));
  await new Promise((resolve) => strace.once('close', resolve));
  other.kill();
  if (isMissing) return 'no strace is installed';
  if (said.includes('attached')) return undefined;
  return `strace may not watch other programs here: ${said.trim().split('\n').at(-1)}`;
}
