import { isIPv6 } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../database/database.module.js';
import { Problem } from '../http/problem.js';
import { type Allowance, AttemptCounter } from './attempt-counter.js';

const WINDOW_MS = 10 * 60_000;
/**
 * Wrong passwords for one account from one address; from elsewhere its owner still gets in, and so does the owner in a browser
 * that they signed in with before, whatever others try from the same address. Whoever goes on is slowed down ever more.
 */
export const FAILURES_OF_ACCOUNT = 10;
/** Wrong passwords from one address, for whatever accounts: an office may share one address. */
export const FAILURES_OF_ADDRESS = 50;
const KEYS_AT_MOST = 20_000;

const POLICY = [
  ['account', FAILURES_OF_ACCOUNT],
  ['address', FAILURES_OF_ADDRESS],
]
  .map(([name, quota]) => `"${name}";q=${quota};w=${WINDOW_MS / 1000}`)
  .join(', ');

/** One attempt to prove a password: counted as a failure until it has succeeded. */
export interface Attempt {
  /** `RateLimit` and `RateLimit-Policy`, for the answer whatever it is. */
  headers: Record<string, string>;
  succeeded(): void;
}

/** Slows down who guesses passwords. Counted in memory: a restart forgives, several servers count each for itself. */
@Injectable()
export class SignInLimits {
  private readonly accounts = new AttemptCounter(FAILURES_OF_ACCOUNT, WINDOW_MS, KEYS_AT_MOST, true);
  private readonly addresses = new AttemptCounter(FAILURES_OF_ADDRESS, WINDOW_MS, KEYS_AT_MOST);

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /**
   * @param device names a browser that signed in to this account before
   * @throws Problem 429 where the account or the address has no attempts left
   */
  begin(username: string, ip: string, device?: string): Attempt {
    return device === undefined
      ? this.fromAddress(username, networkOf(ip))
      : this.fromDevice(username, device);
  }

  private fromAddress(username: string, address: string): Attempt {
    const now = this.clock().getTime();
    const key = `${address} ${username}`;
    const ofAddress = this.addresses.take(address, now);
    const ofAccount = this.accounts.take(key, now);
    const headers = headersOf({ account: ofAccount, address: ofAddress });
    if (!ofAddress.allowed || !ofAccount.allowed) {
      if (ofAddress.allowed) this.addresses.giveBack(address);
      throw tooMany([ofAddress, ofAccount], headers);
    }
    return {
      headers,
      succeeded: () => {
        this.accounts.forget(key);
        this.addresses.giveBack(address);
      },
    };
  }

  private fromDevice(username: string, device: string): Attempt {
    const key = `device ${device} ${username}`;
    const ofAccount = this.accounts.take(key, this.clock().getTime());
    const headers = headersOf({ account: ofAccount });
    if (!ofAccount.allowed) throw tooMany([ofAccount], headers);
    return { headers, succeeded: () => this.accounts.forget(key) };
  }
}

function headersOf(allowances: Record<string, Allowance>): Record<string, string> {
  const left = Object.entries(allowances).map(
    ([name, one]) => `"${name}";r=${one.left};t=${one.resetSeconds}`,
  );
  return { 'ratelimit-policy': POLICY, ratelimit: left.join(', ') };
}

function tooMany(allowances: Allowance[], headers: Record<string, string>): Problem {
  const waits = allowances.map(({ allowed, resetSeconds }) => (allowed ? 0 : resetSeconds));
  const seconds = Math.max(...waits);
  return new Problem(429, 'too_many', {
    params: { seconds },
    headers: { ...headers, 'retry-after': String(seconds) },
  });
}

/** The address, or the /64 network of an IPv6 address: one household or host has all of it. */
export function networkOf(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = ip.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const ending = tail ? tail.split(':') : [];
  if (tail !== undefined) while (groups.length + ending.length < 8) groups.push('0');
  return [...groups, ...ending]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
