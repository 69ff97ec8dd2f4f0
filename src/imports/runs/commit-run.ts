import { createHash } from 'node:crypto';
import type { Unit } from '../../database/unit.js';
import { Problem } from '../../http/problem.js';
import { ahead } from '../../database/ahead.js';
import { differOf, rowsOf } from './differ-of-run.js';
import { diffLines } from './dry-run.js';
import type { ImportFiles } from './import-files.js';
import type { ImportRun } from './import-run.js';
import type { ImportSender } from './import-sender.js';

/** Published and entered in the ledger together: with fewer the program waits for the database more often, more fill memory. */
const SLICES_A_FLUSH = 5;

/**
 * Writes what the dry run showed, in the caller's transaction. The diff is worked out again in it: should the catalogue have
 * changed so that other things would be written than a person saw, nothing is.
 * @throws Problem 409 `import_changed`
 */
export async function commitRows(
  unit: Unit,
  files: ImportFiles,
  run: ImportRun,
  { above }: ImportSender,
  onProgress: (rowsDone: number) => void,
): Promise<void> {
  const { report, options, id } = run;
  const differ = await differOf(unit, report!, options, above, unit.today);
  const hash = createHash('sha256');
  let [rowsDone, slices] = [0, 0];
  let writing: Promise<void> = Promise.resolve();
  // No service stands in two slices: the next can be compared, and written, before this one is written to its end.
  for await (const slice of ahead(differ.slices(rowsOf(files.rows(id))))) {
    if (slice.refused > 0) throw new Problem(409, 'import_changed');
    hash.update(diffLines(slice.lines));
    // On SQLite nothing of all this waits: others have their turn between.
    await unit.giveWay();
    const before = writing;
    writing = slice.write(unit);
    writing.catch(() => undefined);
    await before;
    await unit.giveWay();
    rowsDone += slice.rowsDone;
    slices += 1;
    if (slices % SLICES_A_FLUSH === 0) {
      await writing;
      await unit.flush();
    }
    onProgress(rowsDone);
  }
  await writing;
  if (hash.digest('hex') !== report!.diffSha256) throw new Problem(409, 'import_changed');
}
