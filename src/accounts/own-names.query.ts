import type { Queries } from '../database/reader.js';

/** What whoever knows a person tries first as their password: their name, their agency’s names and code. */
export async function ownNames(
  queries: Queries,
  { displayName, agencyCode }: { displayName: string; agencyCode: string | null },
): Promise<string[]> {
  const agency = await queries.get<{ name: string; name_en: string | null }>(
    'SELECT name, name_en FROM agency WHERE code = :agencyCode',
    { agencyCode: agencyCode ?? '' },
  );
  return [displayName, agencyCode, agency?.name, agency?.name_en].filter((name) => name != null);
}
