import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../database/database.module.js';
import { isUnavailable } from '../database/dialect.js';
import { Reader } from '../database/reader.js';
import { SoleDuty } from '../database/sole-duty.js';
import { UnavailableError } from '../database/unit-of-work.js';
import { PageCapture } from '../public-services/evidence/page-capture.js';
import { Gate, HostPace } from './host-pace.js';
import { LinkRegister } from './link-register.service.js';
import { type DueLink, LinkResults } from './link-results.service.js';

const LOOK_EVERY_MS = 2000;
const ASK_SCHEDULE_EVERY_MS = 30_000;
const DAY_MS = 86_400_000;
const NEVER = Number.NEGATIVE_INFINITY;
const FETCHES_AT_ONCE = 8;

export interface LinkCheckSettings {
  /** Null: only what somebody asks for is checked. */
  intervalMs: number | null;
  /** Checks of one host in a minute. */
  rate: number;
  retentionDays: number;
}
export const LINK_CHECK_SETTINGS = Symbol('link check settings');

/**
 * Checks the links whose turn it is: by the process that holds the duty, each address once, one request to a host at a time
 * and no more of them in a minute than is polite. Nothing is fetched within a transaction.
 */
@Injectable()
export class LinkChecker implements BeforeApplicationShutdown {
  private readonly stopped = new AbortController();
  private readonly serving = new Map<string, Promise<void>>();
  private readonly pace: HostPace;
  private readonly gate = new Gate(FETCHES_AT_ONCE);
  private running: Promise<void> | undefined;
  private takenInAt = NEVER;
  private scheduleAskedAt = NEVER;
  private wakeUp = (): void => undefined;

  constructor(
    private readonly reader: Reader,
    private readonly register: LinkRegister,
    private readonly results: LinkResults,
    private readonly pages: PageCapture,
    private readonly duty: SoleDuty,
    @Inject(LINK_CHECK_SETTINGS) private readonly settings: LinkCheckSettings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.pace = new HostPace(settings.rate);
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Has what was just asked for found at once, where this process holds the duty. */
  wake(): void {
    this.wakeUp();
  }

  /** Checks what has been asked for and ends when it is done, here or in a process that holds the duty. */
  async finishRequested(): Promise<void> {
    while (await this.reader.get('SELECT id FROM link WHERE requested_at IS NOT NULL LIMIT 1')) {
      if (await this.duty.isMine()) await this.serveHosts(false);
      await Promise.all(this.serving.values());
      await pause(100);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped.abort();
    await this.running;
    await Promise.all(this.serving.values());
    await this.duty.release();
  }

  private async run(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      await this.look().catch(tell);
      await this.rest();
    }
  }

  private async look(): Promise<void> {
    if (!(await this.duty.isMine())) {
      // Whoever takes the duty over begins with the schedule.
      this.takenInAt = NEVER;
      this.scheduleAskedAt = NEVER;
      return;
    }
    const isScheduled =
      this.settings.intervalMs !== null && performance.now() - this.scheduleAskedAt >= ASK_SCHEDULE_EVERY_MS;
    if (isScheduled) {
      await this.takeIn();
      this.scheduleAskedAt = performance.now();
    }
    await this.serveHosts(isScheduled);
  }

  private rest(): Promise<void> {
    const { signal } = this.stopped;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, LOOK_EVERY_MS);
      signal.addEventListener('abort', done);
      this.wakeUp = done;
      if (signal.aborted) done();
    });
  }

  private async takeIn(): Promise<void> {
    const { intervalMs, retentionDays } = this.settings;
    const now = this.clock().getTime();
    if (now - this.takenInAt < Math.min(DAY_MS, intervalMs ?? DAY_MS)) return;
    await this.register.takeInAll(retentionDays);
    this.takenInAt = now;
  }

  private async serveHosts(isScheduled: boolean): Promise<void> {
    const due = isScheduled ? 'due_at <= :now OR requested_at IS NOT NULL' : 'requested_at IS NOT NULL';
    const hosts = await this.reader.all<{ host: string }>(
      `SELECT DISTINCT host FROM link WHERE state <> 'not_checked' AND (${due})`,
      isScheduled ? { now: this.clock().toISOString() } : {},
    );
    for (const { host } of hosts) {
      if (this.serving.has(host)) continue;
      const served = this.serve(host).catch(tell);
      this.serving.set(
        host,
        served.finally(() => this.serving.delete(host)),
      );
    }
  }

  private async serve(host: string): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      if (!(await this.nextOf(host))) return;
      await this.pace.turn(host, signal);
      // The link and the duty as they are when the turn has come: another process may have had both meanwhile.
      const link = await this.nextOf(host);
      if (!link || !(await this.duty.isMine())) return;
      await this.gate.pass(() => this.check(link));
    }
  }

  private async check(link: DueLink): Promise<void> {
    const started = performance.now();
    const capture = await this.pages.capture(link.url, this.stopped.signal);
    // Broken off by the end of this process: the site is not to blame.
    if (this.stopped.signal.aborted) return;
    const ms = Math.round(performance.now() - started);
    await this.results.settle(link, capture, ms, this.settings.intervalMs);
  }

  private nextOf(host: string): Promise<DueLink | undefined> {
    const isScheduled = this.settings.intervalMs !== null;
    return this.reader.get<DueLink>(
      `SELECT id, url, checks FROM link
       WHERE host = :host AND state <> 'not_checked'
         AND (requested_at IS NOT NULL ${isScheduled ? 'OR due_at <= :now' : ''})
       ORDER BY CASE WHEN requested_at IS NULL THEN 1 ELSE 0 END, due_at, id LIMIT 1`,
      isScheduled ? { host, now: this.clock().toISOString() } : { host },
    );
  }
}

function tell(error: unknown): void {
  // While the database is away there is nothing to check; the next look finds it again.
  if (error instanceof UnavailableError || isUnavailable(error)) return;
  if ((error as { name?: unknown } | null)?.name === 'AbortError') return;
  process.emitWarning(`Links could not be checked: ${String(error)}`);
}
