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
    tag: 'operations',
    answers: { 200: HEALTH },
  })
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Describe({
    summary: 'Whether requests can be served: the database answers and is migrated',
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
    tag: 'operations',
    answers: { 200: { mediaType: 'text/plain' } },
  })
  async numbers(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.metrics.contentType);
    return this.metrics.text();
  }
}
