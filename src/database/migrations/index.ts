import { Initial1700000000001 } from './0001-initial.js';

/** In the order in which they run; only ever added to. */
export const MIGRATIONS = [Initial1700000000001];
