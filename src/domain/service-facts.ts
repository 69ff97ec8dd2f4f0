/**
 * What is shown and possible online for one public service (hiện trạng cung cấp).
 *
 * Facts are statements, never levels: a level scheme turns them into a level.
 */

/** Every fact the catalogue keeps. A scheme uses the ones it needs; the others serve other schemes. */
export const FACT_KEYS = [
  // Decree 63/2010 Art. 8.2 a-g: the seven parts always mandatory
  'name',
  'steps',
  'manner',
  'dossier',
  'timeLimit',
  'subjects',
  'agency',
  // Decree 63/2010 Art. 8.2: the four conditional parts
  'forms',
  'result',
  'requirements',
  'fees',
  'legalBasis',
  'decision',
  'publicPage',
  'formFiles',
  'printAccepted',
  'onlineForm',
  'onlineSubmission',
  'statusOnline',
  'authentication',
  // Not needed by nd43-2011, needed by other schemes
  'onlinePayment',
  'resultOnline',
  'resultByPost',
  'inPersonStep',
] as const;

export type FactKey = (typeof FACT_KEYS)[number];

/**
 * `present`: it is there; `absent`: known not to be there; `not_applicable`: the procedure has no such thing
 * (only with a reason); `unknown`: nobody has said. A missing fact is `unknown`.
 */
export const FACT_STATES = ['present', 'absent', 'not_applicable', 'unknown'] as const;
export type FactState = (typeof FACT_STATES)[number];

export interface Fact {
  state: FactState;
  /** Why it does not apply, or (for `inPersonStep`) the legal reason. Mandatory with `not_applicable`. */
  reason?: string;
  /** Absolute http(s) URLs where it is shown; for `formFiles` one for each form. */
  urls?: string[];
  /** For `onlineSubmission`: the number of a test receipt. */
  receipt?: string;
  /** Ids of Evidence records. */
  evidence?: string[];
  /** For `forms`: how many dossier components have a form, so that `formFiles` can be held against it. */
  count?: number;
}

export type ServiceFacts = { [K in FactKey]?: Fact };
