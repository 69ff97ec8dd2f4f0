import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../seeds/procedures');

/** The names of all seeded procedures, each once, NFC and single-spaced. */
export function procedureNames(): string[] {
  const names = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => readFileSync(join(FOLDER, file), 'utf8').split('\n').filter(Boolean))
    .map((line) => (JSON.parse(line) as { name: string }).name.normalize('NFC').replace(/\s+/gu, ' ').trim());
  return [...new Set(names)];
}
