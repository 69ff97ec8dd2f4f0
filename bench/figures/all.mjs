import { p01, p02 } from './list-from-memory.mjs';
import { p03 } from './list-of-ever-other-filters.mjs';
import { p04 } from './whole-list.mjs';
import { p05, p06 } from './coverage.mjs';
import { p07 } from './search.mjs';
import { p08 } from './import.mjs';
import { p09 } from './declaration.mjs';
import { p10 } from './second-start.mjs';
import { p11 } from './page.mjs';
import { p12 } from './growth.mjs';
import { p13 } from './import-beside-readers.mjs';
import { p14 } from './half-hour.mjs';
import { p15 } from './last-page.mjs';

/** Each measures, and answers its rows of the table. */
export const FIGURES = {
  P1: p01,
  P2: p02,
  P3: p03,
  P4: p04,
  P5: p05,
  P6: p06,
  P7: p07,
  P8: p08,
  P9: p09,
  P10: p10,
  P11: p11,
  P12: p12,
  P13: p13,
  P14: p14,
  P15: p15,
};

/** Takes minutes, the first time many: only where it is asked for. */
export const WHEN_NAMED = ['P12', 'P13', 'P14', 'P15'];
