import type { Queries } from '../database/reader.js';
import { normalise } from '../domain/text/fold.js';
import { withChanges } from '../domain/with-changes.js';
import type { FurtherRules } from '../http/further-rules.js';
import { type Fault, takenFault } from '../http/problem.js';
import type { AgencyPath, ChangeAgencyBody } from './agencies.dto.js';
import { agencyView, type AgencyView } from './agency-view.query.js';

/** What is wrong with a new agency, as far as it is known; its code may be taken. */
export async function newAgencyFaults(queries: Queries, known: Partial<AgencyView>): Promise<Fault[]> {
  const { code } = known;
  const isTaken = code !== undefined && (await agencyView(queries, code)) !== undefined;
  return [...(isTaken ? [takenFault('/code', 'agency', code)] : []), ...(await agencyFaults(queries, known))];
}

/** What would be wrong with an agency after a change of which some members are refused. */
export const changedAgencyFaults: FurtherRules<ChangeAgencyBody, AgencyPath> = async (
  queries,
  change,
  { path: { code }, refused },
) => {
  const present = code === undefined ? undefined : await agencyView(queries, code);
  if (!present) return [];
  const after = Object.entries(withChanges(present, change)).filter(([member]) => !refused.has(`/${member}`));
  return agencyFaults(queries, Object.fromEntries(after));
};

/** What is wrong with that which is known of an agency; nothing is said of what is not known. */
export async function agencyFaults(queries: Queries, known: Partial<AgencyView>): Promise<Fault[]> {
  const { code, name, parentCode = null, validFrom = null, validTo = null, successors = [] } = known;
  const faults: Fault[] = [];
  const add = (pointer: string, fault: Fault['code'], params?: Fault['params']) =>
    faults.push({ in: 'body', pointer, code: fault, ...(params ? { params } : {}) });
  if (name !== undefined && normalise(name) === '') add('/name', 'empty');
  if (validFrom !== null && validTo !== null && validTo < validFrom) add('/validTo', 'ends_before_start');
  if (parentCode !== null) {
    if (code !== undefined && (parentCode === code || (await isUnder(queries, parentCode, code))))
      add('/parentCode', 'parent_circle');
    else if (!(await agencyView(queries, parentCode)))
      add('/parentCode', 'unknown_reference', { what: 'agency' });
  }
  for (const successor of successors) {
    if (successor === code) add('/successors', 'own_successor');
    else if (!(await agencyView(queries, successor)))
      add('/successors', 'unknown_reference', { what: `agency ${successor}` });
  }
  return faults;
}

/** Whether the agency stands somewhere under `above`. */
async function isUnder(queries: Queries, code: string, above: string): Promise<boolean> {
  const row = await queries.get(
    `WITH RECURSIVE up (code, parent_code) AS (
       SELECT code, parent_code FROM agency WHERE code = :code
       UNION SELECT a.code, a.parent_code FROM agency a JOIN up ON a.code = up.parent_code)
     SELECT code FROM up WHERE code = :above`,
    { code, above },
  );
  return row !== undefined;
}
