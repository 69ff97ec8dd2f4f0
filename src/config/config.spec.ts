import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.js';
import { VARIABLES } from './variables.js';

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
    ['NODE_ENV', 'prodction'],
    ['DATABASE_URL', 'postgres://a:b@db.internal:99999/c'],
    ['DATABASE_REPLICA_URLS', 'postgres://a:b@db.internal/c'],
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

  it.each([
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABASE_POOLSIZE', 'DATABASE_POOL_SIZE'],
    ['PUBIC_URL', 'PUBLIC_URL'],
    ['Trust_Proxi', 'TRUST_PROXY'],
    ['OIDC_ISUER', 'OIDC_ISSUER'],
  ])('does not start with %s, which nobody reads, and names %s', (name, meant) => {
    expect(faultsOf({ [name]: 'x' })).toEqual([
      `${name}: no variable of the catalogue; give ${meant}, or unset it`,
    ]);
  });

  it.each(['LINK_CHECK_HOURS', 'SESSION_LENGTH', 'SMTP_PASSWORD', 'EVIDENCE_MAX_MB'])(
    'does not start with %s, which sounds as if it did something',
    (name) => {
      expect(faultsOf({ [name]: 'secret' })).toEqual([
        `${name}: no variable of the catalogue; README.md lists them all, or unset it`,
      ]);
    },
  );

  it.each([
    'PATH',
    'HOME',
    'HOSTNAME',
    'MAIL',
    'LOGNAME',
    'SESSION_MANAGER',
    'DATABASE_SERVICE_HOST',
    'DATABASE_SERVICE_PORT_POSTGRES',
    'DATABASE_PORT_5432_TCP_ADDR',
    'XDG_SESSION_ID',
    'NODE_OPTIONS',
  ])('leaves %s to other programs', (name) => {
    expect(faultsOf({ [name]: 'x' })).toEqual([]);
  });

  it('knows every variable of README.md, which tells of every one that it knows', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const told = new Set<string>();
    for (const [, names] of readme.matchAll(/^\| ((?:`[A-Z][A-Z_]+`(?:, )?)+) \|/gm))
      for (const [, name] of names!.matchAll(/`(\w+)`/g)) told.add(name!);
    expect([...told].sort()).toEqual([...VARIABLES]);
  });

  const inProduction = (env: Record<string, string>) =>
    faultsOf({ NODE_ENV: 'production', SESSION_SECRET: randomBytes(16).toString('hex'), ...env });

  it.each([
    'a'.repeat(40),
    'abcdefghijkl'.repeat(4),
    'please change me before you go on',
    '0'.repeat(31) + '1',
  ])('takes no secret that can be guessed in production: %s', (secret) => {
    expect(inProduction({ SESSION_SECRET: secret })).toEqual([
      expect.stringMatching(/^SESSION_SECRET=\*\*\*: can be guessed/),
    ]);
    expect(faultsOf({ SESSION_SECRET: secret })).toEqual([]);
  });

  it.each([
    ['DATABASE_URL', 'postgres://postgres:postgres@db.internal/catalogue'],
    ['DATABASE_URL', 'postgres://catalogue:Catalogue@db.internal/catalogue'],
    ['DATABASE_URL', 'postgres://catalogue:%70assword@db.internal/catalogue'],
    ['SMTP_URL', 'smtp://mailer:changeme@mail.gov.vn'],
  ])('takes no password that is delivered with programs in production: %s=%s', (name, value) => {
    expect(inProduction({ [name]: value })).toEqual([
      expect.stringMatching(`^${name}=.*everybody tries first`),
    ]);
    expect(inProduction({ [name]: value }).join()).not.toMatch(
      /:(postgres|Catalogue|%70assword|admin|changeme)@/,
    );
  });

  it('takes none of replicas either', () => {
    const urls = {
      DATABASE_URL: 'postgres://a@db/c',
      DATABASE_REPLICA_URLS: 'postgres://a:Xk29sl2@r1/c,postgres://a:admin@r2/c',
    };
    expect(inProduction(urls)).toEqual([expect.stringMatching(/^DATABASE_REPLICA_URLS=/)]);
  });

  it('takes what is drawn at random, and addresses without a password, in production', () => {
    for (let i = 0; i < 1000; i += 1) expect(inProduction({})).toEqual([]);
    expect(inProduction({ DATABASE_URL: 'postgres://catalogue@db.internal/catalogue' })).toEqual([]);
    expect(inProduction({ DATABASE_URL: 'postgres://postgres:Xk29sl2@db.internal/postgres' })).toEqual([]);
  });

  it('shows no password of a mail server', () => {
    const [fault] = faultsOf({ SMTP_URL: 'smtp://user:very/secret@mail.gov.vn' });
    expect(fault).toContain('SMTP_URL');
    expect(fault).not.toContain('very');
  });

  it('has links checked every seven days in production, and elsewhere where somebody says so', () => {
    const secret = randomBytes(32).toString('hex');
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
