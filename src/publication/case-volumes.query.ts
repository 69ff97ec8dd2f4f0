import { perList } from '../database/sql.js';
import type { Queries } from '../database/reader.js';
import { type ChannelVolume, VOLUME_CHANNELS, type VolumeChannel } from '../domain/case-volumes.js';
import { groupBy } from '../domain/group-by.js';
import { STILL_KNOWN } from '../domain/service-timeline.js';

/** What was recorded of one period of a service. */
export interface VolumeRecord {
  period: string;
  /** Counts the records of the period, from 1. */
  no: number;
  from: string;
  /** The last day. */
  to: string;
  /** In the order of VOLUME_CHANNELS; none where the figures were taken back. */
  channels: ChannelVolume[];
  demonstration: boolean;
  agencyCode: string | null;
  recordedAt: string;
}

type ChannelColumns = Record<
  `${VolumeChannel}_received` | `${VolumeChannel}_resolved` | `${VolumeChannel}_on_time`,
  number | null
>;

type VolumeRow = ChannelColumns & {
  service_id: string;
  period: string;
  no: number;
  period_from: string;
  period_to: string;
  demonstration: number;
  actor_agency: string | null;
  recorded_at: string;
};

const RECORDED = perList(
  'ids',
  (ids) => `SELECT service_id, period, no, period_from, period_to, demonstration, actor_agency, recorded_at,
            online_received, online_resolved, online_on_time, in_person_received, in_person_resolved,
            in_person_on_time, post_received, post_resolved, post_on_time
     FROM case_volume WHERE recorded_at <= :knownAt AND service_id IN ${ids}
     ORDER BY service_id, period_from, period, no`,
);

/**
 * Every record of the services named, by service: by period, and of one period the first record first.
 * @param knownAt those recorded by then
 */
export async function volumeRecords(
  queries: Queries,
  ids: readonly string[],
  knownAt: string = STILL_KNOWN,
): Promise<Map<string, VolumeRecord[]>> {
  const [sql, params] = RECORDED(queries.engine, ids);
  const rows = await queries.all<VolumeRow>(sql, { ...params, knownAt });
  const byService = groupBy(rows, (row) => row.service_id);
  return new Map([...byService].map(([id, found]) => [id, found.map(volumeRecord)]));
}

function volumeRecord(row: VolumeRow): VolumeRecord {
  return {
    period: row.period,
    no: row.no,
    from: row.period_from,
    to: row.period_to,
    channels: VOLUME_CHANNELS.flatMap((channel) => {
      const received = row[`${channel}_received`];
      if (received === null) return [];
      return [{ channel, received, resolved: row[`${channel}_resolved`], onTime: row[`${channel}_on_time`] }];
    }),
    demonstration: row.demonstration === 1,
    agencyCode: row.actor_agency,
    recordedAt: row.recorded_at,
  };
}

/** The last record of each period, without those taken back. @param records of one service, as `volumeRecords` orders them */
export function standingVolumes(records: readonly VolumeRecord[]): VolumeRecord[] {
  return records.filter(
    (record, i) => records[i + 1]?.period !== record.period && record.channels.length > 0,
  );
}

/** Rows `v` of `case_volume` that hold as known at `:volumesKnownAt`. */
export const VOLUME_HOLDS = `v.received IS NOT NULL AND v.recorded_at <= :volumesKnownAt
  AND NOT EXISTS (SELECT 1 FROM case_volume later WHERE later.service_id = v.service_id
    AND later.period = v.period AND later.no > v.no AND later.recorded_at <= :volumesKnownAt)`;
