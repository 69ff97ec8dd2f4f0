import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { CatalogueVersion } from './catalogue-version.js';

/** Seconds: from answers out of memory to long polls. */
const BUCKETS = [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts of requests, of the catalogue and of the process, for Prometheus; nothing that tells of a person. */
@Injectable()
export class HttpMetrics implements OnApplicationShutdown {
  private readonly registry = new Registry();
  private readonly requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered, by method, route and status',
    labelNames: ['method', 'route', 'status'],
    registers: [this.registry],
  });
  private readonly durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to answer, by method and route',
    labelNames: ['method', 'route'],
    buckets: BUCKETS,
    registers: [this.registry],
  });
  private fromMemory = 0;

  constructor(version: CatalogueVersion) {
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers: [this.registry],
        collect: function collect() {
          this.set(read());
        },
      });
    gauge('http_answers_from_memory', 'Reads answered in front of the framework', () => this.fromMemory);
    gauge('catalogue_ledger_entries', 'Entries of the ledger', () => version.lastEntry);
    gauge(
      'catalogue_change_seq',
      'Number of the last change of the published list',
      () => version.lastChange,
    );
    collectDefaultMetrics({ register: this.registry });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** @param route as a pattern, so that there are no more series than routes */
  count(method: string, route: string, status: number, ms: number): void {
    this.requests.inc({ method, route, status });
    this.durations.observe({ method, route }, ms / 1000);
  }

  countFromMemory(): void {
    this.fromMemory += 1;
  }

  onApplicationShutdown(): void {
    this.registry.clear();
  }
}
