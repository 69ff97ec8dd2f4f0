import { describe, expect, it } from 'vitest';
import type { Capture } from '../public-services/evidence/page-capture.js';
import { hostOf, isOfDemonstration } from './link-address.js';
import { foundBy, type Standing, standingAfter } from './link-standing.js';

const ADDRESS = 'https://portal.gov.vn/a';
const page = (over: Partial<Capture> = {}): Capture => ({
  finalUrl: ADDRESS,
  httpStatus: 200,
  mediaType: 'text/html',
  size: 1,
  sha256: 'raw-2',
  textSha256: 'text-1',
  problem: null,
  ...over,
});
const captured = { finalUrl: ADDRESS, sha256: 'raw-1', textSha256: 'text-1' };

describe('What a check finds', () => {
  it.each([
    ['alive', page(), null],
    ['alive', page(), captured],
    ['alive', page({ finalUrl: `${ADDRESS}#phi` }), captured],
    ['alive', page({ sha256: null, textSha256: null, problem: 'too_large' }), captured],
    ['changed', page({ textSha256: 'text-2' }), captured],
    ['changed', page(), { ...captured, textSha256: null }],
    ['changed', page({ textSha256: 'text-2', finalUrl: 'https://portal.gov.vn/' }), captured],
    ['moved', page({ finalUrl: 'https://portal.gov.vn/b' }), captured],
    ['moved', page({ finalUrl: 'https://portal.gov.vn/b' }), null],
    [
      'alive',
      page({ finalUrl: 'https://portal.gov.vn/b' }),
      { ...captured, finalUrl: 'https://portal.gov.vn/b' },
    ],
    ['failed', page({ httpStatus: 404 }), captured],
    ['failed', page({ httpStatus: 503 }), captured],
    ['failed', page({ httpStatus: null, problem: 'timeout' }), captured],
    ['failed', page({ httpStatus: 302, problem: 'too_many_redirects' }), captured],
    ['refused', page({ httpStatus: 302, problem: 'refused_address' }), captured],
    ['throttled', page({ httpStatus: 429 }), captured],
  ] as const)('is %s (case %#)', (outcome, capture, baseline) => {
    expect(foundBy(ADDRESS, capture, baseline).outcome).toBe(outcome);
  });

  it('names the status or the problem', () => {
    expect(foundBy(ADDRESS, page({ httpStatus: 404 }), null).reason).toBe('http_404');
    expect(foundBy(ADDRESS, page({ httpStatus: null, problem: 'dns' }), null).reason).toBe('dns');
  });
});

describe('A link', () => {
  const after = (outcomes: readonly ('alive' | 'failed' | 'throttled')[]): Standing =>
    outcomes.reduce<Standing>(
      (standing, outcome, day) => standingAfter(standing, { outcome, reason: null }, `day ${day + 1}`),
      { state: 'alive', failures: 0, firstFailedAt: null },
    );

  it('is dead at its third failure in a row, and tells when the first came', () => {
    expect(after(['failed', 'failed'])).toEqual({ state: 'alive', failures: 2, firstFailedAt: 'day 1' });
    expect(after(['failed', 'failed', 'failed'])).toEqual({
      state: 'dead',
      failures: 3,
      firstFailedAt: 'day 1',
    });
    expect(after(['failed', 'failed', 'failed', 'failed']).failures).toBe(4);
  });

  it('that comes and goes is not dead', () => {
    expect(after(['failed', 'failed', 'alive', 'failed', 'failed']).state).toBe('alive');
  });

  it('comes back to life with one answer', () => {
    expect(after(['failed', 'failed', 'failed', 'alive'])).toEqual({
      state: 'alive',
      failures: 0,
      firstFailedAt: null,
    });
  });

  it('stays as it was where the site asks for patience', () => {
    expect(after(['failed', 'throttled', 'failed', 'failed']).state).toBe('dead');
    expect(after(['throttled']).state).toBe('alive');
  });
});

describe('Names that are set aside for examples', () => {
  it.each(['demo.invalid', 'example', 'a.example', 'www.example.com', 'x.test:8080', 'demo.invalid.'])(
    '%s is one',
    (host) => expect(isOfDemonstration(host)).toBe(true),
  );
  it.each(['example.gov.vn', 'laocai.gov.vn', 'localhost', '127.0.0.1:80', 'notexample.com', 'invalid.vn'])(
    '%s is none',
    (host) => expect(isOfDemonstration(host)).toBe(false),
  );
  it('are read from the address', () => {
    expect(hostOf('HTTP://Demo.Invalid:80/a')).toBe('demo.invalid');
    expect(hostOf('https://portal.gov.vn:8443/a')).toBe('portal.gov.vn:8443');
  });
});
