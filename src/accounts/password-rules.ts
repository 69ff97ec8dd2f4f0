import { readFileSync } from 'node:fs';
import { fold } from '../domain/text/fold.js';
import type { Fault } from '../http/problem.js';
import { isPattern } from './password-patterns.js';

/** NIST SP 800-63B, 5.1.1.2: length counts, kinds of characters do not; what everybody guesses first is refused. */
export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 200;

const COMMON: ReadonlySet<string> = new Set(linesOf('common-passwords.txt'));
const OF_THE_PLACE = linesOf('place-words.txt');
/** Shorter words stand within too many others. */
const OWN_WORD_MIN = 3;

/**
 * Everything that is wrong with a new password; empty where nothing is.
 * @param ownNames names of the person and of their agency
 */
export function passwordFaults(
  password: string,
  username: string,
  ownNames: readonly string[] = [],
): Fault[] {
  const faults: Fault[] = [];
  const add = (code: Fault['code'], params?: Fault['params']) =>
    faults.push({ in: 'body', pointer: '/password', code, ...(params ? { params } : {}) });
  const length = [...password].length;
  const small = password.toLowerCase();
  if (length < PASSWORD_MIN) add('password_too_short', { min: PASSWORD_MIN });
  if (length > PASSWORD_MAX) add('password_too_long', { max: PASSWORD_MAX });
  if (COMMON.has(small) || isPattern(small, PASSWORD_MIN)) add('password_common');
  else if (length >= PASSWORD_MIN && isOfThePlace(password, ownNames)) add('password_of_the_place');
  if (username !== '' && small.includes(username.toLowerCase())) add('password_has_username');
  return faults;
}

/** Whether too little is left of it without the words of the place: `LàoCai@2012` is no better than `@2012`. */
function isOfThePlace(password: string, ownNames: readonly string[]): boolean {
  const folded = runTogether(password);
  const own = ownNames.map(runTogether).filter((word) => word.length >= OWN_WORD_MIN);
  const words = [...OF_THE_PLACE, ...own].sort((a, b) => b.length - a.length);
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), folded);
  return rest !== folded && ([...rest].length < PASSWORD_MIN || COMMON.has(rest));
}

function runTogether(text: string): string {
  return fold(text).replaceAll(' ', '');
}

function linesOf(file: string): string[] {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}
