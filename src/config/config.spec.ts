import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.js';

const DAY_MS = 86_400_000;
const faultsOf = (env: Record<string, string>): string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return (error as ConfigError).faults;
  }
};

describe('The configuration', () => {
  it.each([
    ['LINK_CHECK_INTERVAL', '7'],
    ['LINK_CHECK_INTERVAL', '0d'],
    ['LINK_CHECK_INTERVAL', '400d'],
    ['LINK_CHECK_INTERVAL', 'weekly'],
    ['LINK_CHECK_RATE', '0'],
    ['LINK_CHECK_RETENTION', '30'],
    ['SMTP_URL', 'mail.gov.vn'],
    ['SMTP_URL', 'http://mail.gov.vn'],
    ['SMTP_URL', 'smtp://'],
    ['SMTP_URL', 'smtp://mail.gov.vn:99999'],
    ['SMTP_URL', 'smtp://mail.gov.vn/path'],
    ['CLAMD_URL', 'localhost:3310'],
    ['CLAMD_URL', 'tcp://localhost'],
    ['CLAMD_URL', 'unix:clamd.sock'],
    ['MAIL_FROM', 'nobody'],
    ['MAIL_FROM', 'A <a@b.vn>, B <b@c.vn>'],
    ['MAIL_FROM', 'A <a@b.vn>\r\nBcc: c@d.vn'],
    ['TRUST_PROXY', 'abc'],
    ['TRUST_PROXY', '10.0.0.0/99'],
    ['TRUST_PROXY', '0.0.0.0/0'],
    ['TRUST_PROXY', '::1/129'],
    ['TRUST_PROXY', '127.0.0.1,'],
  ])('does not take %s=%j, and names it', (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([expect.stringContaining(`${name}=`)]);
  });

  it.each(['127.0.0.1', '::1', '10.0.0.0/8, 192.0.2.7', 'fd00::/8', 'loopback,uniquelocal'])(
    'believes the proxies of TRUST_PROXY=%s, which the server takes',
    (proxies) => {
      const { trustProxy } = readConfig({ TRUST_PROXY: proxies });
      expect(trustProxy).toBe(proxies);
      expect(() => fastify({ trustProxy })).not.toThrow();
    },
  );

  it.each([undefined, '', '0', 'false'])('believes no proxy where TRUST_PROXY is %j', (proxies) => {
    expect(readConfig({ TRUST_PROXY: proxies }).trustProxy).toBe(false);
  });

  it.each(['1', 'true'])(
    'believes those of the machine and of private networks where it is %s, never anybody',
    (yes) => {
      const { trustProxy } = readConfig({ TRUST_PROXY: yes });
      expect(trustProxy).toBe('loopback,linklocal,uniquelocal');
      expect(() => fastify({ trustProxy })).not.toThrow();
    },
  );

  it('shows no password of a mail server', () => {
    const [fault] = faultsOf({ SMTP_URL: 'smtp://user:very/secret@mail.gov.vn' });
    expect(fault).toContain('SMTP_URL');
    expect(fault).not.toContain('very');
  });

  it('has links checked every seven days in production, and elsewhere where somebody says so', () => {
    const secret = 'x'.repeat(32);
    expect(readConfig({ NODE_ENV: 'production', SESSION_SECRET: secret }).linkCheckIntervalMs).toBe(
      7 * DAY_MS,
    );
    expect(readConfig({}).linkCheckIntervalMs).toBeNull();
    expect(readConfig({ LINK_CHECK_INTERVAL: '90m' }).linkCheckIntervalMs).toBe(90 * 60_000);
    expect(readConfig({ LINK_CHECK_INTERVAL: 'off' }).linkCheckIntervalMs).toBeNull();
  });

  it('sends no mail without a server, and names a sender with one', () => {
    expect(readConfig({}).mail).toBeNull();
    const smtp = { SMTP_URL: 'smtps://user:password@mail.gov.vn:465' };
    expect(readConfig({ ...smtp, PUBLIC_URL: 'https://tthc.example.gov.vn' }).mail?.from.address).toBe(
      'no-reply@tthc.example.gov.vn',
    );
    expect(readConfig(smtp).mail?.from.address).toBe('no-reply@localhost');
    expect(readConfig({ ...smtp, MAIL_FROM: 'Danh mục <a@b.vn>' }).mail?.from).toEqual({
      name: 'Danh mục',
      address: 'a@b.vn',
    });
  });
});
