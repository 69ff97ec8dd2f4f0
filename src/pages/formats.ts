import type { Language } from '../http/language.js';

/** How numbers and days are written in a language. */
export interface Formats {
  number: (value: number) => string;
  /** A decimal number that is kept as text. */
  decimal: (value: string) => string;
  /** A share of 0 to 1 as a percentage; `null`, where there is nothing to divide by, as a dash. */
  share: (value: number | null) => string;
  /** A civil day as it is; an instant as the day it falls on in Vietnam. */
  day: (value: string) => string;
  moment: (value: string) => string;
}

const LOCALES: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' };
const DAYS: Record<Language, Intl.DateTimeFormatOptions> = {
  vi: { day: '2-digit', month: '2-digit', year: 'numeric' },
  en: { day: 'numeric', month: 'short', year: 'numeric' },
};

export function formatsOf(language: Language): Formats {
  const locale = LOCALES[language];
  const numbers = new Intl.NumberFormat(locale);
  const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const shares = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const days = new Intl.DateTimeFormat(locale, { ...DAYS[language], timeZone: 'Asia/Ho_Chi_Minh' });
  const times = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Asia/Ho_Chi_Minh',
  });
  // Midnight UTC of a civil day is the morning of the same day in Vietnam.
  const day = (value: string) => days.format(new Date(value));
  return {
    number: (value) => numbers.format(value),
    decimal: (value) => decimals.format(Number(value)),
    share: (value) => (value === null ? '–' : shares.format(value)),
    day,
    moment: (value) => `${times.format(new Date(value))} ${day(value)}`,
  };
}

/** What people call a format of files. */
export function formatName(format: string): string {
  return format === 'jsonld' ? 'JSON-LD' : format.toUpperCase();
}
