import type { Queries } from '../database/reader.js';
import type { FurtherRules } from '../http/further-rules.js';
import type { Known } from '../http/known-input.js';
import { stateOf } from '../http/pages.js';
import type { Fault } from '../http/problem.js';
import type { DrawCampaign } from './campaigns.dto.js';

const REFERENCES = [
  { member: 'agency', what: 'agency', sql: 'SELECT code FROM agency WHERE code = :code' },
  { member: 'district', what: 'district', sql: 'SELECT code FROM agency WHERE code = :code' },
  { member: 'field', what: 'field', sql: 'SELECT code FROM field WHERE code = :code' },
  { member: 'procedure', what: 'procedure', sql: 'SELECT code FROM procedure WHERE code = :code' },
] as const;

/** Everything that is wrong with a campaign before its population is read. */
export async function campaignFaults(
  queries: Queries,
  input: Known<DrawCampaign>,
  today: string,
): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const { member, what, sql } of REFERENCES) {
    const code = input.population?.[member];
    if (code === undefined || (await queries.get(sql, { code }))) continue;
    faults.push({
      in: 'body',
      pointer: `/population/${member}`,
      code: 'unknown_reference',
      params: { what },
    });
  }
  if (input.asOf !== undefined && input.asOf > today) {
    faults.push({ in: 'body', pointer: '/asOf', code: 'in_the_future' });
  }
  if (input.dueDate !== undefined && input.dueDate < today) {
    faults.push({ in: 'body', pointer: '/dueDate', code: 'in_the_past' });
  }
  return faults;
}

/** What would be wrong with a campaign of which some members are refused. */
export const alsoOfCampaign: FurtherRules<DrawCampaign> = async (queries, known) =>
  campaignFaults(queries, known, (await stateOf(queries)).asOf);
