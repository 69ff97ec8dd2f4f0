import type { Queries } from '../database/reader.js';
import { inList } from '../database/sql.js';
import { groupBy } from '../domain/group-by.js';
import type { ServiceFacts } from '../domain/service-facts.js';
import { linkId } from './link-address.js';

/** An address that a service publishes, and as what. */
export interface PublishedLink {
  serviceId: string;
  linkId: string;
  url: string;
  /** Key of the fact, or `evidence`. */
  usedAs: string;
}

interface CapturedPage {
  serviceId: string;
  no: number;
  fact: string | null;
  url: string;
}

/**
 * The addresses that these services publish today: those of the facts in force, and the pages behind them as evidence. Of
 * the evidence it is what the facts name and the latest of each kind: nothing is ever deleted, and a page that newer evidence
 * has replaced is nobody's concern any longer.
 */
export async function publishedLinks(
  queries: Queries,
  serviceIds: readonly string[],
): Promise<PublishedLink[]> {
  const params = { ids: JSON.stringify(serviceIds) };
  const ids = inList(queries.engine, 'ids');
  const services = await queries.all<{ serviceId: string; facts: string | null }>(
    `SELECT s.service_id AS "serviceId", f.facts
     FROM published_service s JOIN public_service p ON p.id = s.service_id
     LEFT JOIN service_facts f ON f.service_id = p.id AND f.no = p.facts_no
     WHERE s.service_id IN ${ids}`,
    params,
  );
  const pages = await queries.all<CapturedPage>(
    `SELECT service_id AS "serviceId", no, fact, url FROM evidence
     WHERE kind = 'url' AND service_id IN ${ids} ORDER BY service_id, no`,
    params,
  );
  const pagesOf = groupBy(pages, ({ serviceId }) => serviceId);
  return services.flatMap(({ serviceId, facts }) =>
    linksOf(
      serviceId,
      facts === null ? {} : (JSON.parse(facts) as ServiceFacts),
      pagesOf.get(serviceId) ?? [],
    ),
  );
}

function linksOf(serviceId: string, facts: ServiceFacts, pages: readonly CapturedPage[]): PublishedLink[] {
  const links = new Map<string, PublishedLink>();
  const add = (url: string, usedAs: string) => {
    const link = { serviceId, linkId: linkId(url), url, usedAs };
    links.set(`${usedAs} ${url}`, link);
  };
  for (const [key, fact] of Object.entries(facts)) for (const url of fact.urls ?? []) add(url, key);
  const named = new Set(Object.values(facts).flatMap(({ evidence = [] }) => evidence));
  const latest = new Map(pages.map(({ fact, no }) => [fact, no]));
  for (const { no, fact, url } of pages)
    if (named.has(String(no)) || latest.get(fact) === no) add(url, 'evidence');
  return [...links.values()];
}
