import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { Describe } from '../http/describe.js';
import { HttpMetrics } from '../http/http-metrics.js';
import { HEALTH } from './operations.schema.js';
import { Readiness } from './readiness.service.js';

/** For those who run the catalogue: supervisors, load balancers, Prometheus. */
@Controller()
@Access('operations.read')
export class OperationsController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: HttpMetrics,
  ) {}

  @Get('healthz')
  @Describe({
    summary: 'Whether the process is alive; says nothing of the database',
    more: 'For supervisors that restart a process which no longer answers; nothing else is asked or read.',
    tag: 'operations',
    answers: { 200: HEALTH },
  })
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Describe({
    summary: 'Whether requests can be served: the database answers and is migrated',
    more: 'For load balancers: while it is 503 no requests should be sent here, and nothing is lost by waiting.',
    tag: 'operations',
    answers: { 200: HEALTH },
  })
  async ready(): Promise<{ status: 'ok' }> {
    await this.readiness.check();
    return { status: 'ok' };
  }

  @Get('metrics')
  @Describe({
    summary: 'Counts and durations for Prometheus',
    more: 'Requests by route and status, durations, and the state of queues, in the text format of Prometheus.',
    tag: 'operations',
    answers: { 200: { mediaType: 'text/plain' } },
  })
  async numbers(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.metrics.contentType);
    return this.metrics.text();
  }
}
