import { FACT_KEYS } from '../domain/service-facts.js';
import type { JsonSchema } from '../http/describe.js';
import {
  code,
  count,
  day,
  flag,
  instant,
  level,
  list,
  name,
  object,
  oneOf,
  orNull,
  page,
  serviceId,
  sha256,
  text,
} from '../http/schemas.js';
import { FACTS, JUDGED_CRITERION } from '../public-services/public-services.schema.js';
import { FINDING_STATES, INSPECTED_OUTCOMES, METHODS, NOTIFICATION_KINDS } from './inspection.table.js';
import { QUEUE_REASONS } from './queue-reasons.js';

const id = text(160);
const note = text(2000);
const words = text(4000);
const person = text(200);
const numbers = list(text(20), 100);
const state = oneOf(['open', 'closed']);
const judged = (JUDGED_CRITERION as { properties: Record<string, JsonSchema> }).properties;

const CRITERION = object({
  id: text(60),
  level,
  title: judged['title']!,
  fact: judged['fact']!,
  source: judged['source']!,
  howToMend: judged['howToMend']!,
  stated: object({ outcome: judged['outcome']!, reason: judged['reason']!, evidence: judged['evidence']! }),
  inspected: orNull(
    object({
      outcome: oneOf(INSPECTED_OUTCOMES),
      reason: orNull(note),
      note: orNull(note),
      evidence: numbers,
    }),
  ),
});

export const INSPECTION: JsonSchema = {
  title: 'Inspection',
  ...object({
    id,
    serviceId,
    no: count,
    agencyCode: code,
    procedureCode: code,
    procedureName: name,
    method: oneOf(METHODS),
    state,
    declaration: object({
      no: count,
      level,
      effectiveFrom: day,
      factsRevision: count,
      note: orNull(note),
      actor: person,
      agencyCode: orNull(code),
      recordedAt: instant,
    }),
    facts: object({
      revision: count,
      procedureVersion: count,
      sha256,
      facts: FACTS,
    }),
    changedKeys: list(oneOf(FACT_KEYS), FACT_KEYS.length),
    supportedLevel: orNull(level),
    criteria: list(CRITERION, 60),
    outcomeLevel: orNull(level),
    heldBackBy: list(text(60), 60),
    level: orNull(level),
    effectiveFrom: orNull(day),
    staleFrom: orNull(day),
    inspector: person,
    inspectorAgency: orNull(code),
    note: orNull(note),
    openedAt: instant,
    closedAt: orNull(instant),
    closedBy: orNull(person),
    findings: list(
      object({ id, criterion: orNull(text(60)), text: words, dueDate: day, state: oneOf(FINDING_STATES) }),
      100,
    ),
  }),
};

export const INSPECTION_PAGE: JsonSchema = {
  title: 'InspectionPage',
  ...page(
    object({
      id,
      serviceId,
      agencyCode: code,
      procedureName: name,
      method: oneOf(METHODS),
      state,
      declaredLevel: level,
      level: orNull(level),
      effectiveFrom: orNull(day),
      staleFrom: orNull(day),
      inspector: person,
      openedAt: instant,
      closedAt: orNull(instant),
    }),
  ),
};

export const QUEUE_PAGE: JsonSchema = {
  title: 'InspectionQueue',
  ...page(
    object({
      serviceId,
      agencyCode: code,
      agencyName: name,
      procedureCode: code,
      procedureName: name,
      declaredLevel: level,
      verifiedLevel: orNull(level),
      weight: count,
      reasons: list(
        object({ code: oneOf(QUEUE_REASONS.map((reason) => reason.code)), weight: count }),
        QUEUE_REASONS.length,
      ),
    }),
  ),
};

const FINDING_HEAD = {
  id,
  inspectionId: id,
  serviceId,
  agencyCode: code,
  criterion: orNull(text(60)),
  text: words,
  dueDate: day,
  state: oneOf(FINDING_STATES),
  createdAt: instant,
  updatedAt: instant,
};

export const FINDING_PAGE: JsonSchema = { title: 'FindingPage', ...page(object(FINDING_HEAD)) };

export const FINDING: JsonSchema = {
  title: 'Finding',
  ...object({
    ...FINDING_HEAD,
    events: list(
      object({
        no: count,
        kind: oneOf(['reply', 'appeal', 'upheld', 'rejected', 'close']),
        text: orNull(words),
        late: flag,
        actor: person,
        actorAgency: orNull(code),
        at: instant,
      }),
      10_000,
    ),
  }),
};

export const NOTIFICATION = object({
  id,
  agencyCode: code,
  kind: oneOf(NOTIFICATION_KINDS),
  serviceId,
  subject: text(200),
  at: instant,
  readAt: orNull(instant),
  readBy: orNull(person),
});

export const NOTIFICATION_PAGE: JsonSchema = { title: 'NotificationPage', ...page(NOTIFICATION) };
