import { requireAgency } from '../accounts/agency-scope.js';
import type { Caller } from '../accounts/caller.js';
import type { Queries } from '../database/reader.js';
import { Problem } from '../http/problem.js';
import { serviceRow } from '../public-services/standing.query.js';
import type { Finding } from './finding.query.js';
import { personBehind, requireFourEyes } from './four-eyes.query.js';
import { inspectionRow } from './inspection-view.query.js';
import type { FindingEventRow } from './inspection.table.js';

/** @throws Problem that says why the caller may not */
export type FindingPermit = (
  queries: Queries,
  caller: Caller,
  finding: Finding,
  today: string,
) => Promise<void>;

const answer: FindingPermit = (queries, caller, { agencyCode }) =>
  requireAgency(queries, caller, 'finding.answer', agencyCode);

const appeal: FindingPermit = async (queries, caller, finding, today) => {
  await answer(queries, caller, finding, today);
  const { dueDate } = finding;
  if (dueDate < today) throw new Problem(409, 'finding_past_due', { params: { dueDate } });
};

/** Nobody closes a finding against what they or their agency declared. */
const otherEyes: FindingPermit = async (queries, caller, { inspectionId, serviceId }) => {
  const { declarationNo } = await inspectionRow(queries, inspectionId);
  await requireFourEyes(queries, caller, await serviceRow(queries, serviceId), declarationNo);
};

/** Nor does anybody decide an appeal against their own inspection. */
const decide: FindingPermit = async (queries, caller, finding, today) => {
  await otherEyes(queries, caller, finding, today);
  const { inspector, closedBy } = await inspectionRow(queries, finding.inspectionId);
  const person = await personBehind(queries, caller.name);
  for (const name of [inspector, closedBy ?? inspector])
    if ((await personBehind(queries, name)) === person) throw new Problem(403, 'four_eyes_appeal');
};

/** What the caller must be to make each move, besides having the role for it. */
export const FINDING_PERMITS: Record<FindingEventRow['kind'], FindingPermit> = {
  reply: answer,
  appeal,
  close: otherEyes,
  upheld: decide,
  rejected: decide,
};
