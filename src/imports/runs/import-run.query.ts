import type { Queries } from '../../database/reader.js';
import type { ImportRun, RunOptions, RunReport } from './import-run.js';
import type { ImportRunRow } from './import-run.table.js';

const COLUMNS = `id, state, actor, actor_agency AS "actorAgency", file_name AS "fileName", sha256, size, options, report,
  problem, created_at AS "createdAt", finished_at AS "finishedAt", committed_at AS "committedAt",
  committed_by AS "committedBy"`;

type RunRow = Omit<ImportRunRow, 'day' | 'no' | 'actorAgency'>;

export async function findRun(queries: Queries, id: string): Promise<ImportRun | undefined> {
  const row = await queries.get<RunRow>(`SELECT ${COLUMNS} FROM import_run WHERE id = :id`, { id });
  return row && runOf(row);
}

/** The runs of one person, or of everybody, the newest first. */
export async function listRuns(
  queries: Queries,
  actor: string | null,
  before: { day: string; no: number } | null,
  limit: number,
): Promise<(ImportRun & { day: string; no: number })[]> {
  const conditions = [
    actor === null ? '' : 'actor = :actor',
    before === null ? '' : '(day < :day OR (day = :day AND no < :no))',
  ].filter((condition) => condition !== '');
  const rows = await queries.all<RunRow & { day: string; no: number }>(
    `SELECT ${COLUMNS}, day, no FROM import_run
     ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
     ORDER BY day DESC, no DESC LIMIT :limit`,
    { limit, ...(actor === null ? {} : { actor }), ...before },
  );
  return rows.map((row) => ({ ...runOf(row), day: row.day, no: row.no }));
}

/** Older runs say nothing of what could not be chosen then. */
const CHOSEN_LATER = { columnEncodings: [], delimiter: null };
/** Older files were all of one kind. */
const KNOWN_LATER = { kind: 'services' };

function runOf(row: RunRow): ImportRun {
  return {
    id: row.id,
    state: row.state,
    actor: row.actor,
    fileName: row.fileName,
    sha256: row.sha256,
    size: Number(row.size),
    options: { ...CHOSEN_LATER, ...(JSON.parse(row.options) as RunOptions) },
    report: row.report === null ? null : { ...KNOWN_LATER, ...(JSON.parse(row.report) as RunReport) },
    problem: row.problem === null ? null : (JSON.parse(row.problem) as ImportRun['problem']),
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
    committedAt: row.committedAt,
    committedBy: row.committedBy,
  };
}
