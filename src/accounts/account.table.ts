import { SEALED, sealedBut, table, unsealed } from '../database/table.js';
import type { Role } from './roles.js';
import type { SignInMethod } from './sign-in.table.js';

export interface AccountRow {
  username: string;
  displayName: string;
  role: Exclude<Role, 'reader'>;
  agencyCode: string | null;
  passwordHash: string;
  /** Until when the password is good, where the system made it; null: it is no initial one. */
  initialPasswordUntil: string | null;
  disabledAt: string | null;
  demonstration: number;
  revision: number;
  createdAt: string;
  updatedAt: string;
}

export interface SessionRow {
  /** SHA-256 of the token; the token itself is not kept. */
  tokenHash: string;
  username: string;
  /** Names the session to its owner; opens nothing. */
  id: string;
  /** What the tokens of the session’s forms follow from; it stays when the session’s own token is renewed. */
  formSecret: string;
  method: SignInMethod;
  secondFactor: SecondFactorKind | null;
  /** Browser and system, as far as they tell. */
  device: string | null;
  /** Since when `tokenHash` is the token. */
  rotatedAt: string;
  previousHash: string | null;
  /** A token that was sent to the browser and has not come back yet. */
  nextHash: string | null;
  nextAt: string | null;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
}

/** What proved the second time who signs in; `provider`: the provider of OpenID Connect says that it did. */
export type SecondFactorKind = 'totp' | 'recovery_code' | 'provider';

export interface ApiKeyRow {
  id: string;
  /** SHA-256 of the key; the key itself is not kept. */
  tokenHash: string;
  name: string;
  role: Role;
  agencyCode: string | null;
  /** Access rules that the key keeps to, as a JSON list; null: all of its role. */
  scopes: string | null;
  createdBy: string;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  /** Number of the change after which it last asked the feed to go on. */
  feedPlace: number | null;
  feedReadAt: string | null;
}

export const AccountTable = table<AccountRow>('account', SEALED, {
  username: 'text pk',
  displayName: 'text',
  role: 'text',
  agencyCode: 'text?',
  passwordHash: 'text',
  initialPasswordUntil: 'text?',
  disabledAt: 'text?',
  demonstration: 'int',
  revision: 'int',
  createdAt: 'text',
  updatedAt: 'text',
});

export const SessionTable = table<SessionRow>('session', unsealed('comes and goes with sign-ins'), {
  tokenHash: 'text pk',
  username: 'text',
  id: 'text',
  formSecret: 'text',
  method: 'text',
  secondFactor: 'text?',
  device: 'text?',
  rotatedAt: 'text',
  previousHash: 'text?',
  nextHash: 'text?',
  nextAt: 'text?',
  createdAt: 'text',
  lastSeenAt: 'text',
  expiresAt: 'text',
});

export const ApiKeyTable = table<ApiKeyRow>(
  'api_key',
  sealedBut<ApiKeyRow>('lastUsedAt', 'feedPlace', 'feedReadAt'),
  {
    id: 'text pk',
    tokenHash: 'text',
    name: 'text',
    role: 'text',
    agencyCode: 'text?',
    scopes: 'text?',
    createdBy: 'text',
    createdAt: 'text',
    expiresAt: 'text?',
    revokedAt: 'text?',
    lastUsedAt: 'text?',
    feedPlace: 'big?',
    feedReadAt: 'text?',
  },
);
