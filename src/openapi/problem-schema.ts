import type { JsonSchema } from '../http/describe.js';
import { PROBLEM_TEXTS } from '../http/wording.js';
import { level, list, object, oneOf, orNull, text } from '../http/schemas.js';
import { JUDGED_CRITERION } from '../public-services/public-services.schema.js';
import { BLOCKER } from '../http/blocker-schema.js';

/** Members that some problems add to what RFC 9457 names. */
const EXTRA_MEMBERS: Record<string, JsonSchema> = {
  /** Criteria that the facts of a service do not meet. */
  heldBackBy: list(text(60), 60),
  criteria: list(JUDGED_CRITERION, 60),
  supportedLevel: orNull(level),
  /** What keeps a procedure from being published. */
  blockers: list(BLOCKER, 1000),
  /** Codes of the guesses of an import that a person has yet to confirm. */
  unconfirmed: list(text(60), 100),
  /** For the second step of a sign-in. */
  challenge: text(200),
};

const codes = oneOf(Object.keys(PROBLEM_TEXTS));

export const PROBLEM: JsonSchema = {
  title: 'Problem',
  ...object(
    {
      type: { type: 'string', format: 'uri', maxLength: 100 },
      title: text(200),
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: text(4000),
      instance: { type: 'string', format: 'uri-reference', maxLength: 8000 },
      code: codes,
      errors: list(
        object({
          in: oneOf(['body', 'query', 'path', 'header']),
          pointer: text(8000),
          code: codes,
          message: text(4000),
        }),
        1000,
      ),
      ...EXTRA_MEMBERS,
    },
    Object.keys(EXTRA_MEMBERS),
  ),
};

/** What each status of a problem says, in the document. */
export const PROBLEM_MEANINGS: Record<number, string> = {
  400: 'The request has faults; each is listed',
  401: 'No credentials, or credentials that are not good',
  403: 'Not allowed; the rule is named',
  404: 'Not there, or not visible to the caller',
  406: 'None of the types in Accept is offered',
  409: 'The present state does not allow this',
  410: 'It was there and is gone',
  412: 'The record has changed since it was read',
  413: 'The body is over the limit',
  415: 'The media type of the body is not taken here',
  422: 'It cannot be done; every reason is listed',
  428: 'If-Match is missing; read the record and send its ETag',
  429: 'Too many attempts; Retry-After says when to try again',
  500: 'Unforeseen; the log has more under the id given',
  503: 'The database is not available; nothing was written',
  507: 'No space left; nothing was written',
};
