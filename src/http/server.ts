import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import multipart from '@fastify/multipart';
import type { INestApplication } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { Reader } from '../database/reader.js';
import { Arrivals } from './arrivals.js';
import { takeBareFiles } from './bare-files.js';
import { parseJsonBody, JSON_BODY_LIMIT } from './body-parser.js';
import { CatalogueVersion } from './catalogue-version.js';
import { EqualReads } from './equal-reads.js';
import { COMMON_HEADERS, finish, type RequestMarks } from './finish.js';
import { takeForms } from './form-body.js';
import { HotLane } from './hot-lane.js';
import { HttpMetrics } from './http-metrics.js';
import { InputPipe } from './input.pipe.js';
import { jsonBytes } from './json-bytes.js';
import { answerOptions } from './preflight.js';
import { type ErrorPages, ProblemFilter } from './problem.filter.js';
import { hostFault, requestFault } from './request-faults.js';
import { type DenialNotes, logRequest } from './request-log.js';
import { RouteTable } from './route-table.js';
import { endStandstill } from './standstill.js';
import { passOverRest } from './unread-body.js';
import { answerUnhandled, answerUnreadable } from './unreadable-request.js';

/** Milliseconds for the whole of a request to arrive, for its headers, and for an answer to move on. */
const REQUEST_TIMEOUT_MS = 50_000;
const HEADERS_TIMEOUT_MS = 15_000;
const STANDSTILL_TIMEOUT_MS = 75_000;
const TIMEOUTS_CHECKED_EVERY_MS = 2_000;

/** Browsers that came once by https come by nothing else for two years (RFC 6797). */
const HSTS = { 'strict-transport-security': 'max-age=63072000; includeSubDomains' };

/** The HTTP server below the framework; requests reach the hot lane first. */
export interface HttpEdge {
  adapter: FastifyAdapter;
  routes: RouteTable;
  /** Set once the application is there. */
  useReads(reads: EqualReads): void;
  useErrors(errors: ProblemFilter): void;
}

/** @param rewriteUrl the path to route by, where it is not the address as it came */
export function httpEdge(config: Config, rewriteUrl: (request: IncomingMessage) => string): HttpEdge {
  let reads: EqualReads | undefined;
  let errors: ProblemFilter | undefined;
  const routes = new RouteTable();
  /** On every answer, also where no request could be made out. */
  const always: Record<string, string> = config.publicUrl.startsWith('https:') ? HSTS : {};
  const headersOfAll = Object.entries(always);
  const adapter = new FastifyAdapter({
    trustProxy: config.trustProxy,
    bodyLimit: JSON_BODY_LIMIT,
    rewriteUrl,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: () => randomUUID(),
    // Requests on open connections are still answered while the server stops, with `Connection: close`.
    return503OnClosing: false,
    clientErrorHandler: (error, socket) => answerUnreadable(routes, always, error, socket),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers(COMMON_HEADERS);
      errors!.answer(error, request, reply);
    },
    serverFactory: (handler: RequestListener) => {
      const timeouts = {
        headersTimeout: HEADERS_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        connectionsCheckingInterval: TIMEOUTS_CHECKED_EVERY_MS,
        // A missing one is refused by ourselves, with a problem.
        requireHostHeader: false,
      };
      const server: Server = createServer(timeouts, (request, response) => {
        for (const [name, value] of headersOfAll) response.setHeader(name, value);
        if (!server.listening) response.setHeader('connection', 'close');
        if (!reads || hostFault(request)) handler(request, response);
        else reads.answer(request, response, handler);
      });
      answerUnhandled(server, routes, always);
      endStandstill(server, STANDSTILL_TIMEOUT_MS);
      server.keepAliveTimeout = 72_000;
      return server;
    },
  });
  adapter
    .getInstance()
    .addHook('onRoute', (route) => routes.add(route.method as string | string[], route.url))
    // Bytes are sent as they are, though the types of Fastify name texts alone.
    .setReplySerializer(jsonBytes as (value: unknown) => never);
  return { adapter, routes, useReads: (ready) => (reads = ready), useErrors: (ready) => (errors = ready) };
}

/** Inputs are checked by their classes, and answers are bytes: the compilers of schemas, half a megabyte, need not be opened. */
function noSchemas(): never {
  throw new Error('A route has a schema of Fastify’s');
}

/** Puts the pipes, filters and hooks of every route in place; call before `init`. */
export function prepareHttp(
  app: INestApplication,
  edge: HttpEdge,
  logger: Logger,
  pages: ErrorPages,
  denials: DenialNotes,
): void {
  const version = app.get(CatalogueVersion);
  const reader = app.get(Reader);
  const metrics = app.get(HttpMetrics);
  const lane = new HotLane(version, () => metrics.countFromMemory());
  const reads = new EqualReads(lane);
  const filter = new ProblemFilter(edge.routes, logger, pages);
  app.get(Arrivals).watch(app.getHttpServer() as Server);
  app.useGlobalPipes(new InputPipe());
  app.useGlobalFilters(filter);

  const fastify = (app as NestFastifyApplication)
    .getHttpAdapter()
    .getInstance() as unknown as FastifyInstance;
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, body.length === 0 ? undefined : parseJsonBody(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  void fastify.register(multipart);
  takeBareFiles(fastify);
  takeForms(fastify);
  fastify.decorateRequest('marks', undefined as unknown as RequestMarks);
  fastify.addHook('onRequest', (request: FastifyRequest & { marks?: RequestMarks }, reply, done) => {
    request.marks = { version: version.current };
    void reply.headers(COMMON_HEADERS);
    const fault = requestFault(request);
    if (fault) return done(fault);
    if (request.method === 'OPTIONS') return answerOptions(edge.routes, request, reply);
    // Before the framework judges a body that nobody would read.
    if (request.is404) return done(filter.noSuchRoute(request));
    reader.allowReplicas(() => isForAnybody(request), done);
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (version.isStopping) void reply.header('connection', 'close');
    // To close now would reset the connection, and the answer be lost to who is still sending: the rest is read and thrown away,
    // for as long as a request may last.
    else if (!request.raw.complete) void reply.removeHeader('connection');
    const sent = finish(lane, version, request, reply, payload);
    reads.made(request.raw);
    done(null, sent);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    logRequest(logger, metrics, denials, request, reply);
    passOverRest(request.raw);
    done();
  });
  edge.useReads(reads);
  edge.useErrors(filter);
}

/** Whether the answer depends on nothing but the catalogue: not on who asks, nor on what they did just now. */
function isForAnybody({ marks, headers }: FastifyRequest & { marks?: RequestMarks }): boolean {
  return marks?.isPublic === true && headers.authorization === undefined && headers.cookie === undefined;
}
