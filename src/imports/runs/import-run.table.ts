import { table, unsealed } from '../../database/table.js';

/** `running` ends as `dry_run` or `failed`; a dry run is `committed`, or `expired` when its files were cleaned away. */
export const RUN_STATES = ['running', 'dry_run', 'failed', 'committed', 'expired'] as const;
export type RunState = (typeof RUN_STATES)[number];

export interface ImportRunRow {
  /** `{day}-{no}`: counted within the day on which it was sent. */
  id: string;
  day: string;
  no: number;
  state: RunState;
  actor: string;
  actorAgency: string | null;
  fileName: string;
  sha256: string;
  /** Bytes. */
  size: number;
  /** JSON of RunOptions. */
  options: string;
  /** JSON of RunReport; null before the dry run has ended. */
  report: string | null;
  /** JSON of the problem that ended a failed run. */
  problem: string | null;
  createdAt: string;
  finishedAt: string | null;
  committedAt: string | null;
  committedBy: string | null;
}

export const ImportRunTable = table<ImportRunRow>(
  'import_run',
  unsealed('what was committed is in the records'),
  {
    id: 'text pk',
    day: 'text',
    no: 'int',
    state: 'text',
    actor: 'text',
    actorAgency: 'text?',
    fileName: 'text',
    sha256: 'text',
    size: 'big',
    options: 'text',
    report: 'text?',
    problem: 'text?',
    createdAt: 'text',
    finishedAt: 'text?',
    committedAt: 'text?',
    committedBy: 'text?',
  },
);
