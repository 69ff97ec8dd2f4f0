import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem } from '../http/problem.js';
import type { FastifyReply } from 'fastify';
import type { RequestMarks } from '../http/finish.js';
import { ACCESS_RULES, type AccessRule, type AccessRuleId, reachOf } from './access-rules.js';
import { type Caller, type CallerRequest, reachOfCaller } from './caller.js';
import { Credentials } from './credentials.service.js';

/** Where the rule of a route stands among its metadata. */
export const ACCESS = 'access rule';

/** Names the rule of the access table that the route obeys. A route without one is refused to everybody. */
export const Access = (rule: AccessRuleId): MethodDecorator & ClassDecorator => SetMetadata(ACCESS, rule);

/** Lets a request through where the table of access rules allows the caller's role; reach is checked with the record. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly credentials: Credentials,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<AccessRuleId | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (rule === undefined)
      throw new Error(`${context.getClass().name}.${context.getHandler().name} names no access rule`);
    const http = context.switchToHttp();
    const request = http.getRequest<CallerRequest & { marks?: RequestMarks }>();
    const { caller, renew } = await this.credentials.identify(request);
    request.caller = caller;
    const { allow }: AccessRule = ACCESS_RULES[rule];
    if (allow === 'anyone') {
      if (rule === 'catalogue.read' && request.marks) request.marks.isPublic = true;
      return true;
    }
    if (!caller) throw new Problem(401, 'not_signed_in', { headers: { 'www-authenticate': 'Bearer' } });
    requireRule(caller, rule);
    // Never with an answer that is the same for everybody, which others may keep; nor where the handler sets a cookie itself.
    const cookie = request.method === 'GET' ? await renew?.() : undefined;
    if (cookie !== undefined) void http.getResponse<FastifyReply>().header('set-cookie', cookie);
    return true;
  }
}

/** @throws Problem 403 */
function requireRule(caller: Caller, rule: AccessRuleId): void {
  const { role } = caller;
  if (reachOf(rule, role) === undefined) throw new Problem(403, 'forbidden', { params: { role, rule } });
  if (reachOfCaller(rule, caller) !== undefined) return;
  throw new Problem(403, caller.owes ?? 'out_of_scope', { params: { role, rule } });
}
