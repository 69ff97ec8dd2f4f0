import { AGENCY_LEVELS } from '../domain/agency-level.js';
import { CONFIDENCES } from '../domain/sampling/sample-size.js';
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
  share,
  text,
} from '../http/schemas.js';
import { LEVEL_BASES, SERVICE_STATES } from '../publication/service-filter.js';
import { STRATA } from './campaign.table.js';
import { DRAWN_STATES, OUTCOMES } from './drawn-service.js';
import { RATES, RULE } from './result.query.js';

const id = text(20);
const title = text(300);
const person = text(200);
const state = oneOf(['open', 'closed']);
const STRATA_AT_MOST = 20_000;
const FILTER_MEMBERS = {
  agency: code,
  scope: oneOf(['own', 'subtree']),
  agencyLevel: oneOf(AGENCY_LEVELS),
  district: code,
  field: code,
  procedure: code,
  level: oneOf(['1', '2', '3', 'none']),
  minLevel: level,
  levelOf: oneOf(LEVEL_BASES),
  basis: oneOf(['declared', 'verified', 'verified_stale']),
  state: oneOf(SERVICE_STATES),
  demonstration: flag,
  q: text(300),
};
const FILTER = object(FILTER_MEMBERS, Object.keys(FILTER_MEMBERS));
const PROGRESS = object({
  drawn: count,
  waiting: count,
  inspecting: count,
  inspected: count,
  ended: count,
});
const NOT_DECLARED = list(object({ reason: oneOf(['not_declared']), count }), 1);
const STRATUM = { key: code, name: orNull(name), population: count, sample: count };
const HEAD = { id, name: title, purpose: orNull(text(2000)), state, dueDate: orNull(day) };
const DESIGN = {
  strata: oneOf(STRATA),
  marginOfError: share,
  confidence: oneOf(CONFIDENCES),
  expectedRate: share,
  wanted: count,
  sample: count,
};

export const CAMPAIGNS: JsonSchema = {
  title: 'Campaigns',
  ...object({
    items: list(
      object({
        ...HEAD,
        asOf: day,
        population: count,
        progress: PROGRESS,
        createdBy: person,
        drawnAt: instant,
        closedAt: orNull(instant),
      }),
      10_000,
    ),
    next: { type: 'null' },
    total: count,
  }),
};

export const DESIGN_PREVIEW: JsonSchema = {
  title: 'CampaignPreview',
  ...object({
    population: FILTER,
    ...DESIGN,
    asOf: day,
    services: count,
    excluded: NOT_DECLARED,
    sizes: list(object(STRATUM), STRATA_AT_MOST),
  }),
};

export const CAMPAIGN: JsonSchema = {
  title: 'Campaign',
  ...object({
    ...HEAD,
    population: object({
      filter: FILTER,
      asOf: day,
      knownAt: instant,
      services: count,
      excluded: NOT_DECLARED,
      sha256,
    }),
    list: object({ count, sha256, check: text(200) }),
    design: object(DESIGN),
    seed: orNull(text(200)),
    seedSha256: sha256,
    seedGiven: flag,
    strata: list(object({ ...STRATUM, inspected: count }), STRATA_AT_MOST),
    progress: PROGRESS,
    createdBy: person,
    drawnAt: instant,
    closedAt: orNull(instant),
    closedBy: orNull(person),
  }),
};

export const DRAWN_PAGE: JsonSchema = {
  title: 'DrawnServices',
  ...page(
    object({
      stratum: code,
      place: count,
      serviceId,
      ticket: sha256,
      agencyCode: code,
      agencyName: name,
      procedureCode: code,
      procedureName: name,
      declaredLevel: level,
      state: oneOf(DRAWN_STATES),
      inspectionId: orNull(text(160)),
      inspector: orNull(person),
      inspectedAt: orNull(instant),
      inspectedLevel: orNull(level),
      foundLevel: orNull(level),
      outcome: orNull(oneOf(OUTCOMES)),
      barredBy: orNull(text(60)),
    }),
  ),
};

const COMPARED = object({ recorded: sha256, now: sha256, same: flag });

export const REDRAW: JsonSchema = {
  title: 'CampaignRedraw',
  ...object({ same: flag, list: COMPARED, population: COMPARED, draw: COMPARED, drawn: count }),
};

const OUTCOME_COUNTS = { inspected: count, overClaimed: count, asDeclared: count, underClaimed: count };

export const CAMPAIGN_RESULT: JsonSchema = {
  title: 'CampaignResult',
  ...object({
    id,
    state,
    asOf: day,
    knownAt: instant,
    basis: oneOf(['inspections']),
    frozenAt: orNull(instant),
    population: count,
    drawn: count,
    inspected: count,
    excluded: list(object({ reason: oneOf(['not_inspected', 'ended', 'stratum_not_inspected']), count }), 3),
    redeclared: count,
    rates: list(
      object({
        code: oneOf(RATES.map((rate) => rate.code)),
        value: orNull(share),
        low: orNull(share),
        high: orNull(share),
        confidence: oneOf(CONFIDENCES),
        numerator: count,
        denominator: count,
        effectiveSize: orNull({ type: 'number', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
        ruleId: oneOf([RULE]),
      }),
      RATES.length,
    ),
    strata: list(
      object({ key: code, name: orNull(name), population: count, drawn: count, ...OUTCOME_COUNTS }),
      STRATA_AT_MOST,
    ),
    agencies: list(
      object({ code, name, drawn: count, ...OUTCOME_COUNTS, overClaimRate: orNull(share), list: text(400) }),
      STRATA_AT_MOST,
    ),
  }),
};
