import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const HERE = dirname(fileURLToPath(import.meta.url));
const PLURALS = /_(one|other|few|many|two|zero)$/;

/** Of all criteria of a scheme, and where the word after the number is the same for one and for many. */
const NEVER_ONE = [
  'service:allCriteria',
  'agencies:under',
  'deskImports:kilobytes',
  'deskCampaigns:grown',
  'deskProcedures:missing',
];

/** Every text with its key, as `services:title`. */
function textsOf(language: string): [string, string][] {
  const folder = join(HERE, 'messages', language);
  return readdirSync(folder).flatMap((file) =>
    Object.entries(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string>).map(
      ([key, text]): [string, string] => [`${file.replace('.json', '')}:${key}`, text],
    ),
  );
}

/** `services:title`, with its forms for one and many as one key. */
function keysOf(language: string): Set<string> {
  return new Set(textsOf(language).map(([key]) => key.replace(PLURALS, '')));
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

  it('speak English of one as of one', () => {
    // After the number comes what is counted; a number in brackets or at the end stands for itself.
    const counts = /(?<!\()\{\{count[^}]*\}\} \w/;
    const onlyMany = textsOf('en').filter(
      ([key, text]) => counts.test(text) && !PLURALS.test(key) && !NEVER_ONE.includes(key),
    );
    expect(onlyMany).toEqual([]);
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
