// `npm run build`: the program, bundled into a few files, and what it reads beside them. See docs/decisions/0013-built-as-a-few-files.md
// and 0014-compiled-once.md.
import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Module } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { rolldown } from 'rolldown';
import { compile } from 'sass';
import { root, run } from './ensure-installed.mjs';
import { withChanges, withoutUnused } from './packages.mjs';

const SOURCES = join(root, 'src');
const DIST = join(root, 'dist');
/** The server and the commands. */
const WAYS_IN = ['main', 'cli'];

/**
 * Stay in node_modules: native code, what only sources that were not built need, and `pg`, which is opened where PostgreSQL is used
 * and nowhere else.
 */
const OUTSIDE = ['better-sqlite3', '@node-rs/argon2', 'pg', 'sass'];

/** Packages that Nest would use if they were there; none of them is. */
const ABSENT = [
  /^@nestjs\/(microservices|websockets|platform-express)\b/,
  '@fastify/static',
  '@fastify/view',
];

/** Everything is made beside dist/ and put in its place at the end: nothing of deleted sources stays, and no half build. */
const building = join(root, '.scratch', `dist-${process.pid}`);
const before = `${building}-before`;
try {
  await bundle();
  writeWaysIn();
  copyWhatIsRead();
  run(process.execPath, [join(root, 'scripts', 'keep-compiled.mjs'), building]);
  renameIfThere(DIST, before);
  renameSync(building, DIST);
} finally {
  for (const folder of [building, before]) rmSync(folder, { recursive: true, force: true });
}

async function bundle() {
  /** What the server opens before the rest of itself. */
  const beginning = new Set();
  const made = await rolldown({
    input: Object.fromEntries(WAYS_IN.map((name) => [name, join(SOURCES, `${name}.ts`)])),
    platform: 'node',
    tsconfig: join(root, 'tsconfig.json'),
    external: [...OUTSIDE, ...ABSENT],
    plugins: [
      { name: 'places', transform: placesOfSources },
      withoutUnused(SOURCES),
      withChanges(SOURCES),
      {
        name: 'beginning',
        buildEnd() {
          addImported(join(SOURCES, 'main.ts'), (id) => this.getModuleInfo(id), beginning);
        },
      },
    ],
    onLog(level, log, tell) {
      // Without it the program would fail where it comes to need the package.
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
      tell(level, log);
    },
  });
  const { output } = await made.generate({
    dir: DIST,
    format: 'cjs',
    // Migrations and schemas are known by the names of their classes.
    keepNames: true,
    comments: false,
    sourcemap: 'hidden',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    codeSplitting: {
      // Files that are opened at their first use (`import()`) stay files of their own, and what commands alone need stays with them.
      minShareCount: WAYS_IN.length,
      groups: [
        { name: 'beginning', test: (id) => beginning.has(id), priority: 1 },
        { name: 'libraries', test: /[\\/]node_modules[\\/]/, tags: ['$initial'] },
        { name: 'catalogue', test: /[\\/]src[\\/](?!(main|cli)\.ts$|commands[\\/])/, tags: ['$initial'] },
      ],
    },
  });
  await made.close();
  mkdirSync(building, { recursive: true });
  for (const chunk of output) {
    if (chunk.type !== 'chunk') continue;
    const isOwn = chunk.moduleIds.some((id) => id.startsWith(SOURCES));
    if (isOwn) writeMap(chunk);
    writeFileSync(join(building, chunk.fileName), Module.wrap(ascii(chunk.code)));
  }
}

/** Adds all that a module imports, and what that imports, but for what is opened at its first use. */
function addImported(id, infoOf, found) {
  for (const imported of infoOf(id)?.importedIds ?? []) {
    if (found.has(imported)) continue;
    found.add(imported);
    addImported(imported, infoOf, found);
  }
}

/** `import.meta.url` goes on saying where the source is, so that a file beside it is found in dist/ at the same place. */
function placesOfSources(code, id) {
  if (!id.startsWith(SOURCES) || !code.includes('import.meta.url')) return null;
  const place = `./${relative(SOURCES, id).replaceAll('\\', '/')}`;
  const url = `new URL(${JSON.stringify(place)}, import.meta.url).href`;
  return { code: code.replaceAll('import.meta.url', url), map: null };
}

/**
 * The same program in ASCII, which the engine takes as it is read: one letter beyond Latin-1, and it keeps two bytes for each character
 * of the file. In a map the columns behind such a letter are those before it was escaped; the lines stay.
 * @throws Error where a backslash stands before such a letter: it would come to belong to the backslash that is put in
 */
function ascii(code) {
  if (/\\[^\0-\x7f]/.test(code)) throw new Error('A letter beyond ASCII is escaped');
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The files that are named to Node, which open the bundled ones. */
function writeWaysIn() {
  copyFileSync(join(root, 'scripts', 'loader.mjs'), join(building, 'loader.mjs'));
  for (const name of WAYS_IN)
    writeFileSync(
      join(building, `${name}.js`),
      `import { open } from './loader.mjs';\n\nopen('${name}.cjs');\n`,
    );
}

/** The map says which line of which source a line is; `src/http/source-lines.ts` reads it. */
function writeMap({ fileName, map }) {
  const { version, names, sources, mappings } = map;
  const text = JSON.stringify({ version, file: basename(fileName), names, sources, mappings });
  writeFileSync(join(building, `${fileName}.map`), text);
}

/** Every file under src/ that is not TypeScript, and the compiled stylesheet. */
function copyWhatIsRead() {
  for (const entry of readdirSync(SOURCES, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.(m?ts|scss)$/.test(entry.name)) continue;
    const from = join(entry.parentPath, entry.name);
    const to = join(building, relative(SOURCES, from));
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  }
  const { css } = compile(join(SOURCES, 'pages', 'assets', 'app.scss'), {
    loadPaths: [join(root, 'node_modules', 'govuk-frontend', 'dist')],
    style: 'compressed',
    quietDeps: true,
  });
  writeFileSync(join(building, 'pages', 'assets', 'app.css'), css);
}

function renameIfThere(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
