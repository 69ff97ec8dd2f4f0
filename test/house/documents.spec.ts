import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageFile } from '../../src/config/package-root.js';
import { columnName } from '../../src/database/table.js';
import { TABLES } from '../../src/tables.js';

describe('The data dictionary', () => {
  const sections = new Map(
    readFileSync(packageFile('docs', 'data-dictionary.md'), 'utf8')
      .split(/^## `/m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('`')), section]),
  );

  it.each(TABLES.map(({ options }) => [options.name, Object.keys(options.columns)] as const))(
    'tells every column of %s',
    (name, columns) => {
      const section = sections.get(name);
      expect(section).toBeDefined();
      for (const column of columns)
        expect(section).toMatch(new RegExp(`^\\| \`${columnName(column)}\``, 'm'));
      expect(section).not.toMatch(/\| \? \|/);
    },
  );
});
