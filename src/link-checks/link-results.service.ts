import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../database/database.module.js';
import type { Queries } from '../database/reader.js';
import type { Unit } from '../database/unit.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Capture } from '../public-services/evidence/page-capture.js';
import { LINK_CHECK } from './link-check-actor.js';
import { type Baseline, type Found, foundBy, type Standing, standingAfter } from './link-standing.js';
import { LinkCheckTable } from './link.table.js';

const DAY_MS = 86_400_000;
/** Links of one site are not all to be due again at one moment: up to so much earlier. */
const SPREAD = 0.1;
const SERVICES_NAMED = 50;
const INTENT = { actor: LINK_CHECK, action: 'link.check' };

/** A link whose turn it is. */
export interface DueLink {
  id: string;
  url: string;
  checks: number;
}

interface KnownLink extends Standing {
  host: string;
  checks: number;
  baseAt: string | null;
  baseFinalUrl: string | null;
  baseSha256: string | null;
  baseTextSha256: string | null;
  requestedBy: string | null;
  stateSince: string;
}

/**
 * Keeps what came of each check: in the log, in the state of the link, and in the ledger where that state is another one now.
 * What services publish stays as it is: people judge.
 */
@Injectable()
export class LinkResults {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param intervalMs until the schedule asks again; null: it does not ask */
  async settle(link: DueLink, capture: Capture, ms: number, intervalMs: number | null): Promise<void> {
    const { id, url } = link;
    await this.unitOfWork.run(INTENT, async (unit) => {
      const known = await knownLink(unit, id);
      // Let go of, or checked by another process meanwhile.
      if (!known || known.checks !== link.checks) return;
      const at = this.clock().toISOString();
      const baseline = (await capturedPage(unit, id, url)) ?? ownBaseline(known);
      const found = foundBy(url, capture, baseline);
      const after = standingAfter(known, found, at);
      const isNews = after.state !== known.state;
      const { httpStatus, finalUrl } = capture;
      await unit.run(
        `UPDATE link SET state = :state, reason = :reason, failures = :failures, first_failed_at = :firstFailedAt,
           http_status = :httpStatus, final_url = :finalUrl, checks = checks + 1, checked_at = :at,
           state_since = :since, due_at = :dueAt, requested_at = NULL, requested_by = NULL WHERE id = :id`,
        {
          id,
          ...after,
          reason: found.reason,
          httpStatus,
          finalUrl,
          at,
          since: isNews ? at : known.stateSince,
          dueAt: nextCheck(found, intervalMs, this.clock(), Math.random()),
        },
      );
      if (baseline === null && capture.sha256 !== null && isGood(found))
        await keepBaseline(unit, id, capture, at);
      await log(unit, link, known, found, after, capture, at, ms);
      // That a new link is there is no news; that it is dead, or leads elsewhere, is.
      if (isNews && !(known.state === 'unchecked' && after.state === 'alive'))
        await recordChange(unit, link, known, found, after, capture);
    });
  }
}

const isGood = ({ outcome }: Found): boolean => outcome === 'alive' || outcome === 'moved';

/** What has failed is looked at again the next day at the latest, so that a death is known within days. */
function nextCheck({ outcome }: Found, intervalMs: number | null, now: Date, random: number): string {
  if (intervalMs === null) return now.toISOString();
  const pause = outcome === 'failed' || outcome === 'throttled' ? Math.min(DAY_MS, intervalMs) : intervalMs;
  return new Date(now.getTime() + pause * (1 - SPREAD * random)).toISOString();
}

function knownLink(unit: Unit, id: string): Promise<KnownLink | undefined> {
  return unit.get<KnownLink>(
    `SELECT host, state, failures, first_failed_at AS "firstFailedAt", checks, base_at AS "baseAt",
       base_final_url AS "baseFinalUrl", base_sha256 AS "baseSha256", base_text_sha256 AS "baseTextSha256",
       requested_by AS "requestedBy", state_since AS "stateSince" FROM link WHERE id = :id`,
    { id },
  );
}

/** The address as evidence has captured it last. */
function capturedPage(queries: Queries, linkId: string, url: string): Promise<Baseline | undefined> {
  return queries.get<Baseline>(
    `SELECT e.final_url AS "finalUrl", e.sha256, e.text_sha256 AS "textSha256"
     FROM (SELECT DISTINCT service_id FROM service_link WHERE link_id = :linkId) l
     JOIN evidence e ON e.service_id = l.service_id AND e.url = :url
     WHERE e.problem IS NULL AND e.http_status < 400
     ORDER BY e.captured_at DESC, e.service_id, e.no DESC LIMIT 1`,
    { linkId, url },
  );
}

function ownBaseline(known: KnownLink): Baseline | null {
  const { baseAt, baseFinalUrl, baseSha256, baseTextSha256 } = known;
  return baseAt === null ? null : { finalUrl: baseFinalUrl, sha256: baseSha256, textSha256: baseTextSha256 };
}

async function keepBaseline(unit: Unit, id: string, capture: Capture, at: string): Promise<void> {
  const { finalUrl, sha256, textSha256 } = capture;
  await unit.run(
    `UPDATE link SET base_at = :at, base_final_url = :finalUrl, base_sha256 = :sha256,
       base_text_sha256 = :textSha256 WHERE id = :id`,
    { id, at, finalUrl, sha256, textSha256 },
  );
}

async function log(
  unit: Unit,
  { id, url }: DueLink,
  { host, requestedBy }: KnownLink,
  { outcome, reason }: Found,
  { state, failures }: Standing,
  { httpStatus, finalUrl }: Capture,
  at: string,
  ms: number,
): Promise<void> {
  const last = await unit.get<{ no: number | null }>(
    'SELECT MAX(no) AS no FROM link_check WHERE link_id = :id',
    { id },
  );
  await unit.insertMany(LinkCheckTable, [
    {
      linkId: id,
      no: (last?.no ?? 0) + 1,
      url,
      host,
      at,
      outcome,
      state,
      reason,
      httpStatus,
      finalUrl,
      failures,
      ms,
      requestedBy,
    },
  ]);
}

async function recordChange(
  unit: Unit,
  { id, url }: DueLink,
  before: Standing,
  { reason }: Found,
  { state, failures, firstFailedAt }: Standing,
  { httpStatus, finalUrl }: Capture,
): Promise<void> {
  const services = await unit.all<{ serviceId: string }>(
    `SELECT DISTINCT service_id AS "serviceId" FROM service_link WHERE link_id = :id
     ORDER BY service_id LIMIT ${SERVICES_NAMED}`,
    { id },
  );
  unit.record(
    `link:${id}`,
    { url, state: before.state },
    {
      url,
      state,
      reason,
      failures,
      firstFailedAt,
      httpStatus,
      finalUrl,
      services: services.map(({ serviceId }) => serviceId),
    },
  );
}
