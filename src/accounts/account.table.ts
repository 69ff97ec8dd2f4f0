import { table } from '../database/table.js';
import type { Role } from './roles.js';

export interface AccountRow {
  username: string;
  displayName: string;
  role: Exclude<Role, 'reader'>;
  agencyCode: string | null;
  passwordHash: string;
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
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
}

export interface ApiKeyRow {
  id: string;
  /** SHA-256 of the key; the key itself is not kept. */
  tokenHash: string;
  name: string;
  role: Role;
  agencyCode: string | null;
  createdBy: string;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
}

export const AccountTable = table<AccountRow>('account', {
  username: 'text pk',
  displayName: 'text',
  role: 'text',
  agencyCode: 'text?',
  passwordHash: 'text',
  disabledAt: 'text?',
  demonstration: 'int',
  revision: 'int',
  createdAt: 'text',
  updatedAt: 'text',
});

export const SessionTable = table<SessionRow>('session', {
  tokenHash: 'text pk',
  username: 'text',
  createdAt: 'text',
  lastSeenAt: 'text',
  expiresAt: 'text',
});

export const ApiKeyTable = table<ApiKeyRow>('api_key', {
  id: 'text pk',
  tokenHash: 'text',
  name: 'text',
  role: 'text',
  agencyCode: 'text?',
  createdBy: 'text',
  createdAt: 'text',
  expiresAt: 'text?',
  revokedAt: 'text?',
  lastUsedAt: 'text?',
});
