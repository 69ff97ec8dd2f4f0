import type { AccessRuleId } from '../../accounts/access-rules.js';
import { reachOf } from '../../accounts/access-rules.js';
import { actorOf, type Caller } from '../../accounts/caller.js';
import type { Actor } from '../../database/unit.js';
import { Problem } from '../../http/problem.js';

const RULE: AccessRuleId = 'import.run';

/** Who sends or commits a file. */
export interface ImportSender {
  actor: Actor;
  /** The agency whose own services and those under it are in reach; null: all. */
  above: string | null;
}

/** @throws Problem 403 for an account that acts for no agency and may not act for all */
export function senderOf(caller: Caller): ImportSender {
  const actor = actorOf(caller);
  if (reachOf(RULE, caller.role) === 'any') return { actor, above: null };
  if (caller.agencyCode === null)
    throw new Problem(403, 'other_agency', { params: { agency: '', rule: RULE } });
  return { actor, above: caller.agencyCode };
}
