import type { Caller } from '../accounts/caller.js';
import type { Queries } from '../database/reader.js';
import { nationalCode } from '../domain/procedure-code.js';
import { fold } from '../domain/text/fold.js';
import type { ProcedureStatus } from './procedure.presenter.js';
import { mayKnowOf } from './procedure.query.js';

export interface LikelyDuplicate {
  code: string;
  name: string;
  status: ProcedureStatus;
  because: 'same_name' | 'same_code';
}

const AT_MOST = 50;

/** Procedures that may be the one being registered under another code: for a person to judge, never refused. */
export async function likelyDuplicates(
  queries: Queries,
  { code, name, fieldCode }: { code: string; name: string; fieldCode: string },
  caller: Caller,
): Promise<LikelyDuplicate[]> {
  const national = nationalCode(code);
  const rows = await queries.all<LikelyDuplicate & { ownerAgency: string | null; folded: string }>(
    `SELECT p.code, p.name, p.status, p.owner_agency AS "ownerAgency", p.name_folded AS folded FROM procedure p
     WHERE p.code <> :code
       AND ((p.field_code = :fieldCode AND p.name_folded = :folded)
         OR (p.code >= :national AND p.code < :beyond))
     ORDER BY p.code`,
    { code, fieldCode, folded: fold(name), national, beyond: `${national}/` },
  );
  const found: LikelyDuplicate[] = [];
  for (const row of rows) {
    const isSameCode = nationalCode(row.code) === national;
    if (!isSameCode && row.folded !== fold(name)) continue;
    if (!(await mayKnowOf(queries, row, caller))) continue;
    const because = isSameCode ? 'same_code' : 'same_name';
    found.push({ code: row.code, name: row.name, status: row.status, because });
  }
  return found.slice(0, AT_MOST);
}
