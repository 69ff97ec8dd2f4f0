/** What the document says of a parameter; the example is valid by its schema. */
export interface ParameterText {
  description: string;
  /** Parameters of paths have theirs from the description of the route: it has to exist. */
  example?: string | number | boolean;
}

const day = (description: string): ParameterText => ({ description, example: '2026-03-02' });
const moment = (description: string): ParameterText => ({ description, example: '2026-03-02T02:00:00Z' });

/** By the name of the parameter: what it means wherever nothing else is said of it. */
export const PARAMETER_TEXTS: Record<string, ParameterText> = {
  a: day('The first of the two days that are compared'),
  action: {
    description: 'Only entries of this action, as the ledger names it',
    example: 'procedure.publish',
  },
  actor: {
    description: 'Only what this account did, or this key as `key:` and its number',
    example: 'clerk',
  },
  agency: {
    description: 'Code of an agency; `scope` says whether those under it are meant too',
    example: 'STP',
  },
  agencyLevel: {
    description: 'Level of government of the agency that offers the service',
    example: 'commune',
  },
  asOf: day('The day that is asked about: what is valid on it, in Vietnam. Left out: today'),
  b: day('The second of the two days that are compared'),
  basis: {
    description:
      'What the published level rests on: a declaration, an inspection in effect (`verified`), one whose facts have changed since (`verified_stale`), or `none`',
    example: 'verified',
  },
  by: { description: 'By what the rows of the report are divided. Left out: by agency', example: 'field' },
  cursor: {
    description:
      'Opaque place in the list: `next` of the page before, with the same filters. Left out: the first page',
    example: 'VGZ2MGEwWExbMl0',
  },
  delimiter: {
    description: 'What stands between the cells of a CSV file, instead of what was judged from the file',
    example: 'semicolon',
  },
  demonstration: {
    description:
      '`false` leaves out services whose level rests on demonstration data; `true` gives only those',
    example: false,
  },
  district: {
    description:
      'Code of a district: its bodies and communes. With the code of the province: what belongs to no district',
    example: '080',
  },
  effectiveFrom: day('First day on which a level holds whose row names no day. Left out: today'),
  encoding: {
    description:
      'Encoding of every column that is not plain ASCII, instead of what was judged from the file; `utf-16le` and `utf-16be` say besides how the bytes of the file are laid out',
    example: 'tcvn3',
  },
  field: { description: 'Code of a field of activity of procedures', example: 'ho-tich' },
  fields: {
    description: 'Names of the members to answer with, divided by commas; `id` is always there',
    example: 'level,basis',
  },
  fileName: { description: 'Name of a file that is sent as a bare body', example: 'services.csv' },
  from: day('First day that is looked at, in Vietnam'),
  hasForms: { description: 'Whether the dossier of the procedure has a form to fill in', example: true },
  hash: {
    description: 'Hash of the head that was noted earlier, together with `seq`',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
  host: {
    description: 'Host of the address, with its port where that is not the usual one',
    example: 'example.gov.vn',
  },
  inspector: { description: 'Name of the account or key that opened the inspection', example: 'inspector' },
  knownAt: moment('What was known at this moment: corrections recorded later do not count. Left out: now'),
  knownAtA: moment('What was known at this moment of the first day. Left out: what is known now'),
  knownAtB: moment('What was known at this moment of the second day. Left out: what is known now'),
  knownHash: {
    description: 'Older name of `hash`, which does the same',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
  knownSeq: { description: 'Older name of `seq`, which does the same', example: 1 },
  lang: {
    description: 'Language of the header row. Left out: the names of the columns of the import file',
    example: 'vi',
  },
  level: {
    description: 'Exactly this level; `none`: services that have not reached level 1',
    example: '3',
  },
  levelOf: {
    description: 'Which level `level` and `minLevel` ask about. Left out: the published one',
    example: 'declared',
  },
  limit: { description: 'How many items a page has at most', example: 50 },
  minLevel: { description: 'This level or a higher one', example: 2 },
  move: { description: 'Only services that moved so between the two', example: 'raised' },
  no: { description: 'Number within its record, counted from 1' },
  outcome: { description: 'Only records that came out so', example: 'changed' },
  overdue: { description: '`true`: only those not closed though their due date has passed', example: true },
  parent: { description: 'Code of the agency directly above', example: 'STP' },
  procedure: { description: 'Code of a procedure, as the list of procedures has it', example: '1.000688' },
  q: {
    description: 'Words of the name or the code; Vietnamese marks and upper case do not count',
    example: 'khai sinh',
  },
  reason: { description: 'Only services for which this reason holds, whatever else does', example: 'stale' },
  scope: {
    description: '`own`: what the agency itself handles; `subtree`: also what all agencies under it handle',
    example: 'subtree',
  },
  seq: { description: 'Number of an entry of the ledger, counted from 1 without gaps', example: 1 },
  service: {
    description: 'Identifier of a service: the code of its agency, `~`, the code of its procedure',
    example: 'STP~1.000688',
  },
  since: {
    description: '`next` of the page before, after which the changes begin. Left out: from the first change',
    example: 'eFJoZ0ZFMG5bMTIwMF0',
  },
  sort: { description: 'Order of the list; with `-` from the last to the first', example: 'name' },
  state: { description: 'Only records that are in this state', example: 'open' },
  status: { description: 'Whether the procedure is a draft, published or repealed', example: 'published' },
  step: {
    description: 'Counted at the end of each of these, and on `to`. Left out: months',
    example: 'quarter',
  },
  stratum: { description: 'Key of a stratum, as the campaign lists them', example: 'STP' },
  subject: {
    description: 'Only entries about this record, as the ledger names it',
    example: 'service:STP~1.000688',
  },
  to: day('Last day that is looked at, in Vietnam'),
  unit: {
    description:
      'What is counted: services, or procedures at the level that all their services within the scope reach',
    example: 'service',
  },
  unread: { description: '`true`: only those that nobody of the agency has read', example: true },
  updatedSince: moment('Only services published anew at this moment or later'),
  username: { description: 'User name with which the owner of the account signs in' },
  volumePeriod: {
    description:
      'Year, quarter or month whose dossiers are the weights: `2012`, `2012-Q4`, `2012-11`. Left out: the newest full year that is known',
    example: '2012',
  },
  volumes: {
    description:
      '`known`: services whose dossiers are known; `unknown`: those that are left out of the number',
    example: 'known',
  },
  wait: {
    description: 'Seconds to hold the request open where there is no change yet. Left out: 0',
    example: 25,
  },
  weight: {
    description:
      '`volumes`: each service counts as many times as it received dossiers in `volumePeriod`. Left out: `none`',
    example: 'volumes',
  },
  year: { description: 'The year that the plan is for' },
};
