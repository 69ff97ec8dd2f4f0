// The province as a file that an office would send: its list as it was exported, with new addresses of every page, and with the
// services at level 2 declared anew at level 1.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** @returns the file's path, its number of rows, and how many of them change something */
export async function provinceCsv(server, cache) {
  const path = join(cache, 'province.csv');
  const text = await (await fetch(`${server.url}/api/v1/services.csv`)).text();
  const rows = parse(text, { columns: true, bom: true });
  let changing = 0;
  for (const row of rows) {
    if (row.information_url === '') continue;
    changing += 1;
    row.information_url = row.information_url.replace('//', '//new.');
    if (row.level !== '2') continue;
    row.level = '1';
    row.effective_from = '';
  }
  writeFileSync(path, `\ufeff${stringify(rows, { header: true })}`);
  return { path, rows: rows.length, changing };
}
