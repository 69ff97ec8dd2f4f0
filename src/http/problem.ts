import type { ProblemCode } from './wording.js';

/** One fault of a request. `pointer` is a JSON pointer into the body, or `/name` of a parameter. */
export interface Fault {
  in: 'body' | 'query' | 'path' | 'header';
  pointer: string;
  code: FaultCode;
  params?: TextParams;
}

export type TextParams = Record<string, string | number>;

/** Codes of faults and problems share one table of texts. */
export type FaultCode = ProblemCode;

/**
 * An error that the caller may read, as RFC 9457 prescribes; the filter at the edge words it in the caller's language.
 * Thrown by services with codes only.
 */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: ProblemCode,
    readonly details: {
      params?: TextParams;
      faults?: Fault[];
      headers?: Record<string, string>;
      /** Members added to the problem document, such as `heldBackBy`. */
      extra?: Record<string, unknown>;
    } = {},
  ) {
    super(code);
  }
}

export const badRequest = (faults: Fault[]): Problem => new Problem(400, 'bad_request', { faults });

/** A code that is taken already, told among other faults of a body. */
export const takenFault = (pointer: string, what: string, code: string): Fault => ({
  in: 'body',
  pointer,
  code: 'duplicate',
  params: { what, code },
});

/** @throws Problem 400 with every fault; 409 `duplicate` where nothing is wrong but that a code is taken */
export function refuseFaults(faults: Fault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  if (faults.length > 1 || first.code !== 'duplicate') throw badRequest(faults);
  throw new Problem(409, 'duplicate', first.params ? { params: first.params } : {});
}

export const notFound = (what: TextParams = {}): Problem => new Problem(404, 'not_found', { params: what });
