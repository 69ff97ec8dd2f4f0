import type { Caller, CallerRequest } from '../accounts/caller.js';
import type { Queries } from '../database/reader.js';
import type { FurtherRules } from '../http/further-rules.js';
import { stateOf } from '../http/pages.js';
import type { Fault } from '../http/problem.js';
import type { ProcedureStatus } from '../procedures/procedure.presenter.js';
import { mayKnowOf } from '../procedures/procedure.query.js';
import type { OpenService } from './public-services.dto.js';
import { dayFaults, stateableDays } from './standing.query.js';

/** What of an agency and a procedure says whether it may be offered; undefined where the caller may know of none. */
export interface Offer {
  agency: { code: string; valid_from: string | null; valid_to: string | null } | undefined;
  procedure: { code: string; status: ProcedureStatus } | undefined;
}

/** What is wrong with that which is known of a service to be opened. */
export const alsoOfOpening: FurtherRules<OpenService> = async (queries, known, { request }) => {
  const days = stateableDays((await stateOf(queries)).asOf);
  return [
    ...unknownParts(known, await offerOf(queries, known, (request as CallerRequest).caller)),
    ...(known.validFrom === undefined ? [] : dayFaults('/validFrom', known.validFrom, days)),
  ];
};

export async function offerOf(
  queries: Queries,
  { agencyCode = '', procedureCode = '' }: Partial<Pick<OpenService, 'agencyCode' | 'procedureCode'>>,
  caller: Caller | undefined,
): Promise<Offer> {
  const procedure = await queries.get<{ code: string; status: ProcedureStatus; ownerAgency: string | null }>(
    'SELECT code, status, owner_agency AS "ownerAgency" FROM procedure WHERE code = :procedureCode',
    { procedureCode },
  );
  return {
    agency: await queries.get('SELECT code, valid_from, valid_to FROM agency WHERE code = :agencyCode', {
      agencyCode,
    }),
    procedure: procedure && (await mayKnowOf(queries, procedure, caller)) ? procedure : undefined,
  };
}

/** What of the codes that are known stands for nothing. */
export function unknownParts(
  { agencyCode, procedureCode }: Partial<OpenService>,
  { agency, procedure }: Offer,
): Fault[] {
  const faults: Fault[] = [];
  const unknown = (pointer: string, what: string) =>
    faults.push({ in: 'body', pointer, code: 'unknown_reference', params: { what } });
  if (agencyCode !== undefined && !agency) unknown('/agencyCode', 'agency');
  if (procedureCode !== undefined && !procedure) unknown('/procedureCode', 'procedure');
  return faults;
}
