/**
 * Dossiers of one service in one period, by channel (Decree 43/2011 Art. 18.3 wants them shown from level 3 up).
 *
 * A record is the whole set of channels of one period. Zero is a number; what is not known is left out.
 */
import { addDays, type CivilDate, civilDateOf, daysBetween, daysInMonth } from './dates/civil-date.js';

export const VOLUME_CHANNELS = ['online', 'in_person', 'post'] as const;
export type VolumeChannel = (typeof VOLUME_CHANNELS)[number];

/** Whole numbers of dossiers; null where not known. */
export interface VolumeFigures {
  received: number | null;
  /** May exceed `received`: what was handed in before the period is resolved in it. */
  resolved: number | null;
  /** Of those resolved. */
  onTime: number | null;
}

export interface ChannelVolume extends VolumeFigures {
  channel: VolumeChannel;
  received: number;
}

export interface PeriodSpan {
  from: CivilDate;
  /** The last day. */
  to: CivilDate;
  days: number;
}

const PERIOD = /^((?:19|20)\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/;

/** Days of a year `2012`, a quarter `2012-Q4` or a month `2012-11`; null for any other text. */
export function periodSpan(period: string): PeriodSpan | null {
  const [, year, quarter, month] = PERIOD.exec(period) ?? [];
  if (year === undefined) return null;
  const first = month ? Number(month) : quarter ? Number(quarter) * 3 - 2 : 1;
  const last = month ? first : quarter ? first + 2 : 12;
  const from = civilDateOf(Number(year), first, 1)!;
  const to = civilDateOf(Number(year), last, daysInMonth(Number(year), last))!;
  return { from, to, days: daysBetween(from, addDays(to, 1)) };
}

export function overlaps(a: Pick<PeriodSpan, 'from' | 'to'>, b: Pick<PeriodSpan, 'from' | 'to'>): boolean {
  return a.from <= b.to && b.from <= a.to;
}

/** Sums over channels: of what was received, those known; a sum of which a part is not known is not known. */
export function volumeSums(channels: readonly VolumeFigures[]): VolumeFigures {
  const sum = (figure: keyof VolumeFigures) =>
    channels.length === 0 || channels.some((channel) => channel[figure] === null)
      ? null
      : channels.reduce((total, channel) => total + channel[figure]!, 0);
  return { received: sum('received'), resolved: sum('resolved'), onTime: sum('onTime') };
}
