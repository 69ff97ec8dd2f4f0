import { VOLUME_CHANNELS } from '../../domain/case-volumes.js';
import type { JsonSchema } from '../../http/describe.js';
import {
  code,
  count,
  day,
  flag,
  instant,
  list,
  object,
  oneOf,
  orNull,
  serviceId,
  text,
} from '../../http/schemas.js';
import { CHANNEL_VOLUME } from '../../publication/services.schema.js';

const CHANNELS = list(CHANNEL_VOLUME, VOLUME_CHANNELS.length);
const PERIODS_AT_MOST = 3000;

const RECORDED = {
  revision: count,
  channels: CHANNELS,
  demonstration: flag,
  agencyCode: orNull(code),
  recordedAt: instant,
};

export const PERIOD_VOLUMES: JsonSchema = {
  title: 'PeriodVolumes',
  ...object({
    serviceId,
    period: text(7),
    from: day,
    to: day,
    withdrawn: flag,
    received: orNull(count),
    resolved: orNull(count),
    onTime: orNull(count),
    ...RECORDED,
    corrected: list(object(RECORDED), 10_000),
  }),
};

export const SERVICE_VOLUMES: JsonSchema = {
  title: 'ServiceVolumes',
  ...object({ serviceId, items: list(PERIOD_VOLUMES, PERIODS_AT_MOST) }),
};

export const SAVE_VOLUMES: JsonSchema = {
  title: 'SaveVolumes',
  ...list(
    object(
      { channel: oneOf(VOLUME_CHANNELS), received: count, resolved: orNull(count), onTime: orNull(count) },
      ['resolved', 'onTime'],
    ),
    VOLUME_CHANNELS.length,
  ),
};
