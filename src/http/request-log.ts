import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { HttpMetrics } from './http-metrics.js';
import type { Problem } from './problem.js';
import { inSources } from './source-lines.js';

const READS = ['GET', 'HEAD', 'OPTIONS'];
const DENIED = [401, 403, 429];
const BAD_INPUT = [400, 408, 413, 414, 415, 422, 431];
const FAULTS_AT_MOST = 10;

/** What a handler or the filter of errors adds to the line of a request. Codes and names only: nothing that was typed. */
export interface LogNote {
  /** `sign_in`, `sign_in_failed`, `sign_out`, …; undefined: what method and status say. */
  event?: string | undefined;
  /** Account or key; null: nobody that is known. */
  who?: string | null;
  /** Code of the problem that was answered. */
  code?: string;
  /** Codes of the faults of the input. */
  faults?: string[];
  /** Access rule that turned the caller away. */
  rule?: string;
  /** Whether it counts as a refusal, where the status does not say so. */
  denied?: boolean;
}

/** A request that was turned away. */
export interface Denial {
  code: string;
  who: string | null;
  method: string;
  /** Pattern of the route; null where there is none. */
  route: string | null;
  rule: string | null;
}

/** Keeps what was turned away. */
export interface DenialNotes {
  note(denial: Denial): void;
}

type NotedRequest = FastifyRequest & { caller?: { name: string }; logNote?: LogNote };

/** Adds to the line of this request. */
export function noteForLog(request: FastifyRequest, note: LogNote): void {
  const noted = request as NotedRequest;
  noted.logNote = { ...noted.logNote, ...note };
}

/** Adds why it was refused, whether a problem or a page tells of it. */
export function noteProblem(
  request: FastifyRequest,
  { code, details: { faults = [], params } }: Problem,
): void {
  noteForLog(request, {
    code,
    faults: [...new Set(faults.map((fault) => fault.code))],
    ...(params?.['rule'] === undefined ? {} : { rule: String(params['rule']) }),
  });
}

/**
 * One line for each request. Writes, sign-ins, refusals, bad input and errors say who, what, when and where, with the address as
 * TRUST_PROXY lets it be known; reads of the public say nothing about the reader (docs/security.md). The path alone, since
 * queries and bodies may hold what nobody should read in a log; pino writes line ends in it as `\n`.
 */
export function logRequest(
  logger: Logger,
  metrics: HttpMetrics,
  denials: DenialNotes,
  request: NotedRequest,
  reply: FastifyReply,
): void {
  const { id, method, url, caller, logNote: note = {}, routeOptions } = request;
  const status = reply.statusCode;
  const ms = Math.round(reply.elapsedTime * 10) / 10;
  metrics.count(method, routeOptions.url ?? 'none', status, ms);
  const who = note.who === undefined ? (caller?.name ?? null) : note.who;
  const event = note.event ?? eventOf(method, status, note.code);
  const line = { id, method, path: pathOf(url), route: routeOptions.url ?? 'none', status, ms };
  const told = event === undefined ? line : { event, who, address: request.ip, ...line, ...reasonOf(note) };
  if (status >= 500) logger.error(told, 'request');
  else if (DENIED.includes(status)) logger.warn(told, 'request');
  else logger.info(told, 'request');
  if (note.denied ?? DENIED.includes(status)) {
    const { code = 'refused', rule = null } = note;
    denials.note({ code, who, method, route: routeOptions.url ?? null, rule });
  }
}

/** @param code of a problem, which a page may answer with the way to sign in instead of its status */
function eventOf(method: string, status: number, code: string | undefined): string | undefined {
  if (status >= 500) return 'error';
  if (DENIED.includes(status)) return 'refused';
  if (BAD_INPUT.includes(status)) return 'bad_input';
  if (READS.includes(method)) return undefined;
  return status >= 400 || code !== undefined ? 'not_taken' : 'write';
}

function reasonOf({ code, faults, rule }: LogNote): Pick<LogNote, 'code' | 'faults' | 'rule'> {
  return {
    ...(code === undefined ? {} : { code }),
    ...(faults === undefined || faults.length === 0 ? {} : { faults: faults.slice(0, FAULTS_AT_MOST) }),
    ...(rule === undefined ? {} : { rule }),
  };
}

/** Whoever puts a token of ours into an address has to replace it; the log must not spread it meanwhile. */
function pathOf(url: string): string {
  return url.split('?')[0]!.replaceAll(/slc_[a-z]{3}_[\w-]*/g, 'slc_***');
}

/** What of an error belongs into the log: the parameters of its query do not. */
export function loggedError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, cause } = error;
  const { code } = error as { code?: unknown };
  const stack = error.stack === undefined ? undefined : inSources(error.stack);
  return { name, message, stack, ...(code ? { code } : {}), ...(cause ? { cause: loggedError(cause) } : {}) };
}
