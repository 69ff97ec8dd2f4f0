import { PARAMETER_TEXTS, type ParameterText } from './parameter-texts.js';

const INSPECTION_RECORD = 'Identifier of the service, and the number of the inspection of it';
const SERVICE_STATE: ParameterText = {
  description:
    '`verified` by an inspection in effect; `stale`: its facts have changed since; `overClaimed`: declared above the verified level; `violation`: at level 1 though the procedure has forms (Decree 43/2011, Art. 19.1)',
  example: 'verified',
};
const LEVEL_BASIS: ParameterText = {
  description:
    'Whose word on levels counts: the published level, the declared one or the verified one. Left out: the published one',
  example: 'declared',
};
const LINK_STATE: ParameterText = {
  description: 'Where the link stands after its last check',
  example: 'dead',
};
const AGENCY_AND_UNDER: ParameterText = {
  description: 'Code of an agency: of it and of those under it',
  example: 'STP',
};

/** Where a parameter means something of its own: by the beginning of the path without `/api/v1`; the longest counts. */
const EXCEPTIONS: Record<string, Record<string, ParameterText>> = {
  '/agencies': {
    asOf: {
      description: 'Only agencies that existed on this day. Left out: every agency ever known',
      example: '2026-03-02',
    },
    code: { description: 'Code of the agency, as the list of agencies has it' },
    level: { description: 'Level of government of the agency', example: 'commune' },
  },
  '/campaigns': { id: { description: 'Year of the campaign, and its number in that year' } },
  '/campaigns/{id}/services': {
    agency: { description: 'Code of the agency of the service that was drawn', example: 'STP' },
    outcome: {
      description: 'Only services declared above, at or below what was found',
      example: 'over_claimed',
    },
    state: { description: 'What has become of the service since it was drawn', example: 'waiting' },
  },
  '/editions': {
    n: { description: 'Number of the edition, counted from 1' },
    other: { description: 'Number of the edition that it is compared with' },
    kind: { description: 'Only services that changed so', example: 'raised' },
  },
  '/findings': {
    agency: AGENCY_AND_UNDER,
    id: { description: `${INSPECTION_RECORD}, and of the finding in it` },
    state: { description: 'What the finding waits for, or that it is closed', example: 'open' },
  },
  '/imports': {
    agency: { description: 'Code of the agency of rows that name none', example: 'STP' },
    asOf: { description: 'Older name of `effectiveFrom`, which does the same', example: '2026-03-02' },
    id: { description: 'Day on which the file was sent, and its number on that day' },
    kind: { description: 'Only rows that make, change or do not change a service', example: 'update' },
  },
  '/indicators': { id: { description: 'Code of the indicator, as the report orders them' } },
  '/inspection-queue': { agency: AGENCY_AND_UNDER },
  '/inspections': {
    agency: AGENCY_AND_UNDER,
    id: { description: INSPECTION_RECORD },
    state: { description: 'Whether the inspection is still open', example: 'open' },
  },
  '/keys': { id: { description: 'Number of the key in the list of keys' } },
  '/link-checks': {
    agency: AGENCY_AND_UNDER,
    outcome: { description: 'Only checks that found this of the link', example: 'changed' },
    state: LINK_STATE,
  },
  '/mail': {
    id: { description: 'Identifier of the notification that the mail is about' },
    state: { description: 'Whether the message waits, was handed over or has failed', example: 'failed' },
  },
  '/notifications': { id: { description: 'Agency and number of the notification' } },
  '/procedures': {
    agency: {
      description: 'Only procedures with services of this agency; `scope` says whether those under it count',
      example: 'STP',
    },
    code: { description: 'Code of the procedure, as the list of procedures has it' },
    level: {
      description: 'The level that all its services within the scope reach; `none`: not even level 1',
      example: '3',
    },
    no: { description: 'Number of the published version, counted from 1' },
  },
  '/reports': { basis: LEVEL_BASIS, state: SERVICE_STATE },
  '/reports/procedures': {
    level: {
      description: 'The level that all services of the procedure within the scope reach',
      example: '3',
    },
  },
  '/reports/timeline': {
    from: { description: 'First day of the time that is counted', example: '2026-01-01' },
    to: { description: 'Last day of the time that is counted', example: '2026-03-31' },
  },
  '/schemes': { id: { description: 'Identifier of the level scheme, such as `nd43-2011`' } },
  '/services': {
    id: { description: PARAMETER_TEXTS['service']!.description },
    no: { description: 'Number of the evidence within its service, counted from 1' },
    period: { description: 'A year, a quarter or a month: `2012`, `2012-Q4` or `2012-11`' },
    q: {
      description: 'Words of the name of the procedure; Vietnamese marks and upper case do not count',
      example: 'khai sinh',
    },
    state: SERVICE_STATE,
  },
  '/services/{id}/volumes': {
    asOf: { description: 'Only periods that had begun by this day. Left out: all', example: '2026-03-02' },
  },
  '/sessions': { id: { description: 'Identifier of the session in the list of one’s own' } },
  '/webhooks': { id: { description: 'Number of the webhook in the list of webhooks' } },
};

/** What the document says of a parameter of a path; undefined where nobody has written it yet. */
export function parameterText(path: string, name: string): ParameterText | undefined {
  const short = path.replace('/api/v1', '');
  const places = Object.keys(EXCEPTIONS)
    .filter((place) => short.startsWith(place) && EXCEPTIONS[place]![name] !== undefined)
    .sort((a, b) => b.length - a.length);
  return places.length === 0 ? PARAMETER_TEXTS[name] : EXCEPTIONS[places[0]!]![name];
}
