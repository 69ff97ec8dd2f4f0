import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { builtProgram } from './built.js';
import { PATIENCE_MS, until } from './patience.js';

export interface Answer {
  status: number;
  headers: Headers;
  // Whatever the answer holds: tests look into it as they need.
  body: Record<string, unknown> & { [name: string]: never };
}

/** The built program in a process of its own, as `npm start` runs it; what is done to it is done from outside. */
export class BuiltCatalogue {
  private constructor(
    readonly child: ChildProcess,
    readonly ended: Promise<number | null>,
    private readonly said: () => string,
    /** Where it listens. */
    readonly address: string,
    /** From being started to listening, in milliseconds. */
    readonly startMs: number,
  ) {}

  /**
   * Starts it and waits until it listens.
   * @param program another copy of the built program, which runs in the folder it lies in
   * @throws Error with what it said where it ends before
   */
  static async start(env: Record<string, string>, program?: string): Promise<BuiltCatalogue> {
    const began = performance.now();
    const { child, ended, said } = spawned(env, program);
    const ready = /The catalogue is at (http:\S+)/;
    let code: number | null | undefined;
    void ended.then((ending) => (code = ending));
    await until(() => {
      if (code !== undefined) throw new Error(`It ended with ${code}: ${said()}`);
      return ready.test(said());
    }, said);
    const address = ready.exec(said())![1]!;
    return new BuiltCatalogue(child, ended, said, address, performance.now() - began);
  }

  /** Starts it where it is not to come up. */
  static async refusal(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
    const { child, ended, said } = spawned(env);
    return { code: await inTime(child, ended), output: said() };
  }

  /** Ends every program that tests have started, also those that are only coming up. */
  static killAll(): void {
    for (const child of running) child.kill('SIGKILL');
  }

  get output(): string {
    return this.said();
  }

  /** Sends a request to the API; a body is sent as JSON. */
  async ask(
    method: string,
    path: string,
    { token, body, headers = {} }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    return this.fetch(path, token, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Sends a form. */
  async send(path: string, { token, form }: { token: string; form: FormData }): Promise<Answer> {
    return this.fetch(path, token, { method: 'POST', body: form });
  }

  private async fetch(path: string, token: string | undefined, request: RequestInit): Promise<Answer> {
    const response = await fetch(`${this.address}${path}`, {
      ...request,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(request.headers as Record<string, string> | undefined),
      },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : {}) as Answer['body'],
    };
  }

  /** Ends it at once, in the middle of whatever it does. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** @returns the status; null where it did not end by itself */
  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return inTime(this.child, this.ended);
  }
}

/** A test that fails leaves no program behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => BuiltCatalogue.killAll());

/** Waits for the end of a program, and ends one that does not end. */
async function inTime(child: ChildProcess, ended: Promise<number | null>): Promise<number | null> {
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  try {
    return await ended;
  } finally {
    clearTimeout(late);
  }
}

function spawned(env: Record<string, string>, program?: string) {
  const child = spawn(process.execPath, [program ?? builtProgram()], {
    ...(program === undefined ? {} : { cwd: dirname(program) }),
    env: { PATH: process.env['PATH'], PORT: '0', SEED: 'none', LOG_LEVEL: 'error', ...env },
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  running.add(child);
  child.once('exit', () => running.delete(child));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, ended, said: () => output };
}
