import { createHash } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { readableCode } from './readable-code.js';

const PERIOD_SECONDS = 30;
const RECOVERY_CODES = 10;
/** 120 random bits: too many to guess, so a plain hash of it is enough (NIST SP 800-63B-4, 3.1.2.2). */
const RECOVERY_BYTES = 15;
const WRONG_BEFORE_A_PAUSE = 5;
const LONGEST_PAUSE_MS = 12 * 3600_000;

/** A new secret of 160 bits in base32, as RFC 4226 recommends. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an authenticator app reads from the QR code. */
export function totpAddress(secret: string, issuer: string, username: string): string {
  return totpOf(secret, issuer, username).toString();
}

/**
 * The time step whose code this is: the present one, or a neighbour of it where the clocks differ (RFC 6238, 5.2).
 * @returns null where the code is wrong
 */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: 1 });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta;
}

/** What was typed, without the gaps that make codes readable. */
export function withoutGaps(typed: string): string {
  return typed.replaceAll(/[\s-]/g, '').toLowerCase();
}

export function isTotpCode(code: string): boolean {
  return /^\d{6}$/.test(code);
}

/** Codes for the day when the telephone is gone, each in six groups of four. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => readableCode(RECOVERY_BYTES));
}

export function recoveryCodeHash(code: string): string {
  return createHash('sha256').update(withoutGaps(code)).digest('hex');
}

/**
 * How long after a wrong code the next is looked at: the first five at once, then a minute, doubled each time up to twelve
 * hours. Only who knows the password gets so far, and recovery codes are taken meanwhile.
 */
export function pauseMs(failures: number): number {
  if (failures < WRONG_BEFORE_A_PAUSE) return 0;
  return Math.min(60_000 * 2 ** (failures - WRONG_BEFORE_A_PAUSE), LONGEST_PAUSE_MS);
}

function totpOf(secret: string, issuer = '', label = ''): TOTP {
  return new TOTP({
    secret: Secret.fromBase32(secret),
    issuer,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
  });
}
