import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const PLACE = /([^\s()]+\.cjs):(\d+):(\d+)/g;
/** Where the bundled files lie, which compiled code names without their folder. */
const FOLDER = dirname(dirname(fileURLToPath(import.meta.url)));

const maps = new Map<string, SourceMap | undefined>();

/** A stack trace that names the lines of the sources, where what runs was bundled from them and the map lies beside it. */
export function inSources(trace: string): string {
  return trace.replaceAll(PLACE, (place, file: string, line: string, column: string) => {
    const entry = mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !('originalSource' in entry)) return place;
    const source = entry.originalSource.replace(/^(\.\.\/)+/, '');
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

/** Read when the first error needs it: the map of the whole program costs megabytes. */
function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) {
    const path = resolve(FOLDER, `${file}.map`);
    const text = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    maps.set(file, text === undefined ? undefined : new SourceMap(JSON.parse(text) as SourceMapPayload));
  }
  return maps.get(file);
}
