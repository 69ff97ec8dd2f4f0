import type { OidcSignIn } from '../../../accounts/oidc-sign-in.service.js';
import type { Actor } from '../../../database/unit.js';
import { Problem } from '../../../http/problem.js';

/** Parts an account from the provider of sign-in. The same form sent twice: what it asked for is done. */
export async function unlinked(oidc: OidcSignIn, actor: Actor, username: string): Promise<void> {
  try {
    await oidc.unlink(actor, username);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
  }
}
