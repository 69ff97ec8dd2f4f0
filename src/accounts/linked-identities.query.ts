import type { Queries } from '../database/reader.js';

/** A person at a provider of OpenID Connect by whom an account can be signed in to. */
export interface LinkedIdentity {
  issuer: string;
  subject: string;
  linkedAt: string;
}

export function linkedIdentities(queries: Queries, username: string): Promise<LinkedIdentity[]> {
  return queries.all<LinkedIdentity>(
    `SELECT issuer, subject, linked_at AS "linkedAt" FROM oidc_identity
     WHERE username = :username ORDER BY issuer`,
    { username },
  );
}
