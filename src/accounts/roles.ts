/** Roles of accounts and keys. `reader` is for keys alone: it reads what everybody may read, and is known by name. */
export const ROLES = ['admin', 'clerk', 'inspector', 'planner', 'reader'] as const;
export type Role = (typeof ROLES)[number];
