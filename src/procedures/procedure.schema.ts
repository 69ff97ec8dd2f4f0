import {
  CHANNEL_KINDS,
  CONDITIONAL_PARTS,
  FEE_KINDS,
  GOVERNMENT_LEVELS,
  TIME_UNITS,
} from '../domain/procedure-content.js';
import { VERSION_STATES } from '../domain/version-moves.js';
import { BLOCKER } from '../http/blocker-schema.js';
import type { JsonSchema } from '../http/describe.js';
import {
  address,
  code,
  count,
  day,
  flag,
  instant,
  list,
  name,
  object,
  oneOf,
  orNull,
  page,
  text,
} from '../http/schemas.js';

const LONG_TEXT = text(50_000);
const PARTS_AT_MOST = 1000;

const CONTENT: JsonSchema = {
  title: 'ProcedureContent',
  ...object(
    {
      name,
      nameEn: orNull(name),
      fieldCode: code,
      // `true`: the text exists at the source but is not held here.
      steps: { anyOf: [LONG_TEXT, { const: true }, { type: 'null' }] },
      requirements: { anyOf: [LONG_TEXT, { const: true }, { type: 'null' }] },
      subjects: list(name, PARTS_AT_MOST),
      channels: list(
        object({
          channel: oneOf(CHANNEL_KINDS),
          timeValue: orNull({ type: 'number', minimum: 0, maximum: 100_000 }),
          timeUnit: orNull(oneOf(TIME_UNITS)),
          feeKind: oneOf(FEE_KINDS),
          feeAmount: orNull({ type: 'number', minimum: 0, maximum: 1_000_000_000_000 }),
          currency: orNull(text(10)),
        }),
        PARTS_AT_MOST,
      ),
      components: list(object({ name, originals: count, copies: count, hasForm: flag }), PARTS_AT_MOST),
      dossierSets: orNull(count),
      legalBasis: list(name, PARTS_AT_MOST),
      results: list(object({ name, code: orNull(text(100)) }), PARTS_AT_MOST),
      competentAuthority: orNull(name),
      implementingAgency: orNull(name),
      receivingAddress: orNull(name),
      procedureType: orNull(name),
      levels: list(oneOf(GOVERNMENT_LEVELS), 5),
      // When the source was read, as its own note has it.
      source: orNull(object({ text: name, url: orNull(address), asOf: orNull(text(40)) })),
      notApplicable: object(
        Object.fromEntries(CONDITIONAL_PARTS.map((part) => [part, name])),
        CONDITIONAL_PARTS,
      ),
    },
    ['notApplicable'],
  ),
};

const KIND = oneOf(['new', 'amended', 'repealed']);
const STATE = oneOf(VERSION_STATES);
const DECISION = { decisionNumber: orNull(text(100)), decisionDate: orNull(day), signer: orNull(text(200)) };

const SUMMARY_MEMBERS = {
  no: count,
  kind: KIND,
  state: STATE,
  ...DECISION,
  effectiveFrom: orNull(day),
  effectiveTo: orNull(day),
  reason: orNull(name),
  publishedAt: orNull(instant),
};
const VERSION_SUMMARY: JsonSchema = { title: 'ProcedureVersionSummary', ...object(SUMMARY_MEMBERS) };

export const VERSION: JsonSchema = {
  title: 'ProcedureVersion',
  ...object({ ...SUMMARY_MEMBERS, content: CONTENT }),
};

export const VERSION_PAGE: JsonSchema = { title: 'ProcedureVersionPage', ...page(VERSION_SUMMARY) };

const ITEM_MEMBERS = {
  code,
  name,
  nameEn: orNull(name),
  field: object({ code, name }),
  status: oneOf(['draft', 'published', 'repealed']),
  decisionNumber: orNull(text(100)),
  decisionDate: orNull(day),
  hasForms: flag,
  levels: object({ none: count, 1: count, 2: count, 3: count }),
  services: count,
  updatedAt: instant,
  revision: count,
};

export const PROCEDURE_PAGE: JsonSchema = {
  title: 'ProcedurePage',
  ...page({ title: 'ProcedureItem', ...object(ITEM_MEMBERS) }),
};

export const PROCEDURE: JsonSchema = {
  title: 'Procedure',
  ...object({
    ...ITEM_MEMBERS,
    owner: orNull(object({ code, name })),
    version: VERSION_SUMMARY,
    content: CONTENT,
    missing: list(BLOCKER, PARTS_AT_MOST),
    versions: list(VERSION_SUMMARY, PARTS_AT_MOST),
  }),
};

const DRAFT_MEMBERS = {
  code,
  no: count,
  kind: KIND,
  state: STATE,
  content: CONTENT,
  ...DECISION,
  effectiveFrom: orNull(day),
  reason: orNull(name),
  editedBy: orNull(text(100)),
  editedByAgency: orNull(code),
  blockers: list(BLOCKER, PARTS_AT_MOST),
  updatedAt: instant,
  revision: count,
};

export const DRAFT: JsonSchema = { title: 'ProcedureDraft', ...object(DRAFT_MEMBERS) };

export const REGISTERED: JsonSchema = {
  title: 'RegisteredProcedure',
  ...object({
    ...DRAFT_MEMBERS,
    likelyDuplicates: list(
      object({
        code,
        name,
        status: oneOf(['draft', 'published', 'repealed']),
        because: oneOf(['same_name', 'same_code']),
      }),
      50,
    ),
  }),
};
