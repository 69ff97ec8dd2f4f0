import { readdirSync, readFileSync } from 'node:fs';
import { packageFile } from '../config/package-root.js';
import type { Reader } from '../database/reader.js';
import type { UnitOfWork } from '../database/unit-of-work.js';
import { canonicalJson } from '../domain/canonical-json.js';
import { parseScheme } from '../domain/level-scheme/parse-scheme.js';
import { LevelSchemeTable } from './level-scheme.table.js';

/** The level schemes that come with the product, as files; a changed file becomes a change in the ledger. */
export async function loadSchemes(unitOfWork: UnitOfWork, reader: Reader): Promise<void> {
  const folder = packageFile('seeds', 'reference', 'schemes');
  const schemes = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => schemeOf(file, readFileSync(`${folder}/${file}`, 'utf8')));
  const present = await reader.all<{ id: string; definition: string }>(
    'SELECT id, definition FROM level_scheme',
  );
  const known = new Map(present.map(({ id, definition }) => [id, definition]));
  // A start does not wait for its turn to write where there is nothing to write.
  if (schemes.every((scheme) => known.get(scheme.id) === canonicalJson(scheme))) return;
  await unitOfWork.run(
    { actor: { name: 'system', agencyCode: null }, action: 'scheme.load' },
    async (unit) => {
      for (const scheme of schemes) {
        const old = await unit.get<{ definition: string }>(
          'SELECT definition FROM level_scheme WHERE id = :id',
          {
            id: scheme.id,
          },
        );
        const definition = canonicalJson(scheme);
        if (old?.definition === definition) continue;
        const row = { id: scheme.id, definition };
        if (old) await unit.update(LevelSchemeTable, row);
        else await unit.insertMany(LevelSchemeTable, [row]);
        unit.record(`scheme:${scheme.id}`, old ? JSON.parse(old.definition) : null, scheme);
      }
    },
  );
}

function schemeOf(file: string, text: string) {
  const { scheme, errors } = parseScheme(JSON.parse(text));
  if (scheme) return scheme;
  throw new Error(`${file}:\n${errors.map(({ at, message }) => `  ${at}: ${message}`).join('\n')}`);
}
