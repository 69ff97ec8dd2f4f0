import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Unit } from '../../database/unit.js';
import { Problem } from '../../http/problem.js';
import { differOf, rowsOf } from './differ-of-run.js';
import { diffLines } from './dry-run.js';
import type { ImportFiles } from './import-files.js';
import type { ImportRun } from './import-run.js';
import type { ImportSender } from './import-sender.js';

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
  let rowsDone = 0;
  for await (const slice of differ.slices(rowsOf(files.rows(id)))) {
    if (slice.refused > 0) throw new Problem(409, 'import_changed');
    hash.update(diffLines(slice.lines));
    // On SQLite nothing of all this waits: others have their turn between.
    await nextTurn();
    await slice.write(unit);
    await nextTurn();
    rowsDone += slice.rowsDone;
    // Published and entered in the ledger slice by slice, so that no more than that is in memory.
    await unit.flush();
    onProgress(rowsDone);
  }
  if (hash.digest('hex') !== report!.diffSha256) throw new Problem(409, 'import_changed');
}
