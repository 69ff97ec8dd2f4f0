import { reaches } from '../accounts/agency-scope.js';
import type { CallerRequest } from '../accounts/caller.js';
import type { Queries } from '../database/reader.js';
import type { ServiceFacts } from '../domain/service-facts.js';
import type { FurtherRules } from '../http/further-rules.js';
import { stateOf } from '../http/pages.js';
import type { Fault } from '../http/problem.js';
import type { ServicePath } from '../publication/services.dto.js';
import { checkFacts } from './check-facts.js';
import { supportingEvidence } from './facts.query.js';
import type { PublicServiceRow } from './public-service.table.js';
import type { DeclareLevel } from './public-services.dto.js';
import { dayFaults, findService, stateableDays } from './standing.query.js';

type Known = Partial<Pick<DeclareLevel, 'effectiveFrom' | 'facts'>>;

/** What is wrong with the day and the facts of a declaration, as far as they are known, and the facts that were sent. */
export async function checkDeclaration(
  queries: Queries,
  service: PublicServiceRow,
  { effectiveFrom, facts: stated }: Known,
  today: string,
): Promise<{ facts: ServiceFacts | undefined; faults: Fault[] }> {
  const faults =
    effectiveFrom === undefined ? [] : dayFaults('/effectiveFrom', effectiveFrom, daysOf(service, today));
  const checked = stated && checkFacts(stated, await supportingEvidence(queries, service.id));
  return { facts: checked?.facts, faults: [...faults, ...(checked?.faults ?? [])] };
}

/** What would be wrong with a declaration of which some members are refused; nothing is told of a service out of reach. */
export const alsoOfDeclaration: FurtherRules<DeclareLevel, ServicePath> = async (
  queries,
  known,
  { path: { id }, request },
) => {
  const service = id === undefined ? undefined : await findService(queries, id);
  const { caller } = request as CallerRequest;
  if (!service || !caller || !(await reaches(queries, caller, 'service.declare', service.agencyCode)))
    return [];
  return (await checkDeclaration(queries, service, known, (await stateOf(queries)).asOf)).faults;
};

/** From 1900 to a year ahead, and not after the service's last day. */
function daysOf({ validTo }: PublicServiceRow, today: string): { min: string; max: string } {
  const { min, max } = stateableDays(today);
  return { min, max: validTo !== null && validTo < max ? validTo : max };
}
