import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../database/database.module.js';
import { type Queries, Reader } from '../database/reader.js';
import { inList } from '../database/sql.js';
import type { Unit } from '../database/unit.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { LINK_CHECK } from './link-check-actor.js';
import { hostOf, isOfDemonstration } from './link-address.js';
import { type LinkRow, LinkTable, ServiceLinkTable } from './link.table.js';
import { type PublishedLink, publishedLinks } from './published-links.query.js';

const SERVICES_AT_ONCE = 500;
const DAY_MS = 86_400_000;
const INTENT = { actor: LINK_CHECK, action: 'link.register' };

interface Difference {
  added: PublishedLink[];
  removed: Omit<PublishedLink, 'url'>[];
}

/** Which links there are to check: kept by what services publish, and written to only where that has changed. */
@Injectable()
export class LinkRegister {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Takes in what all services publish now, and lets go of links and checks that have had their time. */
  async takeInAll(retentionDays: number): Promise<void> {
    const slices = this.reader.stream<{ id: string }>(
      'SELECT service_id AS id FROM published_service ORDER BY service_id',
      {},
      SERVICES_AT_ONCE,
    );
    for await (const slice of slices) await this.takeIn(slice.map(({ id }) => id));
    await this.letGo(new Date(this.clock().getTime() - retentionDays * DAY_MS).toISOString());
  }

  /** Takes in what these services publish now. */
  async takeIn(serviceIds: readonly string[]): Promise<void> {
    const seen = await this.reader.snapshot((queries) => difference(queries, serviceIds));
    if (seen.added.length + seen.removed.length === 0) return;
    await this.unitOfWork.run(INTENT, async (unit) => {
      const { added, removed } = await difference(unit, serviceIds);
      for (const { serviceId, linkId, usedAs } of removed)
        await unit.run(
          `DELETE FROM service_link
           WHERE service_id = :serviceId AND link_id = :linkId AND used_as = :usedAs`,
          { serviceId, linkId, usedAs },
        );
      await addLinks(unit, added, this.clock().toISOString());
      await unit.insertMany(
        ServiceLinkTable,
        added.map(({ serviceId, linkId, usedAs }) => ({ serviceId, linkId, usedAs })),
      );
    });
  }

  private async letGo(before: string): Promise<void> {
    await this.unitOfWork.run(INTENT, async (unit) => {
      await unit.run(
        'DELETE FROM service_link WHERE service_id NOT IN (SELECT service_id FROM published_service)',
      );
      await unit.run('DELETE FROM link WHERE id NOT IN (SELECT link_id FROM service_link)');
      await unit.run('DELETE FROM link_check WHERE at < :before', { before });
    });
  }
}

const keyOf = ({ serviceId, linkId, usedAs }: Omit<PublishedLink, 'url'>): string =>
  `${serviceId} ${linkId} ${usedAs}`;

async function difference(queries: Queries, serviceIds: readonly string[]): Promise<Difference> {
  const published = await publishedLinks(queries, serviceIds);
  const kept = await queries.all<Omit<PublishedLink, 'url'>>(
    `SELECT service_id AS "serviceId", link_id AS "linkId", used_as AS "usedAs" FROM service_link
     WHERE service_id IN ${inList(queries.engine, 'ids')}`,
    { ids: JSON.stringify(serviceIds) },
  );
  const are = new Set(published.map(keyOf));
  const were = new Set(kept.map(keyOf));
  return {
    added: published.filter((link) => !were.has(keyOf(link))),
    removed: kept.filter((link) => !are.has(keyOf(link))),
  };
}

/** @param dueAt by the clock that the schedule asks, which may be behind the recorded instant */
async function addLinks(unit: Unit, published: readonly PublishedLink[], dueAt: string): Promise<void> {
  const urls = new Map(published.map(({ linkId, url }) => [linkId, url]));
  const known = await unit.all<{ id: string }>(
    `SELECT id FROM link WHERE id IN ${inList(unit.engine, 'ids')}`,
    {
      ids: JSON.stringify([...urls.keys()]),
    },
  );
  for (const { id } of known) urls.delete(id);
  await unit.insertMany(
    LinkTable,
    [...urls].map(([id, url]) => newLink(id, url, unit.at, dueAt)),
  );
}

function newLink(id: string, url: string, at: string, dueAt: string): LinkRow {
  const host = hostOf(url);
  const isChecked = !isOfDemonstration(host);
  return {
    id,
    url,
    host,
    state: isChecked ? 'unchecked' : 'not_checked',
    reason: isChecked ? null : 'demonstration',
    failures: 0,
    firstFailedAt: null,
    httpStatus: null,
    finalUrl: null,
    baseAt: null,
    baseFinalUrl: null,
    baseSha256: null,
    baseTextSha256: null,
    checks: 0,
    checkedAt: null,
    stateSince: at,
    dueAt: isChecked ? dueAt : null,
    requestedAt: null,
    requestedBy: null,
  };
}
