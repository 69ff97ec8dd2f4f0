import { assess, type CriterionResult } from '../../domain/level-scheme/assess.js';
import type { Level, LevelScheme, Text } from '../../domain/level-scheme/scheme.js';
import { effectiveFacts } from '../../domain/facts-of-procedure.js';
import type { Fact, ServiceFacts } from '../../domain/service-facts.js';
import { OPEN_START } from '../../domain/service-timeline.js';
import type { VersionRecord } from '../../publication/service-records.query.js';
import type { ImportField } from '../reading/import-fields.js';
import type { Change, DiffLine } from './differ.js';
import type { RowIssues } from './issue.js';
import type { StatedRow } from './read-row.js';
import type { PublishedLevels, StandingDeclaration, StandingService } from './standing-services.query.js';

/** What a row would change, and what has to be written for it. */
export interface RowPlan extends DiffLine {
  /** The whole new set of facts; null where the facts stay. */
  facts: ServiceFacts | null;
  declaration: { level: Level; effectiveFrom: string; note: string | null } | null;
}

export interface PlanContext {
  scheme: LevelScheme;
  /** Published versions of the row's procedure. */
  versions: readonly VersionRecord[];
  today: string;
}

const shownAt = (urls: string[]): Fact => ({ state: 'present', urls });

/** The facts with what the row states laid over them; the same object where nothing differs. */
export function mergedFacts(
  stated: StatedRow,
  facts: ServiceFacts,
): { facts: ServiceFacts; changes: Change[] } {
  const changes: Change[] = [];
  const merged: ServiceFacts = { ...facts };
  const note = (field: ImportField, before: unknown, after: unknown) =>
    changes.push({ field, before, after });
  const { informationUrl, formUrls, submissionUrl, statusUrl } = stated;

  const page = addressOf(facts.publicPage);
  if (informationUrl !== null && informationUrl !== page) {
    merged.publicPage = shownAt([informationUrl]);
    note('information_url', page, informationUrl);
  }
  const forms = isPresent(facts.formFiles) ? (facts.formFiles.urls ?? []) : [];
  if (formUrls !== null && formUrls.join('\n') !== forms.join('\n')) {
    merged.formFiles = shownAt(formUrls);
    note('form_urls', forms, formUrls);
  }
  const submission = addressOf(facts.onlineSubmission) ?? addressOf(facts.onlineForm);
  if (submissionUrl !== null && submissionUrl !== submission) {
    // The receipt of a test at another address proves nothing of this one.
    merged.onlineSubmission = shownAt([submissionUrl]);
    const form = addressOf(facts.onlineForm);
    if (form === null || form === submission) merged.onlineForm = shownAt([submissionUrl]);
    note('submission_url', submission, submissionUrl);
  }
  const status = addressOf(facts.statusOnline);
  if (statusUrl !== null && statusUrl !== status) {
    merged.statusOnline = shownAt([statusUrl]);
    note('status_url', status, statusUrl);
  }
  return changes.length === 0 ? { facts, changes } : { facts: merged, changes };
}

function isPresent(fact: Fact | undefined): fact is Fact {
  return fact?.state === 'present';
}

function addressOf(fact: Fact | undefined): string | null {
  return isPresent(fact) ? (fact.urls?.[0] ?? null) : null;
}

/** The declaration in effect on a day: of two from one day, the later record. */
export function declaredOn(
  declarations: readonly StandingDeclaration[],
  day: string,
): StandingDeclaration | undefined {
  let latest: StandingDeclaration | undefined;
  for (const declaration of declarations) {
    if (declaration.effectiveFrom > day) continue;
    if (!latest || declaration.effectiveFrom >= latest.effectiveFrom) latest = declaration;
  }
  return latest;
}

/** Whether the row's level is another than the one declared on its day. */
export function differsFromDeclared(stated: StatedRow, standing: StandingService | undefined): boolean {
  return (
    stated.level !== null &&
    declaredOn(standing?.declarations ?? [], stated.effectiveFrom)?.level !== stated.level
  );
}

