// Goes into dist/ and opens the built program there. See docs/decisions/0014-compiled-once.md.
import { readFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const FOLDER = dirname(fileURLToPath(import.meta.url));
/** What every way in opens, each after what it needs. */
const SHARED = ['rolldown-runtime.cjs', 'libraries.cjs', 'catalogue.cjs'];
const require = createRequire(import.meta.url);

/**
 * Runs one of the ways in, as `require` would, with the code that was compiled when it was built. Another version of Node, or other
 * options of its engine, refuse that code and compile the file again.
 * @returns what was run, by the name of its file
 */
export function open(entry) {
  return new Map([...SHARED, entry].map((name) => [name, run(name)]));
}

function run(name) {
  const path = join(FOLDER, name);
  const code = Module.wrap(readFileSync(path, 'utf8'));
  // Stack traces name the file as it was called when the code was compiled: by its name alone, wherever it lies.
  const script = new Script(code, { filename: name, cachedData: compiled(`${path}.compiled`) });
  const module = new Module(path);
  module.filename = path;
  require.cache[path] = module;
  script.runInThisContext().call(module.exports, module.exports, createRequire(path), module, path, FOLDER);
  module.loaded = true;
  return script;
}

/** @returns undefined while it is being built */
function compiled(path) {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
