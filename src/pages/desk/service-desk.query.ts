import { requireAgency } from '../../accounts/agency-scope.js';
import type { Caller } from '../../accounts/caller.js';
import type { Queries } from '../../database/reader.js';
import type { Criterion } from '../../domain/level-scheme/scheme.js';
import type { PublishedService } from '../../domain/published-service.js';
import type { ServiceFacts } from '../../domain/service-facts.js';
import { etagOfJson } from '../../http/preconditions.js';
import { assessmentOf, type ServiceAssessment } from '../../public-services/assessment.query.js';
import { type Evidence, evidenceList } from '../../public-services/evidence/evidence.query.js';
import { serviceOnDay, statedFacts } from '../../public-services/facts.query.js';
import { publishedDocument, serviceRow } from '../../public-services/standing.query.js';
import { type TroubledLink, troubledLinks } from '../../link-checks/troubled-links.query.js';
import { levelSchemes } from '../../schemes/level-schemes.query.js';

const LINKS_AT_MOST = 100;

/** A service as its clerk has it on the desk. */
export interface ServiceOnDesk {
  id: string;
  agency: { code: string; name: string };
  procedure: { code: string; name: string };
  /** Tag of the facts, which every form of the page sends back. */
  version: string;
  facts: ServiceFacts;
  procedureFacts: ServiceFacts;
  assessment: ServiceAssessment;
  criteria: readonly Criterion[];
  evidence: Evidence[];
  /** Links that the last check found dead, changed or moved. */
  links: TroubledLink[];
  /** Null where it is not in today's list. */
  published: PublishedService | null;
  demonstration: boolean;
}

/**
 * Call it inside a snapshot.
 * @throws Problem 404, 403 where the service is not of the caller's agencies
 */
export async function serviceOnDesk(
  queries: Queries,
  caller: Caller,
  id: string,
  today: string,
): Promise<ServiceOnDesk> {
  const row = await serviceRow(queries, id);
  await requireAgency(queries, caller, 'service.edit', row.agencyCode);
  const { record, version } = await serviceOnDay(queries, id, today);
  const stated = await statedFacts(queries, id, today);
  const doc = await publishedDocument(queries, id);
  return {
    id,
    agency: record.agency,
    procedure: { code: row.procedureCode, name: version.procedure.name },
    version: etagOfJson(stated),
    facts: stated.facts,
    procedureFacts: stated.procedureFacts,
    assessment: await assessmentOf(queries, id, today),
    criteria: (await levelSchemes(queries)).own.criteria,
    evidence: await evidenceList(queries, id),
    links: await troubledLinks(queries, { service: id }, LINKS_AT_MOST),
    published: doc === null ? null : (JSON.parse(doc) as PublishedService),
    demonstration: record.demonstration,
  };
}
