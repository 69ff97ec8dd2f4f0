import { LEVELS, type Level } from '../../domain/level-scheme/scheme.js';
import { fold } from '../../domain/text/fold.js';

/** `2`, `2.0`, `mức 2`, `Mức độ 3`, `level 1`; null where it is no level of the scheme. */
export function levelOf(text: string): Level | null {
  const digits = /^(?:(?:muc|muc do|md|level|cap do) ?)?(\d)(?: 0+)?$/.exec(fold(text))?.[1];
  return LEVELS.find((level) => String(level) === digits) ?? null;
}
