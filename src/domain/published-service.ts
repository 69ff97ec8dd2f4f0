import { canonicalJson } from './canonical-json.js';
import type { ChannelVolume } from './case-volumes.js';
import type { Level } from './level-scheme/scheme.js';
import type { ServiceFacts } from './service-facts.js';
import type { UpstreamChange } from './upstream-change.js';
import type { Basis, Segment } from './service-timeline.js';

/** One service of the published list, as everybody may read it. */
export interface PublishedService {
  id: string;
  agency: { code: string; name: string };
  procedure: {
    code: string;
    name: string;
    nameEn: string | null;
    decisionNumber: string | null;
    decisionDate: string | null;
  };
  field: { code: string; name: string };
  level: Level | null;
  /** Where `level` comes from; `null` where nothing was declared or verified. */
  basis: Exclude<Basis, 'none'> | null;
  declaredLevel: Level | null;
  verifiedLevel: Level | null;
  /** The level that the facts support by the scheme, whatever was declared. */
  supportedLevel: Level | null;
  /** First day of the unbroken run at `level`. */
  levelSince: string | null;
  verifiedAt: string | null;
  /**
   * Criteria that hold the service back: from the level above `verifiedLevel` where the inspection found less than the facts support, else from
   * the level above `supportedLevel`.
   */
  heldBackBy: string[];
  /** Counts the savings of the facts, so that no saving leaves this document as it was. */
  factsRevision: number;
  links: { information: string | null; forms: string[]; submission: string | null; status: string | null };
  /** What other schemes say, each computed from the same facts; for `nd43-2011` the published level. */
  schemes: Record<string, string | number | null>;
  demonstration: boolean;
  /** A newer version of the procedure that the agency has not answered; left out where there is none. */
  upstreamChange?: { fromVersion: number; toVersion: number; effectiveFrom: string };
  /**
   * Case volumes of the last periods, the latest first: shown from level 3 up (Decree 43/2011 Art. 18.3). Left out below
   * it, and where none are known.
   */
  volumes?: PublishedVolume[];
  updatedAt: string;
  /** Counts the published changes of this service. */
  version: number;
}

/** Dossiers of one period, by channel. */
export interface PublishedVolume {
  period: string;
  channels: ChannelVolume[];
  demonstration: boolean;
}

const PERIODS_SHOWN = 4;

/** What stands behind one published service on one day. */
export interface PublishedServiceParts {
  id: string;
  agency: { code: string; name: string };
  procedure: PublishedService['procedure'];
  field: { code: string; name: string };
  state: Pick<Segment, 'level' | 'basis' | 'declaredLevel' | 'verifiedLevel' | 'levelSince'>;
  facts: ServiceFacts;
  supportedLevel: Level | null;
  heldBackBy: string[];
  factsRevision: number;
  schemes: Record<string, string | number | null>;
  verifiedAt: string | null;
  demonstration: boolean;
  upstreamChange: UpstreamChange | undefined;
  /** Of periods that had begun on the day, the earliest first. */
  volumes: readonly PublishedVolume[];
}

/**
 * The canonical JSON of a published service, before it is known which change publishes it: `stamped` says when and as which
 * version. Whether anything changed shows by the stamp of the last change, so that one text serves both.
 */
export function unstamped(parts: PublishedServiceParts): string {
  return canonicalJson(publishedService(parts, '', 0));
}

// In JSON a quotation mark inside a text is escaped: these stand nowhere but where the members are.
const UPDATED_AT = '"updatedAt":"';
const VERSION = '"version":0';

export function stamped(text: string, updatedAt: string, version: number): string {
  const at = text.indexOf(UPDATED_AT) + UPDATED_AT.length;
  const last = text.lastIndexOf(VERSION);
  const stamp = VERSION.slice(0, -1) + String(version);
  return text.slice(0, at) + updatedAt + text.slice(at, last) + stamp + text.slice(last + VERSION.length);
}

/** Puts the parts together; `updatedAt` and `version` are those of the change that published it. */
export function publishedService(
  parts: PublishedServiceParts,
  updatedAt: string,
  version: number,
): PublishedService {
  const { state } = parts;
  return {
    id: parts.id,
    agency: parts.agency,
    procedure: parts.procedure,
    field: parts.field,
    level: state.level,
    basis: state.basis === 'none' ? null : state.basis,
    declaredLevel: state.declaredLevel,
    verifiedLevel: state.verifiedLevel,
    supportedLevel: parts.supportedLevel,
    levelSince: state.levelSince,
    verifiedAt: parts.verifiedAt,
    heldBackBy: parts.heldBackBy,
    factsRevision: parts.factsRevision,
    links: linksOf(parts.facts),
    schemes: { ...parts.schemes, 'nd43-2011': state.level },
    demonstration: parts.demonstration,
    ...shownChange(parts),
    ...shownVolumes(parts),
    updatedAt,
    version,
  };
}

function shownChange({ upstreamChange }: PublishedServiceParts): Pick<PublishedService, 'upstreamChange'> {
  if (!upstreamChange) return {};
  const { fromVersionNo: fromVersion, versionNo: toVersion, effectiveFrom } = upstreamChange;
  return { upstreamChange: { fromVersion, toVersion, effectiveFrom } };
}

function shownVolumes({ state, volumes }: PublishedServiceParts): Pick<PublishedService, 'volumes'> {
  if (state.level !== 3 || volumes.length === 0) return {};
  const shown = volumes.slice(-PERIODS_SHOWN).toReversed();
  return {
    volumes: shown.map(({ period, channels, demonstration }) => ({ period, channels, demonstration })),
  };
}

function linksOf(facts: ServiceFacts): PublishedService['links'] {
  return {
    information: facts.publicPage?.urls?.[0] ?? null,
    forms: facts.formFiles?.urls ?? [],
    submission: facts.onlineSubmission?.urls?.[0] ?? facts.onlineForm?.urls?.[0] ?? null,
    status: facts.statusOnline?.urls?.[0] ?? null,
  };
}
