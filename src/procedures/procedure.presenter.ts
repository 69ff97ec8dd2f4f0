import {
  type BlockerCode,
  BLOCKERS,
  type Blocker,
  publishingBlockers,
} from '../domain/publishing-blockers.js';
import { hasForms, type ProcedureContent } from '../domain/procedure-content.js';
import {
  isPublic,
  type ProcedureRecord,
  speakingVersion,
  type VersionRecord,
} from './procedure-records.query.js';
import type { LevelDistribution } from './service-levels.query.js';

// What the API answers, member by member in a fixed order: tags of content are made from it.

export type ProcedureStatus = 'draft' | 'published' | 'repealed';

export interface ServiceCounts {
  levels: LevelDistribution;
  services: number;
}

export interface ProcedureItem extends ServiceCounts {
  code: string;
  name: string;
  nameEn: string | null;
  field: { code: string; name: string };
  status: ProcedureStatus;
  decisionNumber: string | null;
  decisionDate: string | null;
  hasForms: boolean;
  updatedAt: string;
  revision: number;
}

export interface BlockerView {
  code: BlockerCode;
  section: string;
  rule: string;
}

export type VersionSummary = Pick<
  VersionRecord,
  'no' | 'kind' | 'state' | 'decisionNumber' | 'decisionDate' | 'signer' | 'effectiveFrom' | 'effectiveTo'
> & { reason: string | null; publishedAt: string | null };

export type VersionView = VersionSummary & { content: ProcedureContent };

export interface ProcedureView extends ProcedureItem {
  owner: { code: string; name: string } | null;
  version: VersionSummary;
  content: ProcedureContent;
  /** What is unknown of what a published procedure has to say. */
  missing: BlockerView[];
  versions: VersionSummary[];
}

export interface DraftView {
  code: string;
  no: number;
  kind: VersionRecord['kind'];
  state: VersionRecord['state'];
  content: ProcedureContent;
  decisionNumber: string | null;
  decisionDate: string | null;
  signer: string | null;
  effectiveFrom: string | null;
  reason: string | null;
  editedBy: string | null;
  editedByAgency: string | null;
  blockers: BlockerView[];
  updatedAt: string;
  revision: number;
}

/** @param day for which the procedure is shown */
export function procedureItem(
  procedure: ProcedureRecord,
  versions: readonly VersionRecord[],
  day: string,
  { levels, services }: ServiceCounts,
): ProcedureItem {
  const version = speakingVersion(versions, day);
  const { name, nameEn } = version.content;
  return {
    code: procedure.code,
    name,
    nameEn,
    field: { code: procedure.fieldCode, name: procedure.fieldName },
    status: version.kind === 'repealed' ? 'repealed' : isPublic(version) ? 'published' : 'draft',
    decisionNumber: version.decisionNumber,
    decisionDate: version.decisionDate,
    hasForms: hasForms(version.content),
    levels,
    services,
    updatedAt: procedure.updatedAt,
    revision: procedure.revision,
  };
}

export function procedureView(
  procedure: ProcedureRecord,
  versions: readonly VersionRecord[],
  day: string,
  counts: ServiceCounts,
): ProcedureView {
  const version = speakingVersion(versions, day);
  return {
    ...procedureItem(procedure, versions, day, counts),
    owner:
      procedure.ownerAgency === null
        ? null
        : { code: procedure.ownerAgency, name: procedure.ownerName ?? procedure.ownerAgency },
    version: versionSummary(version),
    content: version.content,
    missing: blockerViews(blockersOf(version)),
    versions: versions.filter(isPublic).map(versionSummary),
  };
}

export function versionSummary(version: VersionRecord): VersionSummary {
  const { no, kind, state, decisionNumber, decisionDate, signer, effectiveFrom, effectiveTo } = version;
  const { reason, publishedAt } = version;
  return {
    no,
    kind,
    state,
    decisionNumber,
    decisionDate,
    signer,
    effectiveFrom,
    effectiveTo,
    // Why a draft was returned is between its editor and its reviewer.
    reason: kind === 'repealed' ? reason : null,
    publishedAt,
  };
}

export function versionView(version: VersionRecord): VersionView {
  return { ...versionSummary(version), content: version.content };
}

export function draftView(procedure: ProcedureRecord, draft: VersionRecord): DraftView {
  return {
    code: procedure.code,
    no: draft.no,
    kind: draft.kind,
    state: draft.state,
    content: draft.content,
    decisionNumber: draft.decisionNumber,
    decisionDate: draft.decisionDate,
    signer: draft.signer,
    effectiveFrom: draft.effectiveFrom,
    reason: draft.reason,
    editedBy: draft.editedBy,
    editedByAgency: draft.editedByAgency,
    blockers: blockerViews(blockersOf(draft)),
    updatedAt: procedure.updatedAt,
    revision: procedure.revision,
  };
}

export function blockerViews(blockers: readonly Blocker[]): BlockerView[] {
  return blockers.map(({ code, section }) => ({ code, section, rule: BLOCKERS[code].rule }));
}

function blockersOf({ content, decisionNumber, decisionDate }: VersionRecord): Blocker[] {
  return publishingBlockers(content, { number: decisionNumber, date: decisionDate });
}
