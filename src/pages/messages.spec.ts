import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const HERE = dirname(fileURLToPath(import.meta.url));
const PLURALS = /_(one|other|few|many|two|zero)$/;

/** `services:title`, with its forms for one and many as one key. */
function keysOf(language: string): Set<string> {
  const folder = join(HERE, 'messages', language);
  const keys = readdirSync(folder).flatMap((file) =>
    Object.keys(JSON.parse(readFileSync(join(folder, file), 'utf8')) as object).map(
      (key) => `${file.replace('.json', '')}:${key.replace(PLURALS, '')}`,
    ),
  );
  return new Set(keys);
}

function filesUnder(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.endsWith('.spec.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** Keys written out in full, and beginnings to which something is added, as in `t('common:level' + level)`. */
function usedKeys(): { whole: Set<string>; beginnings: Set<string> } {
  const whole = new Set<string>();
  const beginnings = new Set<string>();
  for (const text of [...filesUnder(join(HERE, 'views'), /\.njk$/), ...filesUnder(HERE, /\.ts$/)]) {
    for (const [, key, plus, inside] of text.matchAll(/['`]((?!node:)[a-zA-Z]+:\w*)(?:['`](\s*\+)?|(\$\{))/g))
      ((plus ?? inside) ? beginnings : whole).add(key!);
  }
  return { whole, beginnings };
}

describe('Messages of the pages', () => {
  const vi = keysOf('vi');

  it('say everything in both languages', () => {
    expect(vi.size).toBeGreaterThan(50);
    expect([...keysOf('en')].sort()).toEqual([...vi].sort());
  });

  it('hold every text that a page asks for', () => {
    const { whole, beginnings } = usedKeys();
    expect(whole.size).toBeGreaterThan(50);
    expect([...whole].filter((key) => !vi.has(key))).toEqual([]);
    expect([...beginnings].filter((start) => ![...vi].some((key) => key.startsWith(start)))).toEqual([]);
  });

  it('hold nothing that no page asks for', () => {
    const { whole, beginnings } = usedKeys();
    const isUsed = (key: string) => whole.has(key) || [...beginnings].some((start) => key.startsWith(start));
    expect([...vi].filter((key) => !isUsed(key))).toEqual([]);
  });
});