/** @param published levels by days, needed where the row's level differs from the declared one */
export function planRow(
  stated: StatedRow,
  standing: StandingService | undefined,
  published: PublishedLevels,
  issues: RowIssues,
  context: PlanContext,
): RowPlan {
  if (standing?.validTo != null && standing.validTo < context.today)
    issues.error(null, 'service_closed', { validTo: standing.validTo });
  const { facts, changes } = mergedFacts(stated, standing?.facts ?? {});
  const hasNewFacts = changes.length > 0;
  const day = stated.effectiveFrom;
  const version = versionOn(context.versions, day);
  tellDecision(stated, version, context.versions, issues);

  // An export gives the published level, which an inspection may have made another than the declared one.
  const isPublished = published.some(
    ({ from, to, level }) => from <= day && day < to && level === stated.level,
  );
  const declares = differsFromDeclared(stated, standing) && !isPublished;
  if ((declares || hasNewFacts) && version) {
    const assessment = assess(context.scheme, effectiveFacts(version.facts, facts));
    const supported = assessment.supportedLevel ?? 0;
    const current = declaredOn(standing?.declarations ?? [], context.today)?.level ?? 0;
    if (declares && stated.level! > supported)
      refuseLevel(stated.level!, supported, assessment.criteria, issues, context.scheme);
    else if (!declares && hasNewFacts && current > supported)
      issues.guess(changes[0]!.field, 'support_falls', {
        supported: levelName(supported),
        declared: current,
      });
  }
  if (declares) {
    const before = declaredOn(standing?.declarations ?? [], day);
    changes.push({ field: 'level', before: before?.level ?? null, after: stated.level });
    changes.push({ field: 'effective_from', before: before?.effectiveFrom ?? null, after: day });
  }
  return {
    row: stated.row,
    id: stated.serviceId,
    kind: standing === undefined ? 'create' : changes.length > 0 ? 'update' : 'unchanged',
    changes,
    facts: hasNewFacts ? facts : null,
    declaration: declares ? { level: stated.level!, effectiveFrom: day, note: stated.note } : null,
  };
}

/** No level is never called 0. */
function levelName(supported: number): Text {
  return supported === 0
    ? { vi: 'chưa đạt mức 1', en: 'not yet level 1' }
    : { vi: `đạt mức ${supported}`, en: `level ${supported}` };
}

function refuseLevel(
  declared: Level,
  supported: number,
  criteria: readonly CriterionResult[],
  issues: RowIssues,
  scheme: LevelScheme,
): void {
  // All that is missing up to the level, not for the next one alone.
  const missing = criteria.filter(
    ({ level, outcome }) => level <= declared && (outcome === 'not_met' || outcome === 'unknown'),
  );
  const titles = missing.map(({ id }) => scheme.criteria.find((criterion) => criterion.id === id)!.title);
  issues.error('level', 'level_not_supported', {
    declared,
    supported: levelName(supported),
    criteria: { vi: titles.map(({ vi }) => vi).join('; '), en: titles.map(({ en }) => en).join('; ') },
    heldBackBy: missing.map(({ id }) => id).join(', '),
  });
}

/** The version in force on a day, or the first where the day is before all of them. */
function versionOn(versions: readonly VersionRecord[], day: string): VersionRecord | undefined {
  const from = (version: VersionRecord) => version.effectiveFrom ?? OPEN_START;
  const standing = versions.filter((version) => !version.repeals);
  standing.sort((a, b) => (from(a) < from(b) ? -1 : from(a) > from(b) ? 1 : a.no - b.no));
  return standing.findLast((candidate) => from(candidate) <= day) ?? standing[0];
}

/** A decision that made any version public is right; another one is told, since a list of services cannot change it. */
function tellDecision(
  stated: StatedRow,
  version: VersionRecord | undefined,
  versions: readonly VersionRecord[],
  issues: RowIssues,
): void {
  if (!version) return;
  const isKnown = versions.some(
    ({ procedure }) =>
      (stated.decisionNumber === null || stated.decisionNumber === procedure.decisionNumber) &&
      (stated.decisionDate === null || stated.decisionDate === procedure.decisionDate),
  );
  if (isKnown) return;
  const { code, decisionNumber, decisionDate } = version.procedure;
  const standing = [decisionNumber, decisionDate].filter((part) => part !== null).join(', ') || '–';
  if (stated.decisionNumber !== null && stated.decisionNumber !== decisionNumber)
    issues.tell('decision_number', 'decision_not_applied', { code, standing });
  if (stated.decisionDate !== null && stated.decisionDate !== decisionDate)
    issues.tell('decision_date', 'decision_not_applied', { code, standing });
}
