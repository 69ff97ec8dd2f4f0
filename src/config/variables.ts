import { distance } from 'fastest-levenshtein';

/** Every environment variable that the catalogue reads; README.md tells of each. */
export const VARIABLES = [
  'CLAMD_URL',
  'DATABASE_CONNECT_TIMEOUT_MS',
  'DATABASE_POOL_SIZE',
  'DATABASE_REPLICA_URLS',
  'DATABASE_URL',
  'DEMO_PASSWORD',
  'EVIDENCE_ALLOW_PRIVATE',
  'EVIDENCE_DIR',
  'HOST',
  'IMPORT_DIR',
  'LINK_CHECK_INTERVAL',
  'LINK_CHECK_RATE',
  'LINK_CHECK_RETENTION',
  'LOG_LEVEL',
  'MAIL_FROM',
  'NODE_ENV',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_ISSUER',
  'OIDC_MFA_AMR',
  'OIDC_NAME',
  'OIDC_SCOPE',
  'OIDC_USERNAME_CLAIM',
  'PORT',
  'PUBLIC_URL',
  'REQUIRE_TOTP',
  'SEED',
  'SESSION_IDLE_MINUTES',
  'SESSION_MAX_HOURS',
  'SESSION_ROTATE_MINUTES',
  'SESSION_SECRET',
  'SMTP_URL',
  'TRUST_PROXY',
  'WEBHOOKS_ALLOW_PRIVATE',
] as const;

export type Variable = (typeof VARIABLES)[number];
export type Variables = Partial<Record<Variable, string>>;

/** Names that begin so are the catalogue's own. */
const FAMILIES = /^(CLAMD|DATABASE|DEMO|EVIDENCE|IMPORT|LINK_CHECK|OIDC|SESSION|SMTP|TRUST|WEBHOOKS?)_/;
/** Set by desktops, and by clusters for services that happen to be called like a family (`DATABASE_PORT_5432_TCP`). */
const OTHERS = /^SESSION_MANAGER$|_SERVICE_(HOST|PORT)(_\w+)?$|_PORT(_\d+_(TCP|UDP)(_\w+)?)?$/;
/** Shorter names are too near to those of others: HOME to HOST, SORT to PORT. */
const SHORTEST_MISSPELT = 6;
const SLIPS = 2;

/**
 * Tells of variables that were meant for the catalogue and that it does not know: a setting that nobody reads is a setting that somebody
 * believes in. All others of the environment are other programs'.
 */
export function faultsOfNames(env: object): string[] {
  return Object.keys(env)
    .filter((name) => !VARIABLES.some((known) => known === name) && !OTHERS.test(name))
    .map((name) => ({ name, meant: nearest(name) }))
    .filter(({ name, meant }) => meant !== undefined || FAMILIES.test(name))
    .map(
      ({ name, meant }) =>
        `${name}: no variable of the catalogue; ${meant ? `give ${meant}` : 'README.md lists them all'}, or unset it`,
    );
}

function nearest(name: string): Variable | undefined {
  return VARIABLES.filter((known) => known.length >= SHORTEST_MISSPELT)
    .filter((known) => Math.abs(known.length - name.length) <= SLIPS)
    .map((known) => ({ known, slips: distance(name.toUpperCase(), known) }))
    .filter(({ slips }) => slips <= SLIPS)
    .sort((a, b) => a.slips - b.slips)[0]?.known;
}
