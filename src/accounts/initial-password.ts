import { passwordFaults } from './password-rules.js';
import { readableCode } from './readable-code.js';

/**
 * An initial password is one that the system made. It opens a session in which its owner chooses one of their own, and
 * nothing else (OWASP ASVS 5.0, 6.4.1).
 */
export const INITIAL_PASSWORD_DAYS = 7;

/** 80 random bits in 16 letters and digits. */
const BYTES = 10;
const DAY_MS = 86_400_000;

/** An initial password as it is shown, once: it is kept nowhere. */
export interface GivenPassword {
  initialPassword: string;
  /** Until when it is good. */
  initialPasswordUntil: string;
}

/** A random password that keeps to the rules of all passwords. @param ownNames names of the person and of their agency */
export function newInitialPassword(username: string, ownNames: readonly string[], now: Date): GivenPassword {
  let initialPassword = readableCode(BYTES);
  // A short user name may stand in it by chance.
  while (passwordFaults(initialPassword, username, ownNames).length > 0)
    initialPassword = readableCode(BYTES);
  const until = new Date(now.getTime() + INITIAL_PASSWORD_DAYS * DAY_MS);
  return { initialPassword, initialPasswordUntil: until.toISOString() };
}

/** @param until null: the password is no initial one */
export function isInitialPasswordOver(until: string | null, now: string): boolean {
  return until !== null && until <= now;
}
