import { readFileSync } from 'node:fs';
import type { Fault } from '../http/problem.js';

/** NIST SP 800-63B, 5.1.1.2: length counts, kinds of characters do not; what everybody guesses first is refused. */
export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 200;

const COMMON: ReadonlySet<string> = new Set(
  readFileSync(new URL('common-passwords.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#')),
);

/** Everything that is wrong with a new password; empty where nothing is. */
export function passwordFaults(password: string, username: string): Fault[] {
  const faults: Fault[] = [];
  const add = (code: Fault['code'], params?: Fault['params']) =>
    faults.push({ in: 'body', pointer: '/password', code, ...(params ? { params } : {}) });
  const length = [...password].length;
  const small = password.toLowerCase();
  if (length < PASSWORD_MIN) add('password_too_short', { min: PASSWORD_MIN });
  if (length > PASSWORD_MAX) add('password_too_long', { max: PASSWORD_MAX });
  if (COMMON.has(small) || new Set(small).size === 1) add('password_common');
  if (username !== '' && small.includes(username.toLowerCase())) add('password_has_username');
  return faults;
}
