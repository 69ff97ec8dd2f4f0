// `npm run bench -- [P1 P5 …] [--size demo|province|nation] [--database sqlite|postgres] [--json FILE] [--rounds N] [--minutes N]`
// Measures the product and its floors side by side, in processes of their own. See docs/performance.md.
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkNode, ensureBuilt, ensureInstalled } from '../scripts/ensure-installed.mjs';
import { FIGURES, WHEN_NAMED } from './figures/all.mjs';
import { Bench } from './support/bench.mjs';
import { lineOf, tableHead } from './support/table.mjs';

const SIZES = ['demo', 'province', 'nation'];
const DATABASES = ['sqlite', 'postgres'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: 'province' },
    database: { type: 'string', default: 'sqlite' },
    json: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    minutes: { type: 'string', default: '30' },
    cache: { type: 'string', default: join(tmpdir(), 'catalogue-bench') },
  },
});
const names = positionals.map((name) => name.toUpperCase());
const unknown = names.filter((name) => !(name in FIGURES));
const [rounds, minutes] = [Number(values.rounds), Number(values.minutes)];
if (
  unknown.length > 0 ||
  !SIZES.includes(values.size) ||
  !DATABASES.includes(values.database) ||
  !(rounds >= 1) ||
  !(minutes > 0)
) {
  console.error(
    `Figures: ${Object.keys(FIGURES).join(' ')}; --size ${SIZES.join('|')}; --database ${DATABASES.join('|')}`,
  );
  process.exit(2);
}
checkNode();
ensureInstalled();
ensureBuilt();

const { size, database, cache } = values;
const bench = new Bench({ size, database, cache, rounds, minutes });
const wanted = names.length > 0 ? names : Object.keys(FIGURES).filter((name) => !WHEN_NAMED.includes(name));
const machine = `${cpus().length} × ${cpus()[0].model}, Node ${process.versions.node}`;
console.log(`${size}, ${database}, ${rounds} rounds, ${machine}\n${tableHead()}`);
const started = performance.now();
try {
  for (const name of wanted) {
    try {
      for (const row of await FIGURES[name](bench)) bench.rows.push(show(row));
    } catch (error) {
      process.exitCode = 1;
      bench.rows.push(show({ id: name, work: `failed: ${error.message}`, reached: false }));
      if (process.env.DEBUG) console.error(error);
    }
  }
} finally {
  await bench.close();
}
const load = loadavg()[1];
console.log(
  `Took ${((performance.now() - started) / 1000).toFixed(0)} s; ${load.toFixed(1)} processes wanted the ${cpus().length} processors meanwhile`,
);
if (values.json) {
  const result = { at: new Date().toISOString(), machine, size, database, rounds, load, rows: bench.rows };
  writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
}

function show(row) {
  console.log(lineOf(row));
  return row;
}
