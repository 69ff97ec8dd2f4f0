import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorPages, titleOf } from '../http/problem.filter.js';
import type { Problem } from '../http/problem.js';
import { wording } from '../http/problem-texts.js';
import { redirect } from './go-to.js';
import { inLanguage, languageOfPage } from './language.js';
import { Views } from './views.service.js';

/** Addresses that machines ask; everything else is a page. */
const FOR_MACHINES = /^\/(api|id|assets|healthz|readyz|metrics)(\/|\?|$)/;

/** Errors as pages: what went wrong, how to mend it, and where to go on. */
@Injectable()
export class ErrorPage implements ErrorPages {
  constructor(private readonly views: Views) {}

  pageFor(request: FastifyRequest, reply: FastifyReply, problem: Problem): string | undefined {
    if (FOR_MACHINES.test(request.url) || !/text\/html/.test(request.headers.accept ?? '')) return undefined;
    const language = languageOfPage(request.raw);
    if (problem.code === 'not_signed_in' && request.method !== 'POST') {
      const next = encodeURIComponent(inLanguage(request.url, language));
      return redirect(reply, `${inLanguage('/sign-in', language)}?next=${next}`);
    }
    const { params, faults = [] } = problem.details;
    return this.views.page(request, reply, 'error', {
      title: titleOf(problem.status, language),
      detail: wording(problem.code, language, params),
      faults: faults.map((fault) => ({
        name: fault.pointer.replace(/^\//, ''),
        message: wording(fault.code, language, fault.params),
      })),
      status: problem.status,
    });
  }
}
