import type { JsonSchema } from '../http/describe.js';
import {
  address,
  count,
  instant,
  list,
  object,
  oneOf,
  orNull,
  page,
  serviceId,
  text,
} from '../http/schemas.js';
import { CHECK_OUTCOMES, LINK_STATES } from './link.table.js';

const SERVICES_SHOWN = 20;

const url = address;
const linkId: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{32}$', maxLength: 32 };

const found = {
  reason: orNull(text(60)),
  httpStatus: orNull(count),
  finalUrl: orNull(url),
  failures: count,
};

export const LINK_PAGE: JsonSchema = {
  title: 'LinkPage',
  ...page({
    title: 'Link',
    ...object({
      id: linkId,
      url,
      host: text(300),
      state: oneOf(LINK_STATES),
      ...found,
      firstFailedAt: orNull(instant),
      stateSince: instant,
      checkedAt: orNull(instant),
      nextCheckAt: orNull(instant),
      requestedAt: orNull(instant),
      serviceCount: count,
      services: list(object({ serviceId, usedAs: list(text(60), 60) }), SERVICES_SHOWN),
    }),
  }),
};

export const LINK_LOG_PAGE: JsonSchema = {
  title: 'LinkCheckPage',
  ...page({
    title: 'LinkCheck',
    ...object({
      linkId,
      no: count,
      url,
      host: text(300),
      at: instant,
      outcome: oneOf(CHECK_OUTCOMES),
      state: oneOf(LINK_STATES),
      ...found,
      ms: count,
      requestedBy: orNull(text(80)),
    }),
  }),
};

export const REQUESTED: JsonSchema = {
  title: 'LinkChecksRequested',
  ...object({ requested: count, notChecked: count }),
};
