import type { Channel, TimeUnit } from '../../domain/procedure-content.js';

const UNITS: Record<TimeUnit, { vi: string; en: string }> = {
  working_day: { vi: 'ngày làm việc', en: 'working days' },
  day: { vi: 'ngày', en: 'days' },
  hour: { vi: 'giờ', en: 'hours' },
  month: { vi: 'tháng', en: 'months' },
};

/**
 * The time limit as an xsd:duration, where one can say it: a duration knows no working days, and five of them are not
 * P5D. Those stand in the channel's description.
 */
export function duration({ timeValue, timeUnit }: Channel): string | null {
  if (timeValue === null || timeUnit === null || timeUnit === 'working_day') return null;
  if (timeUnit === 'month') return Number.isInteger(timeValue) ? `P${timeValue}M` : null;
  const hours = timeUnit === 'day' ? timeValue * 24 : timeValue;
  if (timeUnit === 'day' && Number.isInteger(timeValue)) return `P${timeValue}D`;
  // Of a duration's parts only the seconds may have a fraction.
  return Number.isInteger(hours) ? `PT${hours}H` : `PT${Math.round(hours * 3600)}S`;
}

/** The time limit in words. */
export function timeLimitText({ timeValue, timeUnit }: Channel): { vi: string; en: string } | null {
  if (timeValue === null || timeUnit === null) return null;
  return {
    vi: `Thời hạn giải quyết: ${timeValue} ${UNITS[timeUnit].vi}`,
    en: `Time limit: ${timeValue} ${UNITS[timeUnit].en}`,
  };
}
