import { idempotentRequests } from '../../http/idempotent-request.js';
import type { Reader } from '../../database/reader.js';
import type { UnitOfWork } from '../../database/unit-of-work.js';
import type { Unit } from '../../database/unit.js';
import { notFound, Problem } from '../../http/problem.js';
import { isStorageFault } from '../../http/storage-fault.js';
import { commitRows } from './commit-run.js';
import { dryRun, type DryRunProgress } from './dry-run.js';
import type { ArrivedFile, ImportFiles } from './import-files.js';
import type { ChosenOptions, ImportRun, RunOptions, RunReport } from './import-run.js';
import { findRun } from './import-run.query.js';
import { ImportRunTable } from './import-run.table.js';
import type { ImportSender } from './import-sender.js';

/** A run, and how far it is where this process is at work on it. */
export interface RunAndProgress {
  run: ImportRun;
  progress: DryRunProgress | null;
}

/** A run whose dry run has ended. */
export type RunWithReport = ImportRun & { report: RunReport };

/** Days that the files of a dry run are kept. */
export const KEPT_DAYS = 7;
const DAY_MS = 86_400_000;

/** Imports: a dry run shows everything that would change, a commit writes just that, all of it or nothing. */
export class Imports {
  private readonly progress = new Map<string, DryRunProgress>();
  private readonly committing = new Map<string, Promise<RunAndProgress>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly files: ImportFiles,
  ) {}

  /**
   * Runs a file dry.
   * @param onBegun is told the id of the run while its file is still to be read
   * @throws Problem 422 where it cannot be read at all; the run is kept as failed
   */
  async start(
    sender: ImportSender,
    file: ArrivedFile,
    options: ChosenOptions,
    onBegun: (id: string) => void = () => undefined,
  ): Promise<RunAndProgress> {
    // The answer is that of the last transaction: only there is it kept under an Idempotency-Key.
    const { run, today } = await idempotentRequests.exit(() => this.begin(sender, file, options));
    const { id } = run;
    try {
      this.progress.set(id, { phase: 'reading', rowsDone: 0, rows: null });
      onBegun(id);
      const report = await dryRun(
        this.reader,
        this.files,
        { id, options: run.options, above: sender.above, today },
        (progress) => this.progress.set(id, progress),
      );
      await this.unitOfWork.run({ actor: sender.actor, action: 'import.dry_run' }, async (unit) =>
        end(unit, id, 'dry_run', JSON.stringify(report), null),
      );
      return { run: (await findRun(this.reader, id))!, progress: null };
    } catch (error) {
      await idempotentRequests.exit(() => this.fail(sender, id, error));
      throw error;
    } finally {
      this.progress.delete(id);
    }
  }

  /** @throws Problem 404 where it is not there or another person's */
  async read(sender: ImportSender, id: string): Promise<RunAndProgress> {
    const run = await findRun(this.reader, id);
    if (!run || !mayRead(sender, run)) throw notFound();
    return { run, progress: this.progress.get(id) ?? null };
  }

  /**
   * A run whose dry run has ended and whose files are still kept.
   * @throws Problem 404, 409
   */
  async readWithFiles(sender: ImportSender, id: string): Promise<RunWithReport> {
    const { run } = await this.read(sender, id);
    const { state, report } = run;
    if (state === 'expired') throw new Problem(409, 'import_expired', { params: { days: KEPT_DAYS } });
    if (report === null) throw new Problem(409, state === 'failed' ? 'import_failed' : 'import_running');
    return { ...run, report };
  }

  progressOf(id: string): DryRunProgress | null {
    return this.progress.get(id) ?? null;
  }

  /**
   * Writes what the dry run showed. A run that is committed answers as it did then.
   * @param confirm codes of the warnings that a person has looked at
   * @throws Problem 404, 409, 422
   */
  async commit(sender: ImportSender, id: string, confirm: readonly string[]): Promise<RunAndProgress> {
    const underWay = this.committing.get(id);
    if (underWay) await underWay.catch(() => undefined);
    const { run } = await this.read(sender, id);
    if (run.state === 'committed') return { run, progress: null };
    const work = this.commitNow(sender, run, confirm);
    this.committing.set(id, work);
    try {
      return await work;
    } finally {
      this.committing.delete(id);
      this.progress.delete(id);
    }
  }

  private async commitNow(
    sender: ImportSender,
    seen: ImportRun,
    confirm: readonly string[],
  ): Promise<RunAndProgress> {
    const { id } = seen;
    const why = `${seen.fileName}, SHA-256 ${seen.sha256}`;
    await this.unitOfWork.runLong({ actor: sender.actor, action: 'import.commit', why }, async (unit) => {
      const run = (await findRun(unit, id))!;
      if (run.state === 'committed') return;
      requireCommittable(run, confirm);
      const { rows, create, update } = run.report!;
      const onProgress = (rowsDone: number) => this.progress.set(id, { phase: 'committing', rowsDone, rows });
      onProgress(0);
      if (create + update > 0) await commitRows(unit, this.files, run, sender, onProgress);
      await this.files.settle(id);
      await unit.run(
        `UPDATE import_run SET state = 'committed', committed_at = :at, committed_by = :by WHERE id = :id`,
        { at: unit.at, by: sender.actor.name, id },
      );
      if (create + update > 0) {
        const { fileName, sha256 } = run;
        unit.record(`import:${id}`, null, {
          fileName,
          sha256,
          rows,
          create,
          update,
          confirmed: [...confirm].sort(),
        });
      }
    });
    return { run: (await findRun(this.reader, id))!, progress: null };
  }

  private async begin(
    { actor }: ImportSender,
    file: ArrivedFile,
    chosen: ChosenOptions,
  ): Promise<{ run: ImportRun; today: string }> {
    try {
      const begun = await this.unitOfWork.run({ actor, action: 'import.start' }, async (unit) => {
        const last = await unit.get<{ no: number | null }>(
          'SELECT MAX(no) AS no FROM import_run WHERE day = :day',
          {
            day: unit.today,
          },
        );
        const no = (last?.no ?? 0) + 1;
        const id = `${unit.today}-${no}`;
        const options: RunOptions = {
          encoding: chosen.encoding ?? null,
          columnEncodings: chosen.columnEncodings ?? [],
          delimiter: chosen.delimiter ?? null,
          agency: chosen.agency ?? null,
          effectiveFrom: chosen.effectiveFrom ?? unit.today,
        };
        await unit.insertMany(ImportRunTable, [
          {
            id,
            day: unit.today,
            no,
            state: 'running',
            actor: actor.name,
            actorAgency: actor.agencyCode,
            fileName: file.fileName,
            sha256: file.sha256,
            size: file.size,
            options: JSON.stringify(options),
            report: null,
            problem: null,
            createdAt: unit.at,
            finishedAt: null,
            committedAt: null,
            committedBy: null,
          },
        ]);
        await this.files.keep(file, id);
        return { run: (await findRun(unit, id))!, today: unit.today };
      });
      return begun;
    } catch (error) {
      await this.files.forget(file);
      throw error;
    }
  }

  private async fail({ actor }: ImportSender, id: string, error: unknown): Promise<void> {
    const problem =
      error instanceof Problem
        ? { code: error.code, params: error.details.params ?? {} }
        : { code: isStorageFault(error) ? 'storage_unavailable' : 'internal', params: {} };
    await this.unitOfWork.run({ actor, action: 'import.fail' }, (unit) =>
      end(unit, id, 'failed', null, JSON.stringify(problem)),
    );
    await this.removeFiles(id);
  }

  /** Files that cannot be taken away are no fault of whoever comes by; the run is over all the same. */
  private async removeFiles(id: string): Promise<void> {
    await this.files.remove(id).catch((error: unknown) => {
      if (!isStorageFault(error)) throw error;
    });
  }

  /** Takes away the files of dry runs that nobody committed within a week. @returns how many runs */
  async clean(now: Date): Promise<number> {
    await this.files.clean();
    const oldest = new Date(now.getTime() - KEPT_DAYS * DAY_MS).toISOString();
    const old = await this.reader.all<{ id: string }>(
      `SELECT id FROM import_run WHERE state IN ('running', 'dry_run', 'failed') AND created_at < :oldest`,
      { oldest },
    );
    if (old.length === 0) return 0;
    const actor = { name: 'system', agencyCode: null };
    await this.unitOfWork.run({ actor, action: 'import.expire' }, (unit) =>
      unit.run(
        `UPDATE import_run SET state = 'expired'
         WHERE state IN ('running', 'dry_run', 'failed') AND created_at < :oldest`,
        { oldest },
      ),
    );
    for (const { id } of old) await this.removeFiles(id);
    return old.length;
  }
}

function mayRead({ above, actor }: ImportSender, run: ImportRun): boolean {
  return above === null || run.actor === actor.name;
}

/** @throws Problem 409, 422 */
function requireCommittable({ state, report }: ImportRun, confirm: readonly string[]): void {
  if (state === 'running') throw new Problem(409, 'import_running');
  if (state === 'expired') throw new Problem(409, 'import_expired', { params: { days: KEPT_DAYS } });
  if (state === 'failed' || !report) throw new Problem(409, 'import_failed');
  if (report.errorCount > 0)
    throw new Problem(422, 'import_has_errors', { params: { count: report.errorCount } });
  const unconfirmed = report.toConfirm.filter((code) => !confirm.includes(code));
  if (unconfirmed.length > 0) {
    throw new Problem(422, 'import_unconfirmed', {
      params: { codes: unconfirmed.join(', ') },
      extra: { unconfirmed },
    });
  }
}

async function end(
  unit: Unit,
  id: string,
  state: 'dry_run' | 'failed',
  report: string | null,
  problem: string | null,
): Promise<void> {
  await unit.run(
    `UPDATE import_run SET state = :state, report = :report, problem = :problem, finished_at = :at WHERE id = :id`,
    { id, state, report, problem, at: unit.at },
  );
}
