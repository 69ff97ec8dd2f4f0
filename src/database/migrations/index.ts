import { Initial1700000000001 } from './0001-initial.js';
import { LinkChecks1700000000002 } from './0002-link-checks.js';

/** In the order in which they run; only ever added to. */
export const MIGRATIONS = [Initial1700000000001, LinkChecks1700000000002];
