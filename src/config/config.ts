import { readFileSync } from 'node:fs';
import { packageFile } from './package-root.js';
import { readSignInConfig, type SignInConfig } from './sign-in-config.js';
import { proxiesOf } from './trusted-proxies.js';
import { checkSecrets } from './weak-secrets.js';
import { faultsOfNames, type Variable, type Variables } from './variables.js';

export const SEEDS = ['demo', 'province', 'none'] as const;
export type Seed = (typeof SEEDS)[number];

export interface Config {
  host: string;
  port: number;
  databaseUrl: string;
  /**
   * The folder of a SQLite file is made where it is missing. In production it has to be where somebody named it: in the place of a volume
   * that is not mounted an empty catalogue would begin.
   */
  makesDatabaseFolder: boolean;
  databaseReplicaUrls: string[];
  databasePoolSize: number;
  /** How long a request waits for a connection to PostgreSQL before it is answered 503, in milliseconds. */
  databaseConnectTimeoutMs: number;
  /** What fills an empty database; undefined: `demo` on SQLite outside production, else `none`. */
  seed: Seed;
  /** Password of the demonstration accounts; undefined: a random one. */
  demoPassword: string | undefined;
  /** Base of every link and RDF URI, without a slash at its end. */
  publicUrl: string;
  production: boolean;
  sessionSecret: string | undefined;
  logLevel: (typeof LOG_LEVELS)[number];
  /** Addresses and ranges divided by commas; false: no proxy is trusted. */
  trustProxy: string | false;
  evidenceDir: string;
  /** Folder of import files; several servers on one database share it. */
  importDir: string;
  /** A scanner of viruses that is asked about every file from outside; undefined: none is. */
  clamdUrl: string | undefined;
  /** Addresses inside one’s own network, on any port, may be captured as evidence. */
  evidenceAllowPrivate: boolean;
  /** Webhooks may be sent to addresses inside one’s own network. */
  webhooksAllowPrivate: boolean;
  /** After so many milliseconds a link that a service publishes is checked again; null: only where somebody asks. */
  linkCheckIntervalMs: number | null;
  /** Checks of one host in a minute. */
  linkCheckRate: number;
  /** For so many days the log of the checks is kept. */
  linkCheckRetentionDays: number;
  /** Where mail is handed over, and who it is from; null: none is sent. */
  mail: { smtpUrl: string; from: { name: string; address: string } } | null;
  signIn: SignInConfig;
  version: string;
}

