import { ACCESS_RULES, type AccessRule, type Reach } from '../accounts/access-rules.js';
import { ROLES } from '../accounts/roles.js';
import { answerTypes, JSON_TYPE } from '../http/describe.js';
import type { DocumentedRoute } from './documented-route.js';

const PLURALS = {
  admin: 'administrators',
  clerk: 'clerks',
  inspector: 'inspectors',
  planner: 'planners',
  reader: 'keys that only read',
};

const REACHES: Record<Reach, string> = {
  any: '',
  ownAgencies: ' (for their agency and those under it)',
  self: ' (for themselves)',
};

/** What there is to know of an operation beside its summary: what a person wrote of it, and what its code says. */
export function operationDescription(route: DocumentedRoute, queryNames: readonly string[]): string {
  return [
    route.description.more,
    whoMay(route),
    conditions(route),
    paging(queryNames),
    time(queryNames),
    validators(route),
    formats(route),
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');
}

function whoMay({ access }: DocumentedRoute): string {
  const { allow }: AccessRule = ACCESS_RULES[access];
  if (allow === 'anyone') return 'Open to everybody, without an account.';
  const reaches = Object.values(allow);
  const isSame = reaches.every((reach) => reach === reaches[0]);
  const roles = ROLES.filter((role) => allow[role] !== undefined).map(
    (role) => PLURALS[role] + (isSame ? '' : REACHES[allow[role]!]),
  );
  const who = `For ${listed(roles)}${isSame ? REACHES[reaches[0]!] : ''}.`;
  return `${who} A key that is confined to scopes needs \`${access}\` among them.`;
}

/** What a write asks for, and what it promises in return. */
function conditions({ method, access, description: { ifMatch } }: DocumentedRoute): string | undefined {
  if (method === 'get') return undefined;
  const parts: string[] = [];
  if (ifMatch === 'required')
    parts.push(
      'Send the ETag of the record as you read it in `If-Match`: without it the answer is 428, and 412 where somebody has changed the record since.',
    );
  if (ifMatch === 'optional')
    parts.push(
      'Where there is a record already, send its ETag in `If-Match`: without it the answer is 428, and 412 where somebody has changed it since.',
    );
  if ((ACCESS_RULES[access] as AccessRule).allow !== 'anyone')
    parts.push(
      'With an `Idempotency-Key` the request can be sent again: it has one effect, and the same answer for 48 hours.',
    );
  return parts.length === 0 ? undefined : parts.join(' ');
}

function paging(names: readonly string[]): string | undefined {
  if (names.includes('cursor'))
    return 'Paged: send `next` back as `cursor`, with the same filters, until it is null. A page begins after an item and not at a count, so that what is added meanwhile shifts nothing.';
  return undefined;
}

function time(names: readonly string[]): string | undefined {
  if (names.includes('knownAt') && names.includes('asOf'))
    return '`asOf` asks what is valid on a day, `knownAt` what had been recorded by a moment; with both an old answer can be had again.';
  return undefined;
}

function validators({ method, access }: DocumentedRoute): string | undefined {
  if (method !== 'get') return undefined;
  return access === 'catalogue.read'
    ? 'The answer may be kept and has an ETag: with `If-None-Match` it is 304 without a body for as long as it has not changed.'
    : undefined;
}

function formats({ description }: DocumentedRoute): string | undefined {
  const types = answerTypes(description).filter((type) => type !== JSON_TYPE);
  return types.length === 0
    ? undefined
    : `Answers with ${listed(
        types.map((type) => `\`${type}\``),
        'or',
      )}.`;
}

function listed(words: readonly string[], last = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
