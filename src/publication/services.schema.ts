import { VOLUME_CHANNELS } from '../domain/case-volumes.js';
import type { JsonSchema } from '../http/describe.js';
import {
  address,
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
  schemeValue,
  serviceId,
  text,
} from '../http/schemas.js';

const figure = orNull(count);

/** Dossiers that came in by one channel; null where not known. */
export const CHANNEL_VOLUME: JsonSchema = object({
  channel: oneOf(VOLUME_CHANNELS),
  received: count,
  resolved: figure,
  onTime: figure,
});

const VOLUME = object({ period: text(7), channels: list(CHANNEL_VOLUME, 3), demonstration: flag });

/** A service in the published list. */
export const SERVICE: JsonSchema = {
  title: 'Service',
  ...object(
    {
      id: serviceId,
      agency: object({ code, name }),
      procedure: object({
        code,
        name,
        nameEn: orNull(name),
        decisionNumber: orNull(text(100)),
        decisionDate: orNull(day),
      }),
      field: object({ code, name }),
      level: orNull(level),
      basis: orNull(oneOf(['declared', 'verified', 'verified_stale'])),
      declaredLevel: orNull(level),
      verifiedLevel: orNull(level),
      supportedLevel: orNull(level),
      levelSince: orNull(day),
      verifiedAt: orNull(instant),
      heldBackBy: list(text(60), 60),
      factsRevision: count,
      links: object({
        information: orNull(address),
        forms: list(address, 200),
        submission: orNull(address),
        status: orNull(address),
      }),
      schemes: {
        type: 'object',
        patternProperties: { '^[a-z0-9.-]{1,60}$': schemeValue },
        additionalProperties: false,
        maxProperties: 50,
      },
      demonstration: flag,
      upstreamChange: object({ fromVersion: count, toVersion: count, effectiveFrom: day }),
      volumes: list(VOLUME, 4),
      updatedAt: instant,
      version: count,
    },
    ['upstreamChange', 'volumes'],
  ),
};

export const SERVICE_MEMBERS: string[] = Object.keys(SERVICE['properties'] as object);

export const SERVICE_PAGE: JsonSchema = {
  title: 'ServicePage',
  ...page({ ...SERVICE, title: 'ServicePart', required: ['id'] }),
};
