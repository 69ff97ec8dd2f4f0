import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../database/unit.js';
import type { RequestMarks } from '../http/finish.js';
import { Problem } from '../http/problem.js';
import type { Role } from './roles.js';

/** Who sends a request: a person in a session, or a machine with a key. */
export interface Caller {
  name: string;
  role: Role;
  agencyCode: string | null;
  /** SHA-256 of the session's token; null for keys. */
  sessionHash: string | null;
}

export interface CallerRequest extends FastifyRequest {
  caller?: Caller;
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

/** The caller of a route for everybody that shows more to some: what a known caller is answered is theirs alone. */
export const PossibleCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller | undefined => {
    const request = context.switchToHttp().getRequest<CallerRequest & { marks?: RequestMarks }>();
    if (request.caller && request.marks) request.marks.isPublic = false;
    return request.caller;
  },
);
