import type { Response, Test } from 'supertest';
import { KeysService } from '../../../src/accounts/keys.service.js';
import { newToken } from '../../../src/accounts/tokens.js';
import { UnitOfWork } from '../../../src/database/unit-of-work.js';
import type { Catalogue } from '../../support/catalogue.js';
import { tokenOf } from '../../support/sample.js';
import type { DocumentReader } from './operations.js';
import type { Caller, GeneratedRequest } from './requests.js';
import { PATIENCE_MS } from '../../support/patience.js';

/** What an answer of ours may never hold: where the code is, what it asked the database, what it runs on. */
const INNARDS =
  /node_modules|\.[jt]s:\d+|\bat [\w.<>]+ \(|SELECT |INSERT INTO|SQLITE_|better-sqlite3|TypeError/;
const METHODS_THAT_END_SESSIONS = /session|\/accounts\/|\/keys/;

/** Sends generated requests and says what is wrong with the answers. */
export class Sender {
  /** How many requests got which status. */
  readonly statuses = new Map<number, number>();
  /** Requests that fit the document and were refused as bad input all the same, by operation and code. */
  readonly refused = new Map<string, number>();
  private tokens: Partial<Record<Caller, string>> = {};

  constructor(
    private readonly catalogue: Catalogue,
    private readonly reader: DocumentReader,
  ) {}

  /** @returns what is wrong, or nothing */
  async faultOf(request: GeneratedRequest): Promise<string | undefined> {
    const { operation, target, fits } = request;
    const { method, path, rule } = operation;
    try {
      const answer = await this.send(request);
      this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1);
      const told = faultOfAnswer(answer, fits);
      if (answer.status === 400 && fits === true) {
        const codes = ((answer.body.errors ?? []) as { pointer: string; code: string }[])
          .map(({ pointer, code }) => `${pointer.replace(/\d+/g, 'N')} ${code}`)
          .sort();
        const key = `${method} ${path}: ${[answer.body.code, ...new Set(codes)].join(', ')}`;
        this.refused.set(key, (this.refused.get(key) ?? 0) + 1);
      }
      if (METHODS_THAT_END_SESSIONS.test(path) && method !== 'get' && answer.status < 300)
        await this.forget();
      if (told === undefined) return await this.faultOfPlace(request, answer);
      return `${described(request)} (${rule}) answered ${answer.status}: ${told}\n${shortened(answer.text)}`;
    } catch (error) {
      return `${described(request)} at ${target.slice(0, 200)}: ${shortened(String(error))}`;
    }
  }

  private async send({
    operation,
    caller,
    target,
    headers,
    body,
    wantsTag,
  }: GeneratedRequest): Promise<Response> {
    const tag = wantsTag ? await this.tagOf(operation.path, target) : undefined;
    const token = await this.tokenOf(caller);
    const test = authorised(this.catalogue.http()[operation.method as 'get'](target), token);
    void test.set(headers).timeout(PATIENCE_MS);
    if (tag !== undefined) void test.set('if-match', tag);
    if (body !== undefined) void test.send(body);
    return await test;
  }

  /** What was made is where the answer says, and what was taken away is there no more. */
  private async faultOfPlace(request: GeneratedRequest, answer: Response): Promise<string | undefined> {
    const { caller, operation, target } = request;
    const place = answer.headers['location'] as string | undefined;
    if (answer.status === 201 && place !== undefined) {
      const path = place.replace('http://catalogue.test', '');
      const { status } = await this.get(caller, path);
      if (status !== 200) return `${described(request)} made ${path}, which answers ${status}`;
    }
    if (
      operation.method === 'delete' &&
      answer.status === 204 &&
      operation.path.endsWith('}') &&
      this.has('get', operation.path)
    ) {
      const { status } = await this.get(caller, target.split('?')[0]!);
      if (![401, 404].includes(status))
        return `${described(request)} took away what answers ${status} afterwards`;
    }
    return undefined;
  }

  /** The tag of the record that a write is about: at the same address, or at the one that it is a step of. */
  private async tagOf(template: string, target: string): Promise<string | undefined> {
    const [path] = target.split('?');
    const above = (text: string) => text.replace(/\/[^/]*$/, '');
    const places: [string, string][] = [
      [template, path!],
      [`${above(template)}/draft`, `${above(path!)}/draft`],
      [above(template), above(path!)],
    ];
    const [, place] = places.find(([one]) => this.has('get', one)) ?? [];
    if (place === undefined) return undefined;
    const { headers } = await this.get('admin', place);
    return headers['etag'] as string | undefined;
  }

  private has(method: string, path: string): boolean {
    return this.reader.operations.some((one) => one.method === method && one.path === path);
  }

  private async get(caller: Caller, path: string): Promise<Response> {
    const token = await this.tokenOf(caller);
    return await authorised(this.catalogue.http().get(path), token);
  }

  private async tokenOf(caller: Caller): Promise<string | undefined> {
    if (caller === 'none') return undefined;
    if (caller === 'bad') return newToken('ses');
    if (caller !== 'reader') return (this.tokens[caller] ??= await tokenOf(this.catalogue, caller));
    const key = { name: 'reader', role: 'reader' as const, agencyCode: null, expiresAt: null };
    const actor = { name: 'test', agencyCode: null };
    return (this.tokens.reader ??= (await this.catalogue.app.get(KeysService).create(actor, key)).key);
  }

  private async forget(): Promise<void> {
    this.tokens = {};
    await this.catalogue.app
      .get(UnitOfWork)
      .run({ actor: { name: 'system', agencyCode: null }, action: 'test.prepare' }, async (unit) => {
        await unit.run(`UPDATE account SET disabled_at = NULL, role = CASE username WHEN 'clerk2' THEN 'clerk' ELSE username END
          WHERE username IN ('admin','clerk','clerk2','inspector','planner')`);
        unit.record('account:all', null, { disabledAt: null });
      });
  }
}

function authorised(test: Test, token: string | undefined): Test {
  return token === undefined ? test : test.auth(token, { type: 'bearer' });
}

function faultOfAnswer(answer: Response, fits: boolean | null): string | undefined {
  if (answer.status >= 500) return 'the server failed';
  if (fits === false && answer.status < 400) return 'the document does not take this, the server did';
  if (answer.status >= 400 && INNARDS.test(answer.text ?? '')) return 'the answer shows what is inside';
  return undefined;
}

function described({ operation, caller, target, headers, body }: GeneratedRequest): string {
  const { 'content-type': type = '' } = headers;
  return `${caller}: ${operation.method.toUpperCase()} ${shortened(target)} ${type} ${shortened(String(body ?? ''))}`;
}

function shortened(text: string | undefined): string {
  return JSON.stringify((text ?? '').slice(0, 700));
}
