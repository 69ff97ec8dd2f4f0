// What the build changes in packages. See docs/decisions/0013-built-as-a-few-files.md.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Modules that come with what is needed and that nothing here can come to call, with what they would bring along. */
const LEFT_OUT = [
  // Drivers of databases that `DATABASE_URL` cannot name.
  'typeorm/driver/aurora-mysql/AuroraMysqlDriver.js',
  'typeorm/driver/aurora-postgres/AuroraPostgresDriver.js',
  'typeorm/driver/capacitor/CapacitorDriver.js',
  'typeorm/driver/cockroachdb/CockroachDriver.js',
  'typeorm/driver/cordova/CordovaDriver.js',
  'typeorm/driver/expo/ExpoDriver.js',
  'typeorm/driver/mongodb/MongoDriver.js',
  'typeorm/driver/mysql/MysqlDriver.js',
  'typeorm/driver/nativescript/NativescriptDriver.js',
  'typeorm/driver/oracle/OracleDriver.js',
  'typeorm/driver/react-native/ReactNativeDriver.js',
  'typeorm/driver/sap/SapDriver.js',
  'typeorm/driver/spanner/SpannerDriver.js',
  'typeorm/driver/sqljs/SqljsDriver.js',
  'typeorm/driver/sqlserver/SqlServerDriver.js',
  'typeorm/entity-manager/MongoEntityManager.js',
  'typeorm/entity-manager/SqljsEntityManager.js',
  'typeorm/repository/MongoRepository.js',
  // For tables and migrations that are named by patterns of files, and for statements that are written to the console.
  'tinyglobby/dist/index.cjs',
  '@sqltools/formatter/lib/sqlFormatter.js',
  // For routes with schemas of Fastify's: `src/http/server.ts` gives it compilers that refuse them.
  '@fastify/ajv-compiler/index.js',
  '@fastify/fast-json-stringify-compiler/index.js',
  // For requests that a test makes without a server.
  'light-my-request/index.js',
  // RDF is made and written here, not read, kept or reasoned about.
  'n3/lib/N3Lexer.js',
  'n3/lib/N3Parser.js',
  'n3/lib/N3Reasoner.js',
  'n3/lib/N3Store.js',
  'n3/lib/N3StoreFactory.js',
  'n3/lib/N3StreamParser.js',
  'n3/lib/N3StreamWriter.js',
];

/** Each a module that is called as what it exports, but for case and hyphens; most have a library behind. */
const RULES_OF_TEXTS = /[\\/]class-validator[\\/]cjs[\\/]decorator[\\/]string[\\/]([\w-]+)\.js$/;

/** In place of a module that was left out: whatever is called of it fails. */
const refusalOf = (name) =>
  `const refuse = function () { throw new Error(${JSON.stringify(`${name} is left out of the build (scripts/packages.mjs)`)}); };\n` +
  `module.exports = new Proxy({}, { get: () => refuse });\n`;

/** Leaves out what is never called. The build fails where a module is no longer there, since a package was replaced. */
export function withoutUnused(sources) {
  const named = namesFrom('class-validator', sources);
  const toLeaveOut = new Set(LEFT_OUT);
  return {
    name: 'without unused',
    load(id) {
      const name = nameOf(id);
      const [, rule] = RULES_OF_TEXTS.exec(id) ?? [];
      if (!LEFT_OUT.includes(name) && (rule === undefined || named.has(plain(rule)))) return null;
      toLeaveOut.delete(name);
      return { code: refusalOf(name), moduleType: 'js' };
    },
    buildEnd(error) {
      if (error === undefined && toLeaveOut.size > 0)
        throw new Error(`scripts/packages.mjs leaves out what is not there: ${[...toLeaveOut].join(', ')}`);
    },
  };
}

/** The names that sources import from a package, plain. */
function namesFrom(packageName, sources) {
  const imports = new RegExp(`import \\{([^}]*)\\} from '${packageName}'`, 'g');
  const names = new Set();
  for (const path of readdirSync(sources, { recursive: true })) {
    if (!path.endsWith('.ts')) continue;
    for (const [, list] of readFileSync(join(sources, path), 'utf8').matchAll(imports))
      for (const name of list.match(/\w+/g)) names.add(plain(name));
  }
  return names;
}

function plain(name) {
  return name.replaceAll('-', '').toLowerCase();
}

/**
 * What packages write otherwise in the build: in the modules that are named, where it has to be found, or else wherever it is written.
 */
const CHANGES = [
  {
    // Node warns programs of it, since it is to go, and lets packages be; those that are bundled are the program.
    written: 'new Buffer(',
    becomes: 'bufferOf(',
    by: "function bufferOf(given, ...more) { return typeof given === 'number' ? Buffer.alloc(given) : Buffer.from(given, ...more); }",
  },
  {
    // The router compiles functions for every route, 1,800 in all, of 270 different texts. None of them keeps anything.
    modules: ['find-my-way/lib/node.js', 'find-my-way/lib/handler-storage.js'],
    written: 'new Function(',
    becomes: 'functionOf(',
    by: `const functions = new Map();
function functionOf(...texts) {
  const key = texts.join('\\0');
  if (!functions.has(key)) functions.set(key, new Function(...texts));
  return functions.get(key);
}`,
  },
  {
    // A logger that is never asked: the first format of days costs as much as two hundred routes.
    modules: ['@nestjs/common/services/console-logger.service.js'],
    written: 'new Intl.DateTimeFormat(',
    becomes: 'formatOf(',
    by: 'function formatOf(...given) { return { format: (time) => new Intl.DateTimeFormat(...given).format(time) }; }',
  },
];

/** Writes otherwise what `CHANGES` names. The build fails where it is no longer there, since a package was replaced. */
export function withChanges(sources) {
  const toChange = new Set(CHANGES.flatMap(({ modules = [] }) => modules));
  return {
    name: 'with changes',
    transform(code, id) {
      if (id.startsWith(sources)) return null;
      const name = nameOf(id);
      const here = CHANGES.filter(
        ({ modules, written }) => (modules?.includes(name) ?? true) && code.includes(written),
      );
      if (here.length === 0) return null;
      toChange.delete(name);
      const changed = here.reduce((text, { written, becomes }) => text.replaceAll(written, becomes), code);
      return { code: [changed, ...here.map(({ by }) => by), ''].join('\n'), map: null };
    },
    buildEnd(error) {
      if (error === undefined && toChange.size > 0)
        throw new Error(`scripts/packages.mjs changes what is not there: ${[...toChange].join(', ')}`);
    },
  };
}

/** Package and path of a module. */
function nameOf(id) {
  return id.replaceAll('\\', '/').split('/node_modules/').at(-1);
}
