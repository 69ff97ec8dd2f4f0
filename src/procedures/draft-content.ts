import {
  type Channel,
  CONDITIONAL_PARTS,
  type ConditionalPart,
  type DossierComponent,
  type NotApplicable,
  type ProcedureContent,
  type ProcedureResult,
} from '../domain/procedure-content.js';
import { normalise, normaliseLines } from '../domain/text/fold.js';

type Draftable<Item> = { [Key in keyof Item]?: Item[Key] | undefined };

/** Sections to replace; one that is left out stays, `null` empties. */
export interface ContentChanges {
  name?: string;
  nameEn?: string | null;
  fieldCode?: string;
  steps?: string | null;
  requirements?: string | null;
  subjects?: string[] | null;
  channels?: (Draftable<Channel> & Pick<Channel, 'channel'>)[] | null;
  components?: (Draftable<DossierComponent> & Pick<DossierComponent, 'name'>)[] | null;
  dossierSets?: number | null;
  legalBasis?: string[] | null;
  results?: (Draftable<ProcedureResult> & Pick<ProcedureResult, 'name'>)[] | null;
  competentAuthority?: string | null;
  implementingAgency?: string | null;
  receivingAddress?: string | null;
  procedureType?: string | null;
  levels?: ProcedureContent['levels'] | null;
  source?: { text: string; url?: string | null; asOf?: string | null } | null;
  notApplicable?: { [Part in ConditionalPart]?: string | null } | null;
}

/** The content with the changes made: texts as they are stored, everything that was not said unknown. */
export function mergedContent(base: ProcedureContent, changes: ContentChanges): ProcedureContent {
  const { notApplicable: _, ...kept } = base;
  const notApplicable = mergedReasons(base.notApplicable, changes.notApplicable);
  const { source } = changes;
  return {
    ...kept,
    name: changes.name === undefined ? base.name : normalise(changes.name),
    nameEn: line(changes.nameEn, base.nameEn),
    fieldCode: changes.fieldCode ?? base.fieldCode,
    steps: lines(changes.steps, base.steps),
    requirements: lines(changes.requirements, base.requirements),
    subjects: list(changes.subjects, base.subjects, normalise),
    channels: list(changes.channels, base.channels, channelOf),
    components: list(changes.components, base.components, componentOf),
    dossierSets: changes.dossierSets === undefined ? base.dossierSets : changes.dossierSets,
    legalBasis: list(changes.legalBasis, base.legalBasis, normalise),
    results: list(changes.results, base.results, ({ name, code }) => ({
      name: normalise(name),
      code: line(code, null),
    })),
    competentAuthority: line(changes.competentAuthority, base.competentAuthority),
    implementingAgency: line(changes.implementingAgency, base.implementingAgency),
    receivingAddress: line(changes.receivingAddress, base.receivingAddress),
    procedureType: line(changes.procedureType, base.procedureType),
    levels: list(changes.levels, base.levels, (level) => level),
    source:
      source === undefined
        ? base.source
        : source && { text: normalise(source.text), url: source.url ?? null, asOf: source.asOf ?? null },
    ...(notApplicable ? { notApplicable } : {}),
  };
}

function line<Kept>(given: string | null | undefined, kept: Kept): string | null | Kept {
  return given === undefined ? kept : given === null ? null : normalise(given) || null;
}

function lines<Kept>(given: string | null | undefined, kept: Kept): string | null | Kept {
  return given === undefined ? kept : given === null ? null : normaliseLines(given) || null;
}

function list<Given, Item>(
  given: readonly Given[] | null | undefined,
  kept: Item[],
  itemOf: (given: Given) => Item,
): Item[] {
  return given === undefined ? kept : (given ?? []).map(itemOf);
}

function channelOf(given: Draftable<Channel> & Pick<Channel, 'channel'>): Channel {
  const {
    channel,
    timeValue = null,
    timeUnit = null,
    feeKind = 'unstated',
    feeAmount = null,
    currency,
  } = given;
  const isAmount = feeAmount !== null;
  return {
    channel,
    timeValue,
    timeUnit,
    feeKind,
    feeAmount,
    currency: currency ?? (isAmount ? 'VND' : null),
  };
}

function componentOf(given: Draftable<DossierComponent> & Pick<DossierComponent, 'name'>): DossierComponent {
  const { name, originals = 0, copies = 0, hasForm = false } = given;
  return { name: normalise(name), originals, copies, hasForm };
}

function mergedReasons(
  base: NotApplicable | undefined,
  changes: ContentChanges['notApplicable'],
): NotApplicable | undefined {
  if (changes === undefined) return base;
  const merged: NotApplicable = {};
  for (const part of CONDITIONAL_PARTS) {
    const reason = line(changes?.[part], changes === null ? undefined : base?.[part]);
    if (reason) merged[part] = reason;
  }
  return Object.keys(merged).length > 0 ? merged : undefined;
}
