import { BLOCKERS } from '../domain/publishing-blockers.js';
import type { JsonSchema } from './describe.js';
import { object, oneOf, text } from './schemas.js';

/** A gap of a procedure's content, as problems and procedures show it. */
export const BLOCKER: JsonSchema = object({
  code: oneOf(Object.keys(BLOCKERS)),
  section: text(200),
  rule: text(200),
});
