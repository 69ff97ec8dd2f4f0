import type { FastifyReply } from 'fastify';
import type { CallerRequest } from '../../accounts/caller.js';
import { Problem } from '../../http/problem.js';
import { noteProblem } from '../../http/request-log.js';
import type { Views } from '../views.service.js';
import { type FaultPlace, type PageFault, pageFaults } from './page-faults.js';

/** Why a form was not taken. */
export interface Refusal {
  faults: PageFault[];
  /** Somebody else wrote after the form was opened: both versions are shown, and the person chooses. */
  isStale: boolean;
}

const TOLD = [400, 409, 412, 422, 428];

/**
 * What the page of a form tells of its refusal, whose status it takes.
 * @param placeOf for a JSON pointer into the body
 * @throws whatever is no refusal of what was typed
 */
export function refusedForm(
  views: Views,
  request: CallerRequest,
  reply: FastifyReply,
  error: unknown,
  placeOf: (pointer: string) => FaultPlace,
): Refusal {
  if (!(error instanceof Problem) || !TOLD.includes(error.status)) throw error;
  const isStale = error.status === 412 || error.status === 428;
  void reply.status(isStale ? 412 : error.status);
  if (isStale) {
    noteProblem(request, error);
    return { isStale, faults: [{ field: 'conflict', text: views.text(request, 'deskAdmin:stale') }] };
  }
  return { isStale, faults: pageFaults(views, request, error, placeOf) };
}
