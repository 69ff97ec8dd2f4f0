import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../database/unit.js';
import type { RequestMarks } from '../http/finish.js';
import { Problem } from '../http/problem.js';
import { type AccessRuleId, type Reach, reachOf } from './access-rules.js';
import type { Role } from './roles.js';

/** What a session has to do before anything else, as the problem is called that says so. */
export type Owed = 'own_password_needed' | 'second_factor_needed';

/** Who sends a request: a person in a session, or a machine with a key. */
export interface Caller {
  name: string;
  role: Role;
  agencyCode: string | null;
  /** Null for keys. */
  session: { id: string; formSecret: string } | null;
  /** The only rules that this caller may use, whatever the role allows; null: all of its role. */
  confinedTo: readonly AccessRuleId[] | null;
  /** Null: nothing. Until it is done, the session may do that alone, and to its own account alone. */
  owes: Owed | null;
}

export interface CallerRequest extends FastifyRequest {
  caller?: Caller;
}

/** How far the caller may go by the rule; undefined: not at all. */
export function reachOfCaller(rule: AccessRuleId, { role, confinedTo }: Caller): Reach | undefined {
  return confinedTo === null || confinedTo.includes(rule) ? reachOf(rule, role) : undefined;
}

export function actorOf(caller: Caller): Actor {
  return { name: caller.name, agencyCode: caller.agencyCode };
}

/** The caller of a route that needs one. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<CallerRequest>();
  if (!caller) throw new Problem(401, 'not_signed_in');
  return caller;
});

/**
 * The caller of a route for everybody that shows more to some: what a known caller is answered is theirs alone. A session
 * that owes something is answered like everybody.
 */
export const PossibleCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller | undefined => {
    const request = context.switchToHttp().getRequest<CallerRequest & { marks?: RequestMarks }>();
    if (!request.caller || request.caller.owes !== null) return undefined;
    if (request.marks) request.marks.isPublic = false;
    return request.caller;
  },
);
