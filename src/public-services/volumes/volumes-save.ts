import type { Unit } from '../../database/unit.js';
import {
  type ChannelVolume,
  periodSpan,
  VOLUME_CHANNELS,
  type VolumeChannel,
  volumeSums,
} from '../../domain/case-volumes.js';
import { type CaseVolumeRow, CaseVolumeTable } from './case-volume.table.js';

/** What is written of one period of a service. */
export interface NewVolumes {
  serviceId: string;
  period: string;
  /** Number of the record that holds now; 0 before the first. */
  lastNo: number;
  before: ChannelVolume[];
  /** None: the figures are taken back. */
  channels: ChannelVolume[];
}

/** Writes records in bulk, each beside those before it; each is named in the ledger. */
export async function saveVolumes(unit: Unit, records: readonly NewVolumes[]): Promise<void> {
  await unit.insertMany(
    CaseVolumeTable,
    records.map((record) => volumeRow(record, unit, 0)),
  );
  for (const { serviceId, period, lastNo, before, channels } of records) {
    const was = lastNo === 0 ? null : { volumes: { period, channels: before } };
    unit.record(`service:${serviceId}`, was, { volumes: { period, channels } });
    unit.touch(serviceId);
  }
}

export function volumeRow(
  { serviceId, period, lastNo, channels }: Omit<NewVolumes, 'before'>,
  unit: Unit,
  demonstration: 0 | 1,
): CaseVolumeRow {
  const { from, to, days } = periodSpan(period)!;
  return {
    serviceId,
    period,
    no: lastNo + 1,
    periodFrom: from,
    periodTo: to,
    days,
    received: volumeSums(channels).received,
    ...columnsOf(channels),
    demonstration,
    actor: unit.actor.name,
    actorAgency: unit.actor.agencyCode,
    recordedAt: unit.at,
  };
}

const PREFIX = { online: 'online', in_person: 'inPerson', post: 'post' } as const satisfies Record<
  VolumeChannel,
  string
>;
type Prefix = (typeof PREFIX)[VolumeChannel];
type ChannelColumns = Pick<CaseVolumeRow, `${Prefix}${'Received' | 'Resolved' | 'OnTime'}`>;

function columnsOf(channels: readonly ChannelVolume[]): ChannelColumns {
  const columns = VOLUME_CHANNELS.flatMap((channel) => {
    const figures = channels.find((one) => one.channel === channel);
    const name = PREFIX[channel];
    return [
      [`${name}Received`, figures?.received ?? null],
      [`${name}Resolved`, figures?.resolved ?? null],
      [`${name}OnTime`, figures?.onTime ?? null],
    ];
  });
  return Object.fromEntries(columns) as ChannelColumns;
}
