import { readFileSync } from 'node:fs';
import { parseScheme } from '../../src/domain/level-scheme/parse-scheme.js';
import type { LevelScheme, ValueScheme } from '../../src/domain/level-scheme/scheme.js';

export const SCHEME_FILES = new URL('../../seeds/reference/schemes/', import.meta.url);

export function schemeJson(id: string): unknown {
  return JSON.parse(readFileSync(new URL(`${id}.json`, SCHEME_FILES), 'utf8'));
}

export function levelSchemeOf(id = 'nd43-2011'): LevelScheme {
  const { scheme } = parseScheme(schemeJson(id));
  if (scheme?.kind !== 'levels') throw new Error(`${id} is not a level scheme`);
  return scheme;
}

export function valueSchemeOf(id: string): ValueScheme {
  const { scheme } = parseScheme(schemeJson(id));
  if (scheme?.kind !== 'values') throw new Error(`${id} is not a value scheme`);
  return scheme;
}
