import type { CallerRequest } from '../../accounts/caller.js';
import { wording } from '../../http/wording.js';
import type { Fault, Problem } from '../../http/problem.js';
import { noteProblem } from '../../http/request-log.js';
import { languageOfPage } from '../language.js';
import type { Views } from '../views.service.js';

/** A fault beside the field that it is about, and in the summary with a link to it. */
export interface PageFault {
  /** Id of the field on the page. */
  field: string;
  text: string;
}

/** Faults whose texts speak of JSON: in forms they have words of their own, `desk:fault_…`. */
const IN_FORMS: readonly Fault['code'][] = [
  'required',
  'empty',
  'not_text',
  'not_a_date',
  'not_one_of',
  'not_a_list',
  'reason_required',
  'not_applicable_not_allowed',
  'in_the_past',
  'agency_needed',
];

/** Where a fault shows: the id of the field, and what the field is called. */
export interface FaultPlace {
  field: string;
  title: string;
}

/**
 * The faults of a refused form, by whose codes the log tells of it as of a problem.
 * @param placeOf for a JSON pointer into the body
 */
export function pageFaults(
  views: Views,
  request: CallerRequest,
  problem: Problem,
  placeOf: (pointer: string) => FaultPlace,
): PageFault[] {
  noteProblem(request, problem);
  const { details, code } = problem;
  const faults = details.faults ?? [];
  if (faults.length === 0) {
    return [{ field: 'main-content', text: wording(code, languageOfPage(request.raw), details.params) }];
  }
  return faults.map((fault) => {
    const { field, title } = placeOf(fault.pointer);
    return { field, text: `${title}: ${faultText(views, request, fault)}` };
  });
}

function faultText(views: Views, request: CallerRequest, { code, params }: Fault): string {
  if (IN_FORMS.includes(code)) return views.text(request, `desk:fault_${code}`, params);
  return wording(code, languageOfPage(request.raw), params);
}
