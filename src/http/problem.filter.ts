import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { isUnavailable } from '../database/dialect.js';
import { UnavailableError } from '../database/unit-of-work.js';
import { JSON_BODY_LIMIT } from './body-parser.js';
import { namedInPath } from './named-in-path.js';
import { Problem } from './problem.js';
import { languageOf, type Language } from './language.js';
import { type ProblemCode, wording } from './wording.js';
import { loggedError, noteProblem } from './request-log.js';
import type { RouteTable } from './route-table.js';
import { isStorageFault, storageUnavailable } from './storage-fault.js';

const RETRY_AFTER_SECONDS = '2';

/** Shows an error to a person with a browser. */
export interface ErrorPages {
  /** @returns undefined where the request is not for a page */
  pageFor(request: FastifyRequest, reply: FastifyReply, problem: Problem): string | undefined;
}

/** Words every error as problem+json, in the caller's language; nothing of the inside gets out. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly routes: RouteTable,
    private readonly logger: Logger,
    private readonly pages: ErrorPages,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    this.answer(error, request, reply);
  }

  /** Also for errors that arise before the framework's own pipeline. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = this.problemOf(error, request);
    noteProblem(request, problem);
    void reply.status(problem.status).headers({ 'cache-control': 'no-store', ...problem.details.headers });
    const page = this.pages.pageFor(request, reply, problem);
    if (page !== undefined) {
      void reply.send(page);
      return;
    }
    const language = languageOf(request.headers['accept-language']);
    void reply
      .header('content-language', language)
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(problemDocument(naming(problem, request, language), language, request.url)));
  }

  private problemOf(error: unknown, request: FastifyRequest): Problem {
    if (error instanceof Problem) return error;
    // Whoever breaks off in the middle of a body hears nothing of it, and it is no fault of the database.
    if (error !== null && error === request.raw.errored) return new Problem(400, 'bad_request');
    if (error instanceof UnavailableError || isUnavailable(error)) {
      this.logger.error({ id: request.id, error: loggedError(error) }, 'database not available');
      return new Problem(503, 'unavailable', { headers: { 'retry-after': RETRY_AFTER_SECONDS } });
    }
    if (isStorageFault(error)) {
      this.logger.error({ id: request.id, error: loggedError(error) }, 'folder of files not available');
      return storageUnavailable();
    }
    if (error instanceof HttpException && error.getStatus() === 404) return this.noSuchRoute(request);
    const known = problemOfServer(error, request);
    if (known) return known;
    this.logger.error({ id: request.id, error: loggedError(error) }, 'unforeseen error');
    return new Problem(500, 'internal', { params: { id: request.id } });
  }

  /** Why nothing answers: the path is not known, or not by this method. */
  noSuchRoute(request: FastifyRequest): Problem {
    const allowed = this.routes.methodsFor(request.url.split('?')[0]!);
    if (allowed.length === 0) return new Problem(404, 'not_found');
    const allow = allowed.join(', ');
    return new Problem(405, 'method_not_allowed', {
      params: { method: request.method, allow },
      headers: { allow },
    });
  }
}

/** With what the address names, where nothing more is known of what is not there. */
function naming(problem: Problem, { routeOptions, params }: FastifyRequest, language: Language): Problem {
  const { code, status, details } = problem;
  if (code !== 'not_found' || details.faults) return problem;
  const thing = namedInPath(routeOptions.url ?? '', params as Record<string, string>, language);
  if (thing === undefined) return problem;
  const named = language === 'vi' ? ` ${thing}` : `: ${thing}`;
  return new Problem(status, code, { ...details, params: { ...details.params, named } });
}

/** What the server below says of a request that it could not read. */
function problemOfServer(error: unknown, request: FastifyRequest): Problem | undefined {
  // Nest wraps them.
  const own = error instanceof HttpException ? (error.cause ?? { statusCode: error.getStatus() }) : error;
  const { statusCode, code } = (own ?? {}) as { statusCode?: number; code?: string };
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new Problem(415, 'media_type', { params: { expected: 'application/json' } });
  }
  if (statusCode === 413)
    return new Problem(413, 'too_large', {
      params: { limit: request.routeOptions.bodyLimit ?? JSON_BODY_LIMIT },
    });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new Problem(400, 'bad_request');
  return undefined;
}

/** The title of a status. */
export function titleOf(status: number, language: Language): string {
  return (TITLES[status] ?? TITLES[400]!)[language];
}

const TITLES: Record<number, Record<Language, string>> = {
  400: { vi: 'Yêu cầu không hợp lệ', en: 'Bad request' },
  401: { vi: 'Chưa xác thực', en: 'Not authenticated' },
  403: { vi: 'Không được phép', en: 'Not allowed' },
  404: { vi: 'Không tìm thấy', en: 'Not found' },
  405: { vi: 'Phương thức không được phép', en: 'Method not allowed' },
  406: { vi: 'Không có định dạng được yêu cầu', en: 'Not acceptable' },
  408: { vi: 'Gửi quá chậm', en: 'Request timeout' },
  409: { vi: 'Xung đột', en: 'Conflict' },
  412: { vi: 'Bản ghi đã thay đổi', en: 'Precondition failed' },
  413: { vi: 'Nội dung quá lớn', en: 'Content too large' },
  415: { vi: 'Kiểu nội dung không hỗ trợ', en: 'Unsupported media type' },
  417: { vi: 'Không đáp ứng được Expect', en: 'Expectation failed' },
  422: { vi: 'Không thể thực hiện', en: 'Unprocessable content' },
  428: { vi: 'Thiếu điều kiện', en: 'Precondition required' },
  429: { vi: 'Quá nhiều yêu cầu', en: 'Too many requests' },
  431: { vi: 'Phần đầu yêu cầu quá lớn', en: 'Request header fields too large' },
  500: { vi: 'Lỗi hệ thống', en: 'Internal error' },
  503: { vi: 'Tạm thời không sẵn sàng', en: 'Service unavailable' },
};

export function problemDocument(problem: Problem, language: Language, url: string): Record<string, unknown> {
  const { params, faults, extra } = problem.details;
  return {
    type: `urn:problem:${problem.code.replaceAll('_', '-')}`,
    title: titleOf(problem.status, language),
    status: problem.status,
    detail: wording(problem.code, language, params),
    instance: url.split('?')[0],
    code: problem.code satisfies ProblemCode,
    errors: (faults ?? []).map((fault) => ({
      in: fault.in,
      pointer: fault.pointer,
      code: fault.code,
      message: wording(fault.code, language, fault.params),
    })),
    ...extra,
  };
}
