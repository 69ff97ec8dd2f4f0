// Goes into dist/ and opens the built program there. See docs/decisions/0014-compiled-once.md.
import { readFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const FOLDER = dirname(fileURLToPath(import.meta.url));
const outside = createRequire(import.meta.url);
const require = Object.assign((id) => (id.startsWith('./') ? open(id.slice(2)) : outside(id)), outside);
const modules = new Map();

/** What was run, by the name of its file. */
export const scripts = new Map();

/**
 * Runs a file of the program at its first use, as `require` would, with the code that was compiled when it was built. Another version
 * of Node, or other options of its engine, refuse that code and compile the file again.
 * @returns what the file exports
 */
export function open(name) {
  const module = modules.get(name) ?? run(name);
  return module.exports;
}

function run(name) {
  const path = join(FOLDER, name);
  // The build wraps the files as `require` would, and writes them in ASCII: so the engine takes their bytes as they are, uncopied.
  const code = readFileSync(path, 'latin1');
  // Stack traces name the file as it was called when the code was compiled: by its name alone, wherever it lies.
  const script = new Script(code, { filename: name, cachedData: compiled(`${path}.compiled`) });
  scripts.set(name, script);
  const module = new Module(path);
  modules.set(name, module);
  try {
    script.runInThisContext().call(module.exports, module.exports, require, module, path, FOLDER);
  } catch (error) {
    modules.delete(name);
    throw error;
  }
  return module;
}

/** @returns undefined while it is being built, and of a file that no start opens */
function compiled(path) {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
