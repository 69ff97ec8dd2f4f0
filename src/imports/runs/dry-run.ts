import { createHash } from 'node:crypto';
import type { Reader } from '../../database/reader.js';
import type { Encoding } from '../encoding/encodings.js';
import { LineFile } from '../reading/line-file.js';
import { openTable } from '../reading/open-table.js';
import { DELIMITERS, type RawTable } from '../reading/raw-table.js';
import { takeIn, type TakenIn } from '../reading/take-in.js';
import type { Issue } from '../rows/issue.js';
import type { DiffLine, DiffSlice } from '../rows/differ.js';
import { differOf, slicesOf } from './differ-of-run.js';
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
 * Reads a file twice, first for its columns and then for its rows, and tells everything that a commit would do; nothing is
 * written to the catalogue.
 * @throws Problem 422 where the file cannot be read at all
 */
export async function dryRun(
  reader: Reader,
  files: ImportFiles,
  run: { id: string; options: RunOptions; above: string | null; today: string },
  onProgress: (progress: DryRunProgress) => void,
): Promise<RunReport> {
  const { id, options, above, today } = run;
  const { delimiter } = options;
  const table = await openTable(files.file(id), delimiter === null ? undefined : DELIMITERS[delimiter]);
  const taken = await takeIn(table, files.rows(id), encodingsChosen(options), (rowsDone) =>
    onProgress({ phase: 'reading', rowsDone, rows: null }),
  );
  const diff = await LineFile.create(files.diff(id));
  const issues = await LineFile.create(files.issues(id));
  try {
    const gathering = new Gathering(diff, issues);
    await gathering.begin(taken);
    await reader.snapshot(async (queries) => {
      const differ = await differOf(queries, taken, options, above, today);
      let rowsDone = 0;
      for await (const slice of differ.slices(slicesOf(files.rows(id)))) {
        await gathering.take(slice);
        rowsDone += slice.rowsDone;
        onProgress({ phase: 'comparing', rowsDone, rows: taken.rows });
      }
    });
    return reportOf(table, taken, gathering);
  } finally {
    await diff.close();
    await issues.close();
  }
}

function encodingsChosen({
  encoding,
  columnEncodings,
}: RunOptions): (header: string) => Encoding | undefined {
  const chosen = new Map(columnEncodings.map((one) => [one.header, one.encoding]));
  return (header) => chosen.get(header) ?? encoding ?? undefined;
}

function reportOf({ format, delimiter }: RawTable, taken: TakenIn, gathering: Gathering): RunReport {
  const { kind, columns, headerRow, rows, emptyRows, sheet } = taken;
  return { kind, format, delimiter, sheet, headerRow, columns, rows, emptyRows, ...gathering.found() };
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

  async begin({ issues }: TakenIn): Promise<void> {
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
