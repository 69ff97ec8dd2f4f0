import type { Actor } from '../database/unit.js';

/** Who changes the state of links: no person. */
export const LINK_CHECK: Actor = { name: 'system:link-check', agencyCode: null };
