import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { PATIENCE_MS } from './patience.js';

export interface CommandResult {
  code: number | null;
  /** Both streams together. */
  output: string;
}

/** Runs a command of the built program, as `npm run cli -- ...args` does. */
export function runCommand(
  program: string,
  env: Record<string, string>,
  ...args: string[]
): Promise<CommandResult> {
  return runCommandWith('', program, env, ...args);
}

/** The same with something piped in. */
export async function runCommandWith(
  input: string,
  program: string,
  env: Record<string, string>,
  ...args: string[]
): Promise<CommandResult> {
  const child = spawn(process.execPath, [join(dirname(program), 'cli.js'), ...args], {
    env: { PATH: process.env['PATH'], LANG: 'en', DATABASE_CONNECT_TIMEOUT_MS: String(PATIENCE_MS), ...env },
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  // A command that refuses its arguments reads nothing.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}
