import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem } from '../http/problem.js';
import type { RequestMarks } from '../http/finish.js';
import { ACCESS_RULES, type AccessRule, type AccessRuleId, reachOf } from './access-rules.js';
import type { CallerRequest } from './caller.js';
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
    const request = context.switchToHttp().getRequest<CallerRequest & { marks?: RequestMarks }>();
    request.caller = await this.credentials.callerOf(request);
    const { allow }: AccessRule = ACCESS_RULES[rule];
    if (allow === 'anyone') {
      if (rule === 'catalogue.read' && request.marks) request.marks.isPublic = true;
      return true;
    }
    if (!request.caller)
      throw new Problem(401, 'not_signed_in', { headers: { 'www-authenticate': 'Bearer' } });
    if (reachOf(rule, request.caller.role) === undefined) {
      throw new Problem(403, 'forbidden', { params: { role: request.caller.role, rule } });
    }
    return true;
  }
}
