import {
  type ChannelVolume,
  overlaps,
  periodSpan,
  VOLUME_CHANNELS,
  type VolumeFigures,
} from '../../domain/case-volumes.js';
import { groupBy } from '../../domain/group-by.js';
import type { Text } from '../../domain/level-scheme/scheme.js';
import type { VolumeRecord } from '../../publication/case-volumes.query.js';
import type { NewVolumes } from '../../public-services/volumes/volumes-save.js';
import type { Change, DiffLine } from '../rows/differ.js';
import type { StatedVolume } from './read-volume.js';
import { CHANNEL_NAMES } from './volume-values.js';

/** What the rows of one service would change, and the records to be written for them. */
export interface VolumePlan {
  /** Of rows without errors. */
  lines: DiffLine[];
  records: NewVolumes[];
}

const FIGURES = [
  { field: 'received', figure: 'received' },
  { field: 'resolved', figure: 'resolved' },
  { field: 'on_time', figure: 'onTime' },
] as const;
const OTHERS_SHOWN = 5;

/**
 * Lays the rows of one service over what is recorded of it. A record is all channels of a period: rows replace those that
 * they name, and the others stay. What is wrong is told in the issues of the rows.
 * @param records of the service, as `volumeRecords` orders them
 */
export function planVolumes(
  serviceId: string,
  rows: readonly StatedVolume[],
  records: readonly VolumeRecord[],
): VolumePlan {
  const standing = new Map(records.map((record) => [record.period, record]));
  const byPeriod = groupBy(rows, ({ period }) => period);
  const plan: VolumePlan = { lines: [], records: [] };
  for (const [period, stated] of byPeriod) {
    tellTwice(stated);
    tellOverlaps(period, stated, byPeriod, standing);
    const { no: lastNo = 0, channels: before = [] } = standing.get(period) ?? {};
    const laid = new Map(before.map((volume) => [volume.channel, volume]));
    const lines = stated.map((row) => lineOf(row, before, laid));
    plan.lines.push(...lines.filter((_, i) => !stated[i]!.issues.hasErrors));
    if (lines.every(({ kind }) => kind === 'unchanged')) continue;
    tellKept(stated, before);
    const channels = VOLUME_CHANNELS.flatMap((channel) => laid.get(channel) ?? []);
    plan.records.push({ serviceId, period, lastNo, before, channels });
  }
  return plan;
}

/** Lays a row into `laid`, and says what it changes. */
function lineOf(
  stated: StatedVolume,
  before: readonly ChannelVolume[],
  laid: Map<string, ChannelVolume>,
): DiffLine {
  const { row, serviceId: id, period, channel, issues } = stated;
  const known = before.find((volume) => volume.channel === channel);
  const received = stated.received ?? known?.received ?? null;
  const resolved = stated.resolved ?? known?.resolved ?? null;
  const onTime = stated.onTime ?? known?.onTime ?? null;
  if (received === null) issues.error('received', 'received_missing');
  if (onTime !== null && resolved === null) issues.error('resolved', 'resolved_missing');
  if (onTime !== null && resolved !== null && onTime > resolved)
    issues.error(stated.onTime === null ? 'resolved' : 'on_time', 'on_time_above_resolved', {
      onTime,
      resolved,
    });
  const figures: VolumeFigures = { received, resolved, onTime };
  laid.set(channel, { channel, ...figures, received: received ?? 0 });
  const changes: Change[] = FIGURES.map(({ field, figure }) => ({
    field,
    before: known?.[figure] ?? null,
    after: figures[figure],
  })).filter((change) => change.before !== change.after);
  const kind = known === undefined ? 'create' : changes.length > 0 ? 'update' : 'unchanged';
  return { row, id, kind, period, channel, changes };
}

/** Two rows about the same figures are both wrong until a person chooses. */
function tellTwice(rows: readonly StatedVolume[]): void {
  for (const [channel, same] of groupBy(rows, (row) => row.channel)) {
    if (same.length === 1) continue;
    for (const { issues, row, serviceId: id, period } of same) {
      const others = same.filter((other) => other.row !== row).slice(0, OTHERS_SHOWN);
      const other = others.map((one) => one.row).join(', ');
      issues.error('channel', 'volume_twice', { other, id, period, channel: CHANNEL_NAMES[channel] });
    }
  }
}

/** Periods of one service may not overlap: its dossiers would count twice. */
function tellOverlaps(
  period: string,
  rows: readonly StatedVolume[],
  byPeriod: ReadonlyMap<string, readonly StatedVolume[]>,
  standing: ReadonlyMap<string, VolumeRecord>,
): void {
  const span = periodSpan(period)!;
  const isOverlapping = (other: string) => other !== period && overlaps(periodSpan(other)!, span);
  const inFile = [...byPeriod].filter(([other]) => isOverlapping(other));
  const recorded = [...standing.values()].filter(
    (other) => other.channels.length > 0 && !byPeriod.has(other.period) && isOverlapping(other.period),
  );
  for (const { issues } of rows) {
    for (const [other, [first]] of inFile)
      issues.error('period', 'period_overlaps_row', { other, row: first!.row });
    for (const { period: other } of recorded) issues.error('period', 'period_overlaps', { other });
  }
}

function tellKept(rows: readonly StatedVolume[], before: readonly ChannelVolume[]): void {
  const kept = before.filter(({ channel }) => !rows.some((row) => row.channel === channel));
  if (kept.length === 0) return;
  const named = (language: keyof Text) =>
    kept.map(({ channel, received }) => `${CHANNEL_NAMES[channel][language]} ${received}`).join(', ');
  const [first] = rows;
  first!.issues.tell('period', 'channels_kept', {
    period: first!.period,
    channels: { vi: named('vi'), en: named('en') },
  });
}
