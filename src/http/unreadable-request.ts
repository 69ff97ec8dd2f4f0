import { type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { COMMON_HEADERS } from './finish.js';
import { Problem } from './problem.js';
import { problemDocument } from './problem.filter.js';
import type { RouteTable } from './route-table.js';
import { isAnswered } from './unread-body.js';

interface ParserError extends Error {
  code?: string;
  rawPacket?: unknown;
}

type Headers = Record<string, string>;

/**
 * Answers what Node's parser could not read as a request, and closes the connection.
 * @param always headers that stand on every answer of this server
 */
export function answerUnreadable(
  routes: RouteTable,
  always: Headers,
  error: ParserError,
  socket: Duplex,
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
  if (isAnswered(socket)) {
    socket.destroy();
    return;
  }
  answerSocket(problemOf(routes, error), always, socket);
}

/**
 * Answers what Node hands to no handler: a tunnel to elsewhere, and an expectation that nobody here can meet.
 * @param always headers that stand on every answer of this server
 */
export function answerUnhandled(server: Server, routes: RouteTable, always: Headers): void {
  server.on('connect', (_request, socket) => {
    const allow = routes.allMethods().join(', ');
    const params = { method: 'CONNECT', allow };
    // Whoever is gone already is told nothing.
    socket.on('error', () => socket.destroy());
    answerSocket(new Problem(405, 'method_not_allowed', { params, headers: { allow } }), always, socket);
  });
  server.on('checkExpectation', (_request, response) => {
    const problem = new Problem(417, 'expectation_failed');
    const { headers, body } = bareAnswer(problem, always);
    response.writeHead(problem.status, headers).end(body);
  });
}

function answerSocket(problem: Problem, always: Headers, socket: Duplex): void {
  const { headers, body } = bareAnswer(problem, always);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`,
    () => socket.destroy(),
  );
}

/** A problem with its headers, where there is no request that the framework knows. */
function bareAnswer(problem: Problem, always: Headers): { headers: Headers; body: string } {
  const body = JSON.stringify(problemDocument(problem, 'vi', ''));
  const headers = {
    ...always,
    ...COMMON_HEADERS,
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    connection: 'close',
    ...problem.details.headers,
  };
  return { headers, body };
}

function problemOf(routes: RouteTable, { code, rawPacket }: ParserError): Problem {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem(408, 'too_slow');
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem(431, 'headers_too_large');
  const unknown = /^([A-Z]{1,40}) (\/[^\s?]*)\S* HTTP\/1\.[01]\r?\n/.exec(
    code === 'HPE_INVALID_METHOD' && Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1') : '',
  );
  const allowed = unknown ? routes.methodsFor(unknown[2]!) : [];
  if (allowed.length === 0) return new Problem(400, 'bad_request');
  const allow = allowed.join(', ');
  return new Problem(405, 'method_not_allowed', {
    params: { method: unknown![1]!, allow },
    headers: { allow },
  });
}
