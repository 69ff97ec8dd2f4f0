// `node scripts/generate-mirror-types.mjs`: writes examples/mirror/api.d.ts from the routes of the code.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { ensureBuilt, root } from './ensure-installed.mjs';
import { addressOf } from './server-address.mjs';

const PATHS = ['/api/v1/changes', '/api/v1/checksum'];
const FILE = join(root, 'examples', 'mirror', 'api.d.ts');
const HEAD = '// Made from the OpenAPI document by scripts/generate-mirror-types.mjs: do not edit.\n';

/** The types of the routes that a mirror needs, as TypeScript. */
export async function mirrorTypes(document) {
  const paths = Object.fromEntries(PATHS.map((path) => [path, successOf(document.paths[path])]));
  const { info, openapi } = document;
  const needed = { openapi, info, paths, components: reachable(paths, document.components) };
  const types = astToString(await openapiTS(needed));
  return format(HEAD + types, { ...(await resolveConfig(FILE)), parser: 'typescript' });
}

/** The route without its refusals, which name every problem of the catalogue. */
function successOf({ get }) {
  return { get: { ...get, responses: { 200: get.responses[200] } } };
}

/** The components that `value` refers to, and those that they refer to. */
function reachable(value, components, found = {}) {
  for (const [, kind, name] of JSON.stringify(value).matchAll(/"#\/components\/(\w+)\/([^"/]+)/g)) {
    if (found[kind]?.[name]) continue;
    found[kind] = { ...found[kind], [name]: components[kind][name] };
    reachable(components[kind][name], components, found);
  }
  return found;
}

async function main() {
  ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-types-'));
  const server = spawn(process.execPath, [join(root, 'dist', 'main.js')], {
    env: {
      ...process.env,
      PORT: '0',
      SEED: 'none',
      DATABASE_URL: `sqlite:${join(folder, 'catalog.sqlite')}`,
    },
  });
  try {
    const answer = await fetch(`${await addressOf(server)}/api/openapi.json`);
    writeFileSync(FILE, await mirrorTypes(await answer.json()));
  } finally {
    server.kill('SIGTERM');
    await once(server, 'close');
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === import.meta.filename) await main();
