import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { parseJsonBody, JSON_BODY_LIMIT } from './body-parser.js';
import { CatalogueVersion } from './catalogue-version.js';
import { COMMON_HEADERS, finish, type RequestMarks } from './finish.js';
import { HotLane } from './hot-lane.js';
import { InputPipe } from './input.pipe.js';
import { Problem } from './problem.js';
import { type ErrorPages, ProblemFilter } from './problem.filter.js';
import { RouteTable } from './route-table.js';

/** Milliseconds for the whole of a request to arrive, and for its headers. */
const REQUEST_TIMEOUT_MS = 60_000;
const HEADERS_TIMEOUT_MS = 20_000;

/** The HTTP server below the framework; requests reach the hot lane first. */
export interface HttpEdge {
  adapter: FastifyAdapter;
  routes: RouteTable;
  /** Set once the application is there. */
  useLane(lane: HotLane): void;
}

/** @param rewriteUrl the path to route by, where it is not the address as it came */
export function httpEdge(config: Config, rewriteUrl: (request: IncomingMessage) => string): HttpEdge {
  let lane: HotLane | undefined;
  const routes = new RouteTable();
  const adapter = new FastifyAdapter({
    trustProxy: config.trustProxy,
    bodyLimit: JSON_BODY_LIMIT,
    rewriteUrl,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Nest sets one of its own; ours also answers what arises before Nest.
    allowErrorHandlerOverride: true,
    serverFactory: (handler: RequestListener) => {
      const server: Server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS }, (request, response) => {
        if (!lane?.serve(request, response)) handler(request, response);
      });
      server.keepAliveTimeout = 72_000;
      return server;
    },
  });
  adapter
    .getInstance()
    .addHook('onRoute', (route) => routes.add(route.method as string | string[], route.url));
  return { adapter, routes, useLane: (ready) => (lane = ready) };
}

/** Puts the pipes, filters and hooks of every route in place; call before `init`. */
export function prepareHttp(app: INestApplication, edge: HttpEdge, logger: Logger, pages: ErrorPages): void {
  const version = app.get(CatalogueVersion);
  const lane = new HotLane(version);
  const filter = new ProblemFilter(edge.routes, logger, pages);
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
  fastify.decorateRequest('marks', undefined as unknown as RequestMarks);
  fastify.addHook('onRequest', (request: FastifyRequest & { marks?: RequestMarks }, reply, done) => {
    request.marks = { version: version.current };
    void reply.headers(COMMON_HEADERS);
    done(hostFault(request));
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    done(null, finish(lane, version, request, reply, payload));
  });
  fastify.setErrorHandler((error, request, reply) => filter.answer(error, request, reply));
  edge.useLane(lane);
}

/** Node's parser lets a second Host header through: one of them would be ignored by somebody. */
function hostFault(request: FastifyRequest): Problem | undefined {
  const hosts = request.raw.rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host');
  return hosts.length > 1 ? new Problem(400, 'bad_request') : undefined;
}
