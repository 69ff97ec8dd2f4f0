import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CallerRequest, Owed } from '../accounts/caller.js';
import { tokenInCookie } from '../accounts/session-cookie.js';
import { acceptedType } from '../http/accepted-type.js';
import { type ErrorPages, titleOf } from '../http/problem.filter.js';
import { PublicUrl } from '../http/public-url.js';
import type { Problem } from '../http/problem.js';
import { wording } from '../http/wording.js';
import { FormKeeper } from './form-keeper.service.js';
import { redirect } from './go-to.js';
import { inLanguage, languageOfPage } from './language.js';
import { Views } from './views.service.js';

/** Addresses that machines ask; everything else is a page. */
const FOR_MACHINES = /^\/(api|id|assets|healthz|readyz|metrics)(\/|\?|$)/;

const ERROR_TYPES = ['text/html', 'application/problem+json', 'application/json'] as const;

/** What the API says of these speaks of its own answer. */
const IN_OTHER_WORDS = ['bad_request', 'not_found'];
/** Where there is something to say of how to go on. */
const ADVISED = [403, 404, 409, 412, 413, 429, 503];

/** Where that is done which a session owes before it may do anything else. */
const TO_DO_FIRST: Record<string, string | undefined> = {
  own_password_needed: '/desk/account/password',
  second_factor_needed: '/desk/account/second-factor',
} satisfies Record<Owed, string>;

/** Whoever takes anything has not asked for a page, nor has whoever likes JSON better. */
function asksForHtml(accept = ''): boolean {
  return /text\/html/i.test(accept) && acceptedType(accept, ERROR_TYPES) === 'text/html';
}

/** Errors as pages: what went wrong, how to mend it, and where to go on. */
@Injectable()
export class ErrorPage implements ErrorPages {
  constructor(
    private readonly views: Views,
    private readonly keeper: FormKeeper,
    private readonly publicUrl: PublicUrl,
  ) {}

  pageFor(request: FastifyRequest, reply: FastifyReply, problem: Problem): string | undefined {
    if (FOR_MACHINES.test(request.url) || !asksForHtml(request.headers.accept)) return undefined;
    const language = languageOfPage(request.raw);
    const kept = ['not_signed_in', 'foreign_form'].includes(problem.code)
      ? this.keeper.keep(request)
      : undefined;
    // Signed in again in another window, say: the form is of a session that has ended.
    if (kept !== undefined && problem.code === 'foreign_form')
      return redirect(reply, inLanguage(kept, language));
    if (problem.code === 'not_signed_in' && (request.method !== 'POST' || kept !== undefined)) {
      const next = encodeURIComponent(inLanguage(kept ?? request.url, language));
      return redirect(reply, `${inLanguage('/sign-in', language)}?next=${next}`);
    }
    const first = TO_DO_FIRST[problem.code];
    if (first !== undefined && request.method !== 'POST') return redirect(reply, inLanguage(first, language));
    const { params, faults = [] } = problem.details;
    return this.views.page(request, reply, 'error', {
      title: titleOf(problem.status, language),
      detail: IN_OTHER_WORDS.includes(problem.code)
        ? this.views.text(request, `common:error_${problem.code}`)
        : wording(problem.code, language, params),
      advice: ADVISED.includes(problem.status)
        ? this.views.text(request, `common:advice_${problem.status}`)
        : '',
      faults: faults.map((fault) => ({
        name: fault.pointer.replace(/^\//, ''),
        message: wording(fault.code, language, fault.params),
      })),
      status: problem.status,
      mayBeSignedIn: this.mayBeSignedIn(request),
    });
  }

  /** An address that is no route, and a request refused before its route, was never asked who sends it. */
  private mayBeSignedIn(request: FastifyRequest & CallerRequest): boolean {
    return request.caller === undefined && tokenInCookie(this.publicUrl.base, request.headers) !== undefined;
  }
}
