import { periodSpan, VOLUME_CHANNELS, type VolumeChannel } from '../../domain/case-volumes.js';
import { parseLooseDate } from '../../domain/dates/parse-loose-date.js';
import type { Text } from '../../domain/level-scheme/scheme.js';
import { fold } from '../../domain/text/fold.js';

export const CHANNEL_NAMES: Record<VolumeChannel, Text> = {
  online: { vi: 'trực tuyến', en: 'online' },
  in_person: { vi: 'trực tiếp', en: 'in person' },
  post: { vi: 'bưu chính', en: 'post' },
};

/** What offices write, besides the names above; compared without case, marks, spaces and punctuation. */
const ALSO: Record<VolumeChannel, string[]> = {
  online: ['Qua mạng', 'Qua trực tuyến', 'Dịch vụ công trực tuyến', 'Nộp trực tuyến'],
  in_person: ['Nộp trực tiếp', 'Tại một cửa', 'Bộ phận một cửa', 'Một cửa'],
  post: [
    'Bưu điện',
    'Qua bưu điện',
    'Qua bưu chính',
    'Bưu chính công ích',
    'Qua bưu chính công ích',
    'By post',
  ],
};

const squeezed = (text: string): string => fold(text).replaceAll(' ', '');

const CHANNELS = new Map(
  VOLUME_CHANNELS.flatMap((channel) =>
    [channel, ...Object.values(CHANNEL_NAMES[channel]), ...ALSO[channel]].map(
      (name) => [squeezed(name), channel] as const,
    ),
  ),
);

export function readChannel(text: string): VolumeChannel | null {
  return CHANNELS.get(squeezed(text)) ?? null;
}

/** What a cell was taken for, and whether that is a guess. */
export interface Reading<Value> {
  value: Value;
  isGuess: boolean;
}

const PLAIN = /^\d{1,15}$/;
/** `1.234`, `1 234`, `1,234,567`; a dossier has no parts, so a point before three figures cannot be a decimal one. */
const IN_THOUSANDS = /^\d{1,3}(?:([., ’'])\d{3})(?:\1\d{3}){0,3}$/;
/** `12.0`, which is what a spreadsheet makes of a 12. */
const WITH_NO_PARTS = /^(\d{1,15})[.,]0{1,2}$/;

/** A whole number of dossiers; null for any other text. */
export function readCount(text: string): Reading<number> | null {
  if (PLAIN.test(text)) return { value: Number(text), isGuess: false };
  if (IN_THOUSANDS.test(text)) return { value: Number(text.replace(/\D/g, '')), isGuess: true };
  const whole = WITH_NO_PARTS.exec(text)?.[1];
  return whole === undefined ? null : { value: Number(whole), isGuess: true };
}

const ROMAN: Record<string, number> = { i: 1, ii: 2, iii: 3, iv: 4 };
const QUARTER = '(?:quy|q|quarter) ?([1-4]|i{1,3}|iv)';
const MONTH = '(?:thang|t|month) ?(0?[1-9]|1[0-2])';
const YEAR = '(?:nam )?(\\d{4})';
const IN_WORDS = [
  { form: new RegExp(`^${QUARTER} ${YEAR}$`), of: ([quarter = '', year = '']) => ofQuarter(year, quarter) },
  { form: new RegExp(`^${YEAR} ${QUARTER}$`), of: ([year = '', quarter = '']) => ofQuarter(year, quarter) },
  { form: new RegExp(`^${MONTH} ${YEAR}$`), of: ([month = '', year = '']) => ofMonth(year, month) },
  { form: /^(?:ca )?nam (\d{4})$/, of: ([year = '']) => year },
] satisfies { form: RegExp; of: (parts: string[]) => string }[];
/** `11/2012`, `2012/11`: a month, unless somebody counts quarters in this way. */
const YEAR_LAST = /^(0?[1-9]|1[0-2])[/.-](\d{4})$/;
const YEAR_FIRST = /^(\d{4})[/.-](0?[1-9]|1[0-2])$/;

const ofQuarter = (year: string, quarter: string): string => `${year}-Q${ROMAN[quarter] ?? quarter}`;
const ofMonth = (year: string, month: string): string => `${year}-${month.padStart(2, '0')}`;

/** `2012`, `2012-Q4`, `2012-11`, or how people write them; null for any other text. */
export function readPeriod(text: string): Reading<string> | null {
  const exact = text.toUpperCase();
  if (periodSpan(exact)) return { value: exact, isGuess: false };
  const words = fold(text);
  for (const { form, of } of IN_WORDS) {
    const parts = form.exec(words);
    if (parts) return known(of(parts.slice(1)), false);
  }
  const [, month, year] = YEAR_LAST.exec(text) ?? [];
  if (year !== undefined && month !== undefined) return known(ofMonth(year, month), true);
  const [, before, after] = YEAR_FIRST.exec(text) ?? [];
  if (before !== undefined && after !== undefined) return known(ofMonth(before, after), true);
  // A spreadsheet that takes 2012-11 for a day writes the first of that month.
  const read = parseLooseDate(text);
  return 'date' in read && read.date.endsWith('-01') ? known(read.date.slice(0, 7), true) : null;
}

function known(period: string, isGuess: boolean): Reading<string> | null {
  return periodSpan(period) ? { value: period, isGuess } : null;
}
