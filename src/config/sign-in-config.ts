import type { Variable, Variables } from './variables.js';

/** Roles of people, as `REQUIRE_TOTP` names them. */
const ROLES = ['admin', 'clerk', 'inspector', 'planner'] as const;

export interface OidcConfig {
  /** Address of the provider, below which `/.well-known/openid-configuration` is. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The claim that holds the user name of the account here. */
  usernameClaim: string;
  scope: string;
  /** What the button of the sign-in page calls the provider. */
  name: string;
  /** Values of the claim `amr` that count as a second factor; none: the provider’s second factor does not count here. */
  secondFactorAmr: string[];
}

export interface SignInConfig {
  /** A session ends after so long without a request, and in any case after so long. */
  sessionIdleMinutes: number;
  sessionMaxHours: number;
  /** A browser’s token is replaced after so long. */
  sessionRotateMinutes: number;
  /** Roles that need a second factor. */
  requireTotp: (typeof ROLES)[number][];
  /** Undefined: nobody signs in by OpenID Connect. */
  oidc: OidcConfig | undefined;
}

type Check = (name: Variable, holds: boolean, mend: string) => void;

/** @param check notes a fault of a variable where it does not hold */
export function readSignInConfig(env: Variables, check: Check, production: boolean): SignInConfig {
  const whole = (name: Variable, fallback: number, min: number, max: number): number => {
    const text = env[name] || String(fallback);
    const holds = /^\d{1,6}$/.test(text) && Number(text) >= min && Number(text) <= max;
    check(name, holds, `give a whole number from ${min} to ${max}`);
    return Number(text);
  };
  const roles = listOf(env['REQUIRE_TOTP']);
  check(
    'REQUIRE_TOTP',
    roles.every((role) => ROLES.some((known) => known === role)),
    `give some of ${ROLES.join(',')}, divided by commas`,
  );
  return {
    sessionIdleMinutes: whole('SESSION_IDLE_MINUTES', 120, 1, 1440),
    sessionMaxHours: whole('SESSION_MAX_HOURS', 12, 1, 720),
    sessionRotateMinutes: whole('SESSION_ROTATE_MINUTES', 60, 1, 43_200),
    requireTotp: roles as SignInConfig['requireTotp'],
    oidc: oidcConfig(env, check, production),
  };
}

function oidcConfig(env: Variables, check: Check, production: boolean): OidcConfig | undefined {
  const issuer = env['OIDC_ISSUER'] || undefined;
  if (issuer === undefined) return undefined;
  const isAddress = URL.canParse(issuer) && /^https?:$/.test(new URL(issuer).protocol);
  check('OIDC_ISSUER', isAddress, 'give the http(s) address of the provider');
  // Who can change what comes from the provider can sign in as anybody.
  check('OIDC_ISSUER', !production || issuer.startsWith('https:'), 'needs https in production');
  const needed = (name: Variable, mend: string) => {
    check(name, Boolean(env[name]), mend);
    return env[name] ?? '';
  };
  needed('SESSION_SECRET', 'is needed with OIDC_ISSUER: give 32 random characters or more');
  const usernameClaim = needed(
    'OIDC_USERNAME_CLAIM',
    'is needed with OIDC_ISSUER: name a claim that holds the user name, which the provider assigns and people cannot change',
  );
  // An address can be given to another person, and providers differ in whether they verify it.
  check(
    'OIDC_USERNAME_CLAIM',
    usernameClaim !== 'email',
    'an e-mail address never links an account: name a claim that holds the user name',
  );
  return {
    issuer,
    clientId: needed(
      'OIDC_CLIENT_ID',
      'is needed with OIDC_ISSUER: the name of this catalogue at the provider',
    ),
    clientSecret: needed('OIDC_CLIENT_SECRET', 'is needed with OIDC_ISSUER'),
    usernameClaim,
    scope: env['OIDC_SCOPE'] || 'openid profile',
    name: env['OIDC_NAME'] || (isAddress ? new URL(issuer).host : issuer),
    secondFactorAmr: listOf(env['OIDC_MFA_AMR']),
  };
}

function listOf(text = ''): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
