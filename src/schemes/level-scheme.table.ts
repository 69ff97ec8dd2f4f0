import { SEALED, table } from '../database/table.js';

export interface LevelSchemeRow {
  id: string;
  /** JSON of the scheme. */
  definition: string;
}

export const LevelSchemeTable = table<LevelSchemeRow>('level_scheme', SEALED, {
  id: 'text pk',
  definition: 'text',
});
