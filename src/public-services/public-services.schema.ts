import type { JsonSchema } from '../http/describe.js';
import { FACT_KEYS, FACT_STATES } from '../domain/service-facts.js';
import {
  address,
  code,
  count,
  day,
  flag,
  foreignText,
  instant,
  level,
  list,
  name,
  object,
  oneOf,
  orNull,
  schemeValue,
  serviceId,
  sha256,
  text,
} from '../http/schemas.js';
import { SERVICE } from '../publication/services.schema.js';

const id = serviceId;
const note = text(2000);
const words = object({ vi: name, en: name });
const factId = oneOf(FACT_KEYS);
const outcome = oneOf(['met', 'not_met', 'not_applicable', 'unknown']);

const FACT = object(
  {
    state: oneOf(FACT_STATES),
    reason: note,
    urls: list(address, 200),
    receipt: text(200),
    evidence: list(text(20), 100),
    count: { ...count, maximum: 200 },
  },
  ['reason', 'urls', 'receipt', 'evidence', 'count'],
);

export const FACTS: JsonSchema = {
  title: 'ServiceFacts',
  ...object(Object.fromEntries(FACT_KEYS.map((key) => [key, FACT])), FACT_KEYS),
};

export const STATED_FACTS: JsonSchema = {
  title: 'StatedFacts',
  ...object({
    serviceId: id,
    revision: count,
    facts: FACTS,
    procedureFacts: FACTS,
    recordedAt: orNull(instant),
    updatedAt: instant,
  }),
};

export const STANDING: JsonSchema = {
  title: 'ServiceStanding',
  ...object({
    id,
    agencyCode: code,
    procedureCode: code,
    validFrom: orNull(day),
    validTo: orNull(day),
    closedReason: orNull(note),
    service: orNull(SERVICE),
  }),
};

export const DECLARED: JsonSchema = {
  title: 'Declared',
  ...object({
    created: flag,
    declaration: object({
      no: count,
      level,
      effectiveFrom: day,
      factsRevision: count,
      note: orNull(note),
      recordedAt: instant,
    }),
    service: orNull(SERVICE),
  }),
};

export const JUDGED_CRITERION = object({
  id: text(60),
  level,
  outcome,
  reason: orNull(text(60)),
  evidence: list(text(20), 100),
  title: words,
  fact: factId,
  source: text(200),
  howToMend: words,
  statedReason: orNull(note),
});

export const ASSESSMENT: JsonSchema = {
  title: 'ServiceAssessment',
  ...object({
    serviceId: id,
    day,
    factsRevision: count,
    scheme: object({ id: text(60), title: words }),
    supportedLevel: orNull(level),
    nextLevel: orNull(level),
    heldBackBy: list(text(60), 60),
    criteria: list(JUDGED_CRITERION, 60),
    verification: orNull(
      object({
        inspectionId: text(160),
        level: orNull(level),
        effectiveFrom: day,
        verifiedAt: instant,
        staleFrom: orNull(day),
        heldBackBy: list(text(60), 60),
        changedKeys: list(factId, FACT_KEYS.length),
      }),
    ),
    otherSchemes: list(
      object({ id: text(60), title: words, value: schemeValue, name: words, lossy: words }),
      20,
    ),
  }),
};

const DECLARATION_RECORD = object({
  no: count,
  level,
  effectiveFrom: day,
  factsRevision: count,
  note: orNull(note),
  actor: orNull(text(200)),
  agencyCode: orNull(code),
  recordedAt: instant,
  demonstration: flag,
});

const STATE_RECORD = object({
  validFrom: orNull(day),
  validTo: orNull(day),
  knownFrom: instant,
  knownTo: orNull(instant),
  current: flag,
  level: orNull(level),
  basis: orNull(oneOf(['declared', 'verified', 'verified_stale'])),
  declaredLevel: orNull(level),
  verifiedLevel: orNull(level),
  levelSince: orNull(day),
  procedureVersion: count,
});

export const HISTORY: JsonSchema = {
  title: 'ServiceHistory',
  ...object({
    id,
    agencyCode: code,
    procedureCode: code,
    validFrom: orNull(day),
    validTo: orNull(day),
    closedReason: orNull(note),
    pauses: list(
      object({ closedFrom: day, reopenedOn: day, reason: orNull(note), recordedAt: instant }),
      10_000,
    ),
    declarations: list(DECLARATION_RECORD, 10_000),
    inspections: list(
      object({
        id: text(160),
        no: count,
        declarationNo: count,
        method: oneOf(['online', 'tool', 'onsite']),
        level: orNull(level),
        effectiveFrom: day,
        staleFrom: orNull(day),
        inspector: orNull(text(200)),
        agencyCode: orNull(code),
        closedAt: instant,
      }),
      10_000,
    ),
    factsRevisions: count,
    factsRecordedAt: orNull(instant),
    states: list(STATE_RECORD, 100_000),
  }),
};

export const EVIDENCE: JsonSchema = {
  title: 'Evidence',
  ...object({
    id: text(20),
    serviceId: id,
    no: count,
    fact: orNull(factId),
    kind: oneOf(['url', 'file']),
    url: orNull(address),
    finalUrl: orNull(address),
    httpStatus: orNull(count),
    capturedAt: orNull(instant),
    fileName: orNull(text(200)),
    mediaType: orNull(foreignText(200)),
    size: orNull(count),
    sha256: orNull(sha256),
    textSha256: orNull(sha256),
    problem: orNull(
      oneOf(['refused_address', 'timeout', 'too_large', 'too_many_redirects', 'dns', 'connection']),
    ),
    note: orNull(note),
    actor: text(200),
    agencyCode: orNull(code),
    recordedAt: instant,
  }),
};

export const EVIDENCE_URL: JsonSchema = {
  title: 'CaptureEvidence',
  ...object({ url: address, fact: factId, note }, ['fact', 'note']),
};

export const EVIDENCE_FORM: JsonSchema = {
  title: 'EvidenceForm',
  ...object(
    {
      file: { type: 'string', contentMediaType: 'application/octet-stream', maxLength: 20_971_520 },
      fact: factId,
      note,
    },
    ['fact', 'note'],
  ),
};

export const EVIDENCE_LIST: JsonSchema = {
  title: 'EvidenceList',
  ...object({ items: list(EVIDENCE, 10_000) }),
};
