import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { CallerRequest } from '../../accounts/caller.js';
import { FormValues } from '../../http/form-body.js';
import { Problem } from '../../http/problem.js';
import { isCsrfToken } from '../csrf.js';

/**
 * The form that the caller sent from a page of their own session.
 * @throws Problem 403 `foreign_form`, 415 where it is no form
 */
export function sentForm(request: CallerRequest): FormValues {
  const form = anyForm(request);
  requireOwnForm(request, form.raw('csrf'));
  return form;
}

/** @throws Problem 403 where the token is not that of the caller's session */
export function requireOwnForm({ caller }: CallerRequest, token: string): void {
  if (!caller?.session || !isCsrfToken(caller.session.formSecret, token))
    throw new Problem(403, 'foreign_form');
}

/**
 * A form of somebody who need not have a session yet.
 * @throws Problem 415 where it is no form
 */
export function anyForm({ body }: CallerRequest): FormValues {
  if (body instanceof FormValues) return body;
  throw new Problem(415, 'media_type', { params: { expected: 'application/x-www-form-urlencoded' } });
}

/** The checked form of a route for callers in a session. */
export const SentForm = createParamDecorator((_: unknown, context: ExecutionContext): FormValues =>
  sentForm(context.switchToHttp().getRequest<CallerRequest>()),
);
