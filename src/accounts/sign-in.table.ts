import { SEALED, sealedBut, table, unsealed } from '../database/table.js';

/** Time-based one-time codes of an account (RFC 6238). */
export interface SecondFactorRow {
  username: string;
  /** Sealed under a key that follows from SESSION_SECRET. */
  secret: string;
  createdAt: string;
  /** Null until a first code has proved that the secret arrived. */
  confirmedAt: string | null;
  /** The latest time step whose code was taken: neither it nor an earlier one is taken again. */
  lastStep: number;
  /** Wrong codes since the last right one. */
  failures: number;
  failedAt: string | null;
}

export interface RecoveryCodeRow {
  username: string;
  no: number;
  codeHash: string;
  usedAt: string | null;
}

/** A sign-in whose first step is done. */
export interface SignInChallengeRow {
  /** SHA-256 of the token; the token itself is not kept. */
  tokenHash: string;
  username: string;
  /** Any change of the account ends the challenge. */
  accountRevision: number;
  method: SignInMethod;
  attempts: number;
  createdAt: string;
  expiresAt: string;
}

export interface OidcIdentityRow {
  issuer: string;
  subject: string;
  username: string;
  linkedAt: string;
  lastUsedAt: string | null;
}

export type SignInMethod = 'password' | 'oidc';

export const SecondFactorTable = table<SecondFactorRow>(
  'second_factor',
  sealedBut<SecondFactorRow>('lastStep', 'failures', 'failedAt'),
  {
    username: 'text pk',
    secret: 'text',
    createdAt: 'text',
    confirmedAt: 'text?',
    lastStep: 'big',
    failures: 'int',
    failedAt: 'text?',
  },
);

export const RecoveryCodeTable = table<RecoveryCodeRow>('recovery_code', SEALED, {
  username: 'text pk',
  no: 'int pk',
  codeHash: 'text',
  usedAt: 'text?',
});

export const SignInChallengeTable = table<SignInChallengeRow>(
  'sign_in_challenge',
  unsealed('lives for minutes'),
  {
    tokenHash: 'text pk',
    username: 'text',
    accountRevision: 'int',
    method: 'text',
    attempts: 'int',
    createdAt: 'text',
    expiresAt: 'text',
  },
);

export const OidcIdentityTable = table<OidcIdentityRow>(
  'oidc_identity',
  sealedBut<OidcIdentityRow>('lastUsedAt'),
  {
    issuer: 'text pk',
    subject: 'text pk',
    username: 'text',
    linkedAt: 'text',
    lastUsedAt: 'text?',
  },
);
