import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { jsonlTable } from './jsonl-table.js';

it('Lines of JSON may call a member as objects call their own, and have it as a column', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-lines-'));
  const path = join(folder, 'a.jsonl');
  writeFileSync(
    path,
    '{"procedure":{"code":"1.001193"},"constructor":"x","toString":7,"__proto__":true,"valueOf":null}\n',
  );
  for await (const { keys, rows } of jsonlTable(path, { container: 'utf-8', bomLength: 0 }).sheets()) {
    for await (const batch of rows)
      expect(batch).toEqual([{ row: 1, cells: ['1.001193', 'x', '7', 'true', ''] }]);
    expect(keys).toEqual(['procedure_code', 'constructor', 'toString', '__proto__', 'valueOf']);
  }
  rmSync(folder, { recursive: true });
});
