import { Problem } from '../../http/problem.js';
import type { ArrivedFile } from './import-files.js';
import type { ChosenOptions } from './import-run.js';
import type { ImportSender } from './import-sender.js';
import type { Imports } from './imports.service.js';

/** How long a person waits for an answer before being shown how far the work is. */
const PATIENCE_MS = 2_000;

/**
 * Work on files that goes on after the answer where it takes long. What ends it after the answer is kept here until somebody
 * looks at the run or tries again: a run whose commit was refused is as it was.
 */
export class ImportWork {
  private readonly ended = new Map<string, unknown>();
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly imports: Imports,
    private readonly patienceMs: number = PATIENCE_MS,
  ) {}

  /** @returns the id of the run, whose file has been read, is still being read, or could not be */
  start(sender: ImportSender, file: ArrivedFile, options: ChosenOptions): Promise<string> {
    let begun: string | undefined;
    return new Promise((resolve, reject) => {
      const work = this.imports.start(sender, file, options, (id) => {
        begun = id;
        setTimeout(() => resolve(id), this.patienceMs).unref();
      });
      this.keep(
        work.then(
          ({ run }) => resolve(run.id),
          (error: unknown) => {
            if (begun === undefined) return reject(error as Error);
            // What keeps a file from being read stands with its run.
            if (!(error instanceof Problem)) this.ended.set(begun, error);
            resolve(begun);
          },
        ),
      );
    });
  }

  /**
   * Commits a run; where that takes long the answer comes before its end.
   * @throws Problem as `Imports.commit`
   */
  commit(sender: ImportSender, id: string, confirm: readonly string[]): Promise<void> {
    this.ended.delete(id);
    return new Promise((resolve, reject) => {
      let isAnswered = false;
      const answer = () => {
        isAnswered = true;
        resolve();
      };
      setTimeout(answer, this.patienceMs).unref();
      this.keep(
        this.imports.commit(sender, id, confirm).then(answer, (error: unknown) => {
          if (isAnswered) this.ended.set(id, error);
          else reject(error as Error);
        }),
      );
    });
  }

  /**
   * What refused the last commit of a run after its answer was given.
   * @throws once, what nobody foresaw, so that it is logged as such
   */
  refusalOf(id: string): Problem | undefined {
    const error = this.ended.get(id);
    if (error === undefined || error instanceof Problem) return error;
    this.ended.delete(id);
    throw error;
  }

  /** Waits for all that is under way, so that closing the database does not break it off. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private keep(work: Promise<void>): void {
    this.underWay.add(work);
    void work.finally(() => this.underWay.delete(work));
  }
}
