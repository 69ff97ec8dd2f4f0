import type { Queries } from '../../database/reader.js';
import { type ChannelVolume, type VolumeFigures, volumeSums } from '../../domain/case-volumes.js';
import { groupBy } from '../../domain/group-by.js';
import { notFound } from '../../http/problem.js';
import { type VolumeRecord, volumeRecords } from '../../publication/case-volumes.query.js';
import { serviceRow } from '../standing.query.js';

/** Figures of a period as they were recorded once. */
export interface RecordedVolumes {
  /** Counts the records of the period, from 1. */
  revision: number;
  channels: ChannelVolume[];
  demonstration: boolean;
  agencyCode: string | null;
  recordedAt: string;
}

/** One period of a service. The sums are over its channels; null where a part is not known. */
export interface PeriodVolumes extends RecordedVolumes, VolumeFigures {
  serviceId: string;
  period: string;
  from: string;
  /** The last day. */
  to: string;
  /** The figures were taken back: `channels` is empty, and what they were stands in `corrected`. */
  withdrawn: boolean;
  /** Earlier records of the period, the latest first. */
  corrected: RecordedVolumes[];
}

export interface ServiceVolumes {
  serviceId: string;
  /** The latest period first. */
  items: PeriodVolumes[];
}

export interface VolumesQuestion {
  /** Periods that had begun by this day. */
  asOf?: string;
  /** As the catalogue knew them at that moment. */
  knownAt?: string;
}

/** @throws Problem 404 where there is no such service */
export async function serviceVolumes(
  queries: Queries,
  serviceId: string,
  { asOf, knownAt }: VolumesQuestion = {},
): Promise<ServiceVolumes> {
  await serviceRow(queries, serviceId);
  const records = (await volumeRecords(queries, [serviceId], knownAt)).get(serviceId) ?? [];
  const begun = records.filter(({ from }) => asOf === undefined || from <= asOf);
  const periods = [...groupBy(begun, ({ period }) => period).values()];
  return { serviceId, items: periods.map((of) => periodVolumes(serviceId, of)).toReversed() };
}

/** @throws Problem 404 where nothing was recorded of the period */
export async function volumesOfPeriod(
  queries: Queries,
  serviceId: string,
  period: string,
): Promise<PeriodVolumes> {
  const found = (await serviceVolumes(queries, serviceId)).items.find((item) => item.period === period);
  if (!found) throw notFound();
  return found;
}

function periodVolumes(serviceId: string, records: readonly VolumeRecord[]): PeriodVolumes {
  const last = records.at(-1)!;
  const { period, from, to, channels } = last;
  return {
    serviceId,
    period,
    from,
    to,
    withdrawn: channels.length === 0,
    ...volumeSums(channels),
    ...recorded(last),
    corrected: records.slice(0, -1).map(recorded).toReversed(),
  };
}

function recorded({ no, channels, demonstration, agencyCode, recordedAt }: VolumeRecord): RecordedVolumes {
  return { revision: no, channels, demonstration, agencyCode, recordedAt };
}
