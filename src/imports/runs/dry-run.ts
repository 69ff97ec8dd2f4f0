import { createHash } from 'node:crypto';
import type { Reader } from '../../database/reader.js';
import type { Encoding } from '../encoding/encodings.js';
import { LineFile } from '../reading/line-file.js';
import { openTable } from '../reading/open-table.js';
import { DELIMITERS, type RawTable } from '../reading/raw-table.js';
import { isAsPresumed } from '../reading/presumed-columns.js';
import { Intake, type TakenIn } from '../reading/take-in.js';
import type { TakenRow } from '../reading/taken-row.js';
import type { Issue } from '../rows/issue.js';
import type { DiffLine, DiffSlice } from '../rows/differ.js';
import { differOf, inSlices, rowsOf } from './differ-of-run.js';
import type { ImportFiles } from './import-files.js';
import type { RunOptions, RunReport } from './import-run.js';

/** Issues in the report itself; the rest are in the error file. */
const ISSUES_SHOWN = 500;
/** Issues of each kind in the error file; all are counted. */
const ISSUES_KEPT = 50_000;

export interface DryRunProgress {
  phase: 'reading' | 'comparing' | 'committing';
  rowsDone: number;
  rows: number | null;
}

/**
 * Reads a file for its columns and holds its rows against the catalogue, and tells everything that a commit would do; nothing is
 * written to the catalogue. Both at once where the first rows show how the columns will be judged, and again where they misled.
 * @throws Problem 422 where the file cannot be read at all
 */
export async function dryRun(
  reader: Reader,
  files: ImportFiles,
  run: { id: string; options: RunOptions; above: string | null; today: string },
  onProgress: (progress: DryRunProgress) => void,
): Promise<RunReport> {
  const { id, options, above, today } = run;
  const { encoding, delimiter } = options;
  const separator = delimiter === null ? undefined : DELIMITERS[delimiter];
  const table = await openTable(files.file(id), encoding, separator);
  const intake = new Intake(table, files.rows(id), encodingsChosen(options), (rowsDone) =>
    onProgress({ phase: 'reading', rowsDone, rows: null }),
  );
  const compare = (
    as: Pick<TakenIn, 'kind' | 'columns' | 'issues'>,
    rows: AsyncIterable<readonly TakenRow[]>,
    tell: (rowsDone: number) => void,
  ): Promise<Found> =>
    reader.snapshot(async (queries) =>
      gather(files, id, as.issues, (await differOf(queries, as, options, above, today)).slices(rows), tell),
    );
  try {
    const presumed = await intake.begin();
    const rows = () => inSlices(intake.batches(), (row) => row);
    const early = presumed && (await compare({ ...presumed, issues: [] }, rows(), () => undefined));
    const taken = await intake.end();
    if (early && isAsPresumed(taken)) return reportOf(table, taken, early);
    const found = await compare(taken, rowsOf(files.rows(id)), (rowsDone) =>
      onProgress({ phase: 'comparing', rowsDone, rows: taken.rows }),
    );
    return reportOf(table, taken, found);
  } finally {
    await intake.close();
  }
}

function encodingsChosen({
  encoding,
  columnEncodings,
}: RunOptions): (header: string) => Encoding | undefined {
  const chosen = new Map(columnEncodings.map((one) => [one.header, one.encoding]));
  return (header) => chosen.get(header) ?? encoding ?? undefined;
}

function reportOf({ format, delimiter }: RawTable, taken: TakenIn, found: Found): RunReport {
  const { kind, columns, headerRow, rows, emptyRows, sheet } = taken;
  return { kind, format, delimiter, sheet, headerRow, columns, rows, emptyRows, ...found };
}

type Found = ReturnType<Gathering['found']>;

/** Writes what the slices of a dry run bring to its files. @param issues of the columns, told before those of the rows */
async function gather(
  files: ImportFiles,
  id: string,
  issues: readonly Issue[],
  slices: AsyncIterable<DiffSlice>,
  tell: (rowsDone: number) => void,
): Promise<Found> {
  const diffFile = await LineFile.create(files.diff(id));
  const issueFile = await LineFile.create(files.issues(id));
  try {
    const gathering = new Gathering(diffFile, issueFile);
    await gathering.begin(issues);
    let rowsDone = 0;
    for await (const slice of slices) {
      await gathering.take(slice);
      rowsDone += slice.rowsDone;
      tell(rowsDone);
    }
    return gathering.found();
  } finally {
    await diffFile.close();
    await issueFile.close();
  }
}

/** Counts and keeps what the slices of a dry run bring. */
class Gathering {
  private readonly hash = createHash('sha256');
  private readonly counts = { create: 0, update: 0, unchanged: 0, refused: 0, repeated: 0 };
  private readonly shown: Record<Issue['kind'], Issue[]> = { error: [], warning: [] };
  private readonly told: Record<Issue['kind'], number> = { error: 0, warning: 0 };
  private readonly toConfirm = new Set<string>();

  constructor(
    private readonly diff: LineFile,
    private readonly issues: LineFile,
  ) {}

  async begin(issues: readonly Issue[]): Promise<void> {
    this.counts.refused += issues.filter(({ code }) => code.startsWith('json_')).length;
    await this.tell(issues);
  }

  async take({ lines, issues, refused, repeated }: DiffSlice): Promise<void> {
    this.counts.refused += refused;
    this.counts.repeated += repeated;
    for (const { kind } of lines) this.counts[kind] += 1;
    const written = diffLines(lines);
    this.hash.update(written);
    await this.diff.write(written);
    await this.tell(issues);
  }

  found() {
    return {
      ...this.counts,
      errorCount: this.told.error,
      warningCount: this.told.warning,
      errors: inOrder(this.shown.error),
      warnings: inOrder(this.shown.warning),
      toConfirm: [...this.toConfirm].sort(),
      diffSha256: this.hash.digest('hex'),
    };
  }

  private async tell(issues: readonly Issue[]): Promise<void> {
    let lines = '';
    for (const issue of issues) {
      this.told[issue.kind] += 1;
      if (issue.needsConfirmation) this.toConfirm.add(issue.code);
      if (this.shown[issue.kind].length < ISSUES_SHOWN) this.shown[issue.kind].push(issue);
      if (this.told[issue.kind] <= ISSUES_KEPT) lines += `${JSON.stringify(issue)}\n`;
    }
    await this.issues.write(lines);
  }
}

export function diffLines(lines: readonly DiffLine[]): string {
  return lines
    .map(
      ({ row, id, kind, period, channel, changes }) =>
        `${JSON.stringify({ row, id, kind, period, channel, changes })}\n`,
    )
    .join('');
}

export function inOrder(issues: readonly Issue[]): Issue[] {
  return [...issues].sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
}
