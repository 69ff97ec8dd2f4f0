import type { JsonSchema } from '../http/describe.js';
import { code, count, day, instant, list, name, object, oneOf, orNull, page, text } from '../http/schemas.js';
import { AGENCY_LEVELS } from '../domain/agency-level.js';

const members = {
  code,
  name,
  nameEn: orNull(name),
  level: oneOf(AGENCY_LEVELS),
  parentCode: orNull(code),
  kind: orNull(text(60)),
  codeKind: orNull(text(60)),
  validFrom: orNull(day),
  validTo: orNull(day),
  successors: list(code, 100),
  source: orNull(text(1000)),
};

const named = object({ code, name });

export const AGENCY_PAGE: JsonSchema = {
  title: 'AgencyPage',
  ...page({ title: 'AgencyInList', ...object(members) }),
};

export const AGENCY: JsonSchema = {
  title: 'Agency',
  ...object({
    ...members,
    parent: orNull(named),
    predecessors: list(named, 10_000),
    children: count,
    services: count,
    revision: count,
  }),
};

export const AGENCY_CONTACT: JsonSchema = {
  title: 'AgencyContact',
  ...object({ agencyCode: code, notifyEmail: orNull(text(254)), updatedAt: orNull(instant) }),
};
