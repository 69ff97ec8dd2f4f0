import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { CLOCK, type Clock } from '../database/database.module.js';
import { canonicalJson } from '../domain/canonical-json.js';
import { AnswerSeal } from './answer-seal.js';
import { SECRETS } from './describe.js';
import { Idempotency } from './idempotency.service.js';
import {
  AnsweredBefore,
  bodyText,
  type IdempotentRequest,
  idempotentRequests,
  type StoredAnswer,
} from './idempotent-request.js';
import { badRequest, Problem } from './problem.js';

const KEY = /^[!-~]{1,255}$/;
const KEPT_HEADERS = ['content-type', 'etag', 'link', 'location'];

type AccountRequest = FastifyRequest & { caller?: { name: string } };

/** Gives writes with an `Idempotency-Key` one effect and one answer, however often and from wherever they are sent. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  /** Writes of this process that are under way, so that a second one waits for the whole answer of the first. */
  private readonly underWay = new Map<string, Promise<unknown>>();

  constructor(
    private readonly idempotency: Idempotency,
    private readonly reflector: Reflector,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<AccountRequest>();
    const key = request.headers['idempotency-key'];
    if (key === undefined || request.method === 'GET' || request.method === 'HEAD') return next.handle();
    if (typeof key !== 'string' || !KEY.test(key)) {
      throw badRequest([{ in: 'header', pointer: '/Idempotency-Key', code: 'not_an_idempotency_key' }]);
    }
    if (!request.caller) return next.handle();
    const reply = http.getResponse<FastifyReply>();
    const isSecret = this.reflector.get<boolean | undefined>(SECRETS, context.getHandler()) === true;
    const { authorization, cookie = '' } = request.headers;
    const seal = new AnswerSeal(isSecret ? (authorization ?? cookie) : request.caller.name, key);
    const write: IdempotentRequest = {
      actor: request.caller.name,
      key,
      requestSha: seal.fingerprint(contentOf(request)),
      seal,
      status: reply.statusCode,
    };
    return from(this.inTurn(write, reply, next));
  }

  private async inTurn(write: IdempotentRequest, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const id = `${write.actor}\n${write.key}`;
    while (this.underWay.has(id)) await this.underWay.get(id);
    const run = this.once(write, reply, next);
    this.underWay.set(
      id,
      run.catch(() => undefined),
    );
    try {
      return await run;
    } finally {
      this.underWay.delete(id);
    }
  }

  private async once(write: IdempotentRequest, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const before = await this.idempotency.answered(write.actor, write.key, this.clock());
    if (before) return replay(before, write, reply);
    let result: unknown;
    try {
      result = await idempotentRequests.run(write, () =>
        firstValueFrom(next.handle() as Observable<unknown>, { defaultValue: undefined }),
      );
    } catch (error) {
      // Another process was faster.
      if (error instanceof AnsweredBefore) return replay(error, write, reply);
      throw error;
    }
    const answer = answerOf(result, reply);
    if (write.stored && !isSame(write.stored, answer)) {
      await this.idempotency.complete(write, answer);
    }
    return result;
  }
}

function replay(before: AnsweredBefore, write: IdempotentRequest, reply: FastifyReply): string | undefined {
  if (before.requestSha !== write.requestSha) throw new Problem(422, 'idempotency_mismatch');
  const { status, headers } = before.answer;
  const body = write.seal.open(before.answer.body);
  void reply.status(status).headers({
    ...(body === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...headers,
    'idempotency-replayed': 'true',
  });
  return body === '' ? undefined : body;
}

function answerOf(result: unknown, reply: FastifyReply): StoredAnswer {
  const headers: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = reply.getHeader(name);
    if (value !== undefined) headers[name] = String(value);
  }
  return { status: reply.statusCode, headers, body: bodyText(result) };
}

function isSame(a: StoredAnswer, b: StoredAnswer): boolean {
  return (
    a.status === b.status && a.body === b.body && JSON.stringify(a.headers) === JSON.stringify(b.headers)
  );
}

/**
 * What makes two requests the same one. A file that is sent has not arrived yet: its length stands for it, so that a key is
 * not used for another file by mistake.
 */
function contentOf({ method, url, body, headers }: FastifyRequest): string {
  const content = body === undefined ? (headers['content-length'] ?? '') : canonicalJson(body);
  return `${method}\n${url}\n${content}`;
}
