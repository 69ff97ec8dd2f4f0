import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A file of this package, found from the sources as from the built code.
 * @throws Error where the built code was put somewhere without the package that it is of
 */
export function packageFile(...path: string[]): string {
  const here = dirname(fileURLToPath(import.meta.url));
  let folder = here;
  while (!existsSync(join(folder, 'package.json'))) {
    if (folder === dirname(folder))
      throw new Error(`No package.json above ${here}: dist/ is part of its package, and is moved with it`);
    folder = dirname(folder);
  }
  return join(folder, ...path);
}
