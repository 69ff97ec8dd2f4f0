import type { Variable, Variables } from './variables.js';

/** Random text of 32 hexadecimal digits has fewer different ones once in millions of years. */
const DIFFERENT_AT_LEAST = 8;
/** What stands in examples. */
const PLACEHOLDER = /change.?me|replace.?me|placeholder|your[-_ ]/i;
/** What programs and images are delivered with. */
const DELIVERED = new Set([
  'postgres',
  'password',
  'admin',
  'root',
  'secret',
  'changeme',
  'test',
  '123456',
  '12345678',
]);

type Check = (name: Variable, holds: boolean, mend: string) => void;

/** @param check notes a fault of a variable where it does not hold */
export function checkSecrets(env: Variables, check: Check, production: boolean): void {
  const { SESSION_SECRET: secret = '', DEMO_PASSWORD: demoPassword = '' } = env;
  const drawn = '32 random characters or more, such as those of "openssl rand -hex 32"';
  check('SESSION_SECRET', !production || secret !== '', `is needed in production: give ${drawn}`);
  check('SESSION_SECRET', secret === '' || secret.length >= 32, `is too short: give ${drawn}`);
  const isDrawn = !production || secret.length < 32 || !isMadeUp(secret);
  check('SESSION_SECRET', isDrawn, `can be guessed: give ${drawn}`);
  check(
    'DEMO_PASSWORD',
    !production || demoPassword === '',
    'demonstration accounts are refused in production: unset it',
  );
  check(
    'DEMO_PASSWORD',
    demoPassword === '' || demoPassword.length >= 8,
    'is too short: give 8 characters or more',
  );
  for (const name of ['DATABASE_URL', 'DATABASE_REPLICA_URLS', 'SMTP_URL'] as const) {
    const isOwn = !production || !(env[name] ?? '').split(',').some(hasDefaultPassword);
    check(name, isOwn, 'has a password that everybody tries first: give the user another one there');
  }
}

/** Whether a text was made up, or copied from an example, rather than drawn at random: few characters, one text over and over. */
export function isMadeUp(secret: string): boolean {
  return new Set(secret).size < DIFFERENT_AT_LEAST || isRepeated(secret) || PLACEHOLDER.test(secret);
}

/** Whether the address signs in with a password that anybody would try first: the name of the user, or one that comes with a program. */
export function hasDefaultPassword(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { username, password } = new URL(address);
  if (password === '') return false;
  const plain = decoded(password).toLowerCase();
  return plain === decoded(username).toLowerCase() || DELIVERED.has(plain);
}

/** A text that repeats itself is found in its own double before its end. */
function isRepeated(text: string): boolean {
  return (text + text).indexOf(text, 1) < text.length;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
