import type { Caller } from '../../../accounts/caller.js';
import { type AccessRuleId, reachOf } from '../../../accounts/access-rules.js';
import { requireAgency } from '../../../accounts/agency-scope.js';
import type { Queries } from '../../../database/reader.js';
import type { Text } from '../../../domain/level-scheme/scheme.js';
import { etagOfJson } from '../../../http/preconditions.js';
import { Problem } from '../../../http/problem.js';
import { FINDING_MOVES } from '../../../inspections/finding-moves.js';
import { type Finding, findingOf } from '../../../inspections/finding.query.js';
import { FINDING_PERMITS } from '../../../inspections/finding-permits.query.js';
import { inspectionView } from '../../../inspections/inspection-view.query.js';
import { levelSchemes } from '../../../schemes/level-schemes.query.js';
import { agenciesByName, type MyAgency } from '../my-agencies.query.js';
import { type ServiceName, serviceNames } from './service-names.query.js';

/** The forms of a finding; an appeal is decided by one form with two answers. */
export const FINDING_FORMS = ['reply', 'appeal', 'decide', 'close'] as const;
export type FindingForm = (typeof FINDING_FORMS)[number];

const RULES: Record<FindingForm, AccessRuleId> = {
  reply: 'finding.answer',
  appeal: 'finding.answer',
  decide: 'inspection.conduct',
  close: 'inspection.conduct',
};

/** A finding as it is on the desk of whoever reads it. */
export interface FindingOnDesk {
  finding: Finding;
  version: string;
  name: ServiceName;
  agency: MyAgency;
  criterion: Text | null;
  declaredLevel: number;
  verifiedLevel: number | null;
  isOverdue: boolean;
  /** What the caller's role does in this state: null where they may, or why this person may not. */
  forms: Partial<Record<FindingForm, Problem | null>>;
}

/**
 * Call it inside a snapshot.
 * @throws Problem 404, 403 where it is about another agency
 */
export async function findingOnDesk(
  queries: Queries,
  caller: Caller,
  id: string,
  today: string,
): Promise<FindingOnDesk> {
  const finding = await findingOf(queries, id);
  await requireAgency(queries, caller, 'inspection.read', finding.agencyCode);
  const { declaration, level } = await inspectionView(queries, finding.inspectionId, today);
  const { own } = await levelSchemes(queries);
  const names = await serviceNames(queries, [finding.serviceId]);
  const [agency] = await agenciesByName(queries, [finding.agencyCode], null);
  const forms: FindingOnDesk['forms'] = {};
  for (const form of FINDING_FORMS) {
    const kind = form === 'decide' ? 'upheld' : form;
    if (reachOf(RULES[form], caller.role) === undefined) continue;
    if (!FINDING_MOVES[kind].from.includes(finding.state)) continue;
    forms[form] = await refusal(() => FINDING_PERMITS[kind](queries, caller, finding, today));
  }
  return {
    finding,
    version: etagOfJson(finding),
    name: names[finding.serviceId]!,
    agency: agency!,
    criterion: own.criteria.find((criterion) => criterion.id === finding.criterion)?.title ?? null,
    declaredLevel: declaration.level,
    verifiedLevel: level,
    isOverdue: finding.state !== 'closed' && finding.dueDate < today,
    forms,
  };
}

async function refusal(permit: () => Promise<void>): Promise<Problem | null> {
  try {
    await permit();
    return null;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