/** Only the first one makes a difference; a slip in its name would take its guards away. */
const MODES = ['production', 'development', 'test'];
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Every fault of the configuration at once, each with the variable's name. */
export class ConfigError extends Error {
  constructor(readonly faults: string[]) {
    super(`The configuration is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/**
 * Reads the configuration from environment variables; an empty variable counts as unset.
 * @throws ConfigError
 */
export function readConfig(env: Variables): Config {
  const faults = faultsOfNames(env);
  const text = (name: Variable, fallback: string) => env[name] || fallback;
  const check = (name: Variable, holds: boolean, mend: string) => {
    if (!holds) faults.push(`${name}=${shown(name, env[name] ?? '')}: ${mend}`);
  };

  const host = text('HOST', '127.0.0.1');
  const portText = text('PORT', '3000');
  check(
    'PORT',
    /^\d{1,5}$/.test(portText) && Number(portText) <= 65535,
    'give a port number from 0 to 65535',
  );
  const mode = text('NODE_ENV', 'development');
  check('NODE_ENV', MODES.includes(mode), `give one of ${MODES.join(', ')}, or unset it`);
  const production = mode === 'production';
  const databaseUrl = text('DATABASE_URL', 'sqlite:./data/catalog.sqlite');
  check(
    'DATABASE_URL',
    /^sqlite:.+/.test(databaseUrl) || isPostgres(databaseUrl),
    'give sqlite:<path> or postgres://user:pass@host:port/database',
  );
  const replicas = text('DATABASE_REPLICA_URLS', '').split(',').filter(Boolean);
  check(
    'DATABASE_REPLICA_URLS',
    replicas.every(isPostgres) && (replicas.length === 0 || !databaseUrl.startsWith('sqlite:')),
    'give postgres:// addresses divided by commas, beside a DATABASE_URL of PostgreSQL',
  );
  const poolText = text('DATABASE_POOL_SIZE', '10');
  check('DATABASE_POOL_SIZE', /^[1-9]\d{0,2}$/.test(poolText), 'give a number from 1 to 999');
  const connectText = text('DATABASE_CONNECT_TIMEOUT_MS', '3000');
  check(
    'DATABASE_CONNECT_TIMEOUT_MS',
    /^[1-9]\d{2,5}$/.test(connectText),
    'give milliseconds from 100 to 999999',
  );
  const publicUrl = text('PUBLIC_URL', `http://${host}:${portText}`).replace(/\/+$/, '');
  check(
    'PUBLIC_URL',
    /^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/.test(publicUrl),
    'give an http(s) address without query',
  );
  const seed = text('SEED', databaseUrl.startsWith('sqlite:') && !production ? 'demo' : 'none');
  check('SEED', SEEDS.includes(seed as Seed), `give one of ${SEEDS.join(', ')}`);
  const logLevel = text('LOG_LEVEL', 'info');
  check(
    'LOG_LEVEL',
    LOG_LEVELS.some((level) => level === logLevel),
    `give one of ${LOG_LEVELS.join(', ')}`,
  );
  checkSecrets(env, check, production);

  const allowPrivate = text('EVIDENCE_ALLOW_PRIVATE', '0');
  check('EVIDENCE_ALLOW_PRIVATE', allowPrivate === '0' || allowPrivate === '1', 'give 1 or 0');

  const clamdUrl = env['CLAMD_URL'] || undefined;
  check(
    'CLAMD_URL',
    clamdUrl === undefined || isScanner(clamdUrl),
    'give tcp://host:port or unix:/path of a scanner that speaks the protocol of clamd',
  );

  const webhooksPrivate = text('WEBHOOKS_ALLOW_PRIVATE', '0');
  check('WEBHOOKS_ALLOW_PRIVATE', webhooksPrivate === '0' || webhooksPrivate === '1', 'give 1 or 0');

  const intervalText = text('LINK_CHECK_INTERVAL', production ? '7d' : 'off');
  const linkCheckIntervalMs = interval(intervalText);
  check(
    'LINK_CHECK_INTERVAL',
    linkCheckIntervalMs !== undefined,
    'give minutes, hours or days up to a year, such as 30m, 12h or 7d, or off',
  );
  const rateText = text('LINK_CHECK_RATE', '10');
  check(
    'LINK_CHECK_RATE',
    /^[1-9]\d{0,3}$/.test(rateText),
    'give checks of one host in a minute, from 1 to 9999',
  );
  const retentionText = text('LINK_CHECK_RETENTION', '365d');
  check('LINK_CHECK_RETENTION', /^[1-9]\d{0,3}d$/.test(retentionText), 'give days, from 1d to 9999d');
  const signIn = readSignInConfig(env, check, production);

  const smtpUrl = env['SMTP_URL'] || undefined;
  check(
    'SMTP_URL',
    smtpUrl === undefined ||
      (/^smtps?:\/\/[^\s/]+\/?$/.test(smtpUrl) && URL.canParse(smtpUrl) && new URL(smtpUrl).hostname !== ''),
    'give smtp://host:port or smtps://user:password@host:port',
  );
  const from = sender(env['MAIL_FROM'] || `no-reply@${mailDomain(publicUrl)}`);
  check(
    'MAIL_FROM',
    from !== undefined,
    'give an address, or a name and an address: Name <name@example.gov.vn>',
  );

  const proxies = proxiesOf(text('TRUST_PROXY', ''));
  check(
    'TRUST_PROXY',
    proxies !== undefined,
    'give the addresses or ranges of your proxies divided by commas, such as 127.0.0.1 or 10.0.0.0/8, or unset it',
  );

  if (faults.length > 0) throw new ConfigError(faults);
  return {
    host,
    port: Number(portText),
    databaseUrl,
    makesDatabaseFolder: !production || !env['DATABASE_URL'],
    databaseReplicaUrls: replicas,
    databasePoolSize: Number(poolText),
    databaseConnectTimeoutMs: Number(connectText),
    seed: seed as Seed,
    demoPassword: env['DEMO_PASSWORD'] || undefined,
    publicUrl,
    production,
    sessionSecret: env['SESSION_SECRET'] || undefined,
    logLevel: logLevel as Config['logLevel'],
    trustProxy: proxies ?? false,
    evidenceDir: text('EVIDENCE_DIR', './data/evidence'),
    importDir: text('IMPORT_DIR', './data/imports'),
    clamdUrl,
    evidenceAllowPrivate: allowPrivate === '1',
    webhooksAllowPrivate: webhooksPrivate === '1',
    linkCheckIntervalMs: linkCheckIntervalMs ?? null,
    linkCheckRate: Number(rateText),
    linkCheckRetentionDays: Number.parseInt(retentionText, 10),
    mail: smtpUrl === undefined ? null : { smtpUrl, from: from! },
    signIn,
    version: (JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string }).version,
  };
}

/** Faults are read by whoever sees the terminal or the log: secrets and the passwords in addresses are not shown. */
function shown(name: Variable, value: string): string {
  if (/SECRET|PASSWORD|SMTP_URL/.test(name)) return '***';
  return JSON.stringify(value.replaceAll(/\/\/[^/@,]*@/g, '//***@'));
}

const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const YEAR_MS = 366 * 86_400_000;

/** @returns milliseconds; null for `off`; undefined where it is neither */
function interval(text: string): number | null | undefined {
  if (text === 'off') return null;
  const [, count, unit] = /^([1-9]\d{0,5})([mhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNIT_MS[unit ?? ''] ?? Number.NaN);
  return ms <= YEAR_MS ? ms : undefined;
}

/** `address` or `Name <address>`; a line cannot break in either. */
function sender(text: string): { name: string; address: string } | undefined {
  const [, name = '', named, bare] =
    /^(?:([^<>@\p{Cc}]*)<([^<>\s@]+@[^<>\s@]+)>|([^<>\s@]+@[^<>\s@]+))$/u.exec(text) ?? [];
  const address = named ?? bare;
  return address === undefined ? undefined : { name: name.trim(), address };
}

function isPostgres(address: string): boolean {
  return /^postgres(ql)?:\/\/.+/.test(address) && URL.canParse(address);
}

function isScanner(address: string): boolean {
  if (/^unix:\/./.test(address)) return true;
  return /^tcp:\/\/[^\s/@]+:[1-9]\d*$/.test(address) && URL.canParse(address);
}

/** Name of the machine in the public address; mail has none of a bare number. */
function mailDomain(publicUrl: string): string {
  const host = URL.canParse(publicUrl) ? new URL(publicUrl).hostname : '';
  return /[a-z]$/i.test(host) ? host : 'localhost';
}
