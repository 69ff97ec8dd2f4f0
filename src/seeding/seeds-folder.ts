import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder `seeds` beside package.json. Found by walking up from this file, since the sources and the build lie at
 * the same depth today but need not.
 * @throws Error when no folder above holds a package.json.
 */
export function seedsFolder(from = dirname(fileURLToPath(import.meta.url))): string {
  let folder = from;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`No package.json in ${from} or any folder above it`);
    folder = parent;
  }
  return join(folder, 'seeds');
}
