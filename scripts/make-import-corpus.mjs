// Writes the corpus of awkward import files, from real names, into a folder, so that people can look at them and try them.
//   node scripts/make-import-corpus.mjs <folder>
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run } from './ensure-installed.mjs';

const folder = process.argv[2];
if (!folder) {
  console.error('Name the folder to write to: node scripts/make-import-corpus.mjs <folder>');
  process.exit(1);
}

// The corpus is written in TypeScript beside the tests that read it back.
const scratch = join(root, '.scratch', 'corpus');
mkdirSync(scratch, { recursive: true });
writeFileSync(
  join(scratch, 'tsconfig.json'),
  JSON.stringify({
    extends: '../../tsconfig.json',
    compilerOptions: { noEmit: false, rootDir: '../..', outDir: '.' },
    include: [],
    files: ['../../test/support/import-corpus.ts'],
  }),
);
run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(scratch, 'tsconfig.json')]);
const corpus = await import(pathToFileURL(join(scratch, 'test/support/import-corpus.js')).href);
const { LEGACY_ENCODINGS } = await import(pathToFileURL(join(scratch, 'test/support/legacy-encode.js')).href);

const procedures = readFileSync(join(root, 'seeds/procedures/BTP.jsonl'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));
const rows = procedures.map(({ code, name }) => ({
  code,
  name,
  agencyName: 'Sở Tư pháp',
  level: '',
  informationUrl: `https://corpus.example/${code}`,
}));

mkdirSync(folder, { recursive: true });
let files = 0;
const write = (name, bytes) => {
  writeFileSync(join(folder, name.replaceAll(/[^\w.-]+/g, '-')), bytes);
  files += 1;
};
for (const encoding of corpus.CORPUS_ENCODINGS) {
  for (const [name, shape] of Object.entries(corpus.CSV_SHAPES))
    write(`${encoding} ${name}.csv`, corpus.csvFile(rows, encoding, shape));
}
for (const [name, before] of Object.entries(corpus.XLSX_SHAPES)) {
  for (const asNumbers of [false, true])
    write(
      `${name}${asNumbers ? ' codes as numbers' : ''}.xlsx`,
      await corpus.xlsxFile(rows, before, { asNumbers }),
    );
}
for (const encoding of LEGACY_ENCODINGS)
  write(`${encoding}.xlsx`, await corpus.xlsxFile(rows, corpus.XLSX_SHAPES.plain, { encoding }));
for (const asNumbers of [false, true])
  write(`services${asNumbers ? ' codes as numbers' : ''}.jsonl`, corpus.jsonlFile(rows, asNumbers));
console.log(`Wrote ${files} files of ${rows.length} rows to ${folder}`);
