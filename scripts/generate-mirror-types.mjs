// `node scripts/generate-mirror-types.mjs`: writes examples/mirror/api.d.ts from the routes of the code.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { ensureBuilt, root } from './ensure-installed.mjs';

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
  const built = (file) => import(pathToFileURL(join(root, 'dist', file)).href);
  const { createApplication } = await built('application.js');
  const { readConfig } = await built('config/config.js');
  const { OpenApiDocument } = await built('openapi/openapi-document.service.js');
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-types-'));
  const app = await createApplication(
    readConfig({ DATABASE_URL: `sqlite:${join(folder, 'catalog.sqlite')}`, LOG_LEVEL: 'silent' }),
  );
  writeFileSync(FILE, await mirrorTypes(app.get(OpenApiDocument).document));
  await app.close();
  rmSync(folder, { recursive: true });
}

if (process.argv[1] === import.meta.filename) await main();
