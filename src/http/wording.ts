import { BLOCKERS } from '../domain/publishing-blockers.js';
import type { Language } from './language.js';
import { IMPORT_TEXTS } from './problem-texts/imports.js';
import { RECORD_TEXTS } from './problem-texts/records.js';
import { REQUEST_TEXTS } from './problem-texts/requests.js';
import { SIGN_IN_TEXTS } from './problem-texts/sign-in.js';
import { VALUE_TEXTS } from './problem-texts/values.js';

/** Words of every problem and fault. */
export const PROBLEM_TEXTS = {
  ...REQUEST_TEXTS,
  ...SIGN_IN_TEXTS,
  ...RECORD_TEXTS,
  ...IMPORT_TEXTS,
  ...VALUE_TEXTS,
  ...BLOCKERS,
} as const;

export type ProblemCode = keyof typeof PROBLEM_TEXTS;

type Params = Record<string, string | number>;

const BYTES_IN_MB = 1024 * 1024;
/** Nobody reckons with 589 seconds. */
const SECONDS_TOLD = 120;

/** Parameters that machines read as they are, said as people say them. */
const SAID: Record<string, (params: Params, language: Language) => string> = {
  wait: ({ seconds }, language) =>
    Number(seconds) <= SECONDS_TOLD
      ? quantity(Number(seconds), 'second', language)
      : quantity(Math.ceil(Number(seconds) / 60), 'minute', language),
  size: ({ limit }, language) =>
    Number(limit) < BYTES_IN_MB
      ? quantity(Number(limit), 'byte', language)
      : quantity(Number(limit) / BYTES_IN_MB, 'megabyte', language),
};

/**
 * The text of a code in a language. `{name}` is replaced by the parameter of that name, `{wait}` by `seconds` as a time,
 * `{size}` by `limit`, in bytes, as a size.
 */
export function wording(code: ProblemCode, language: Language, params: Params = {}): string {
  return PROBLEM_TEXTS[code][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(SAID[name]?.(params, language) ?? params[name] ?? ''),
  );
}

function quantity(value: number, unit: string, language: Language): string {
  const unitDisplay = unit === 'megabyte' ? 'short' : 'long';
  const format = { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language, format).format(value);
}
