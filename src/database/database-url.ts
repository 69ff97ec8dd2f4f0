import type { Engine } from './dialect.js';

/** What `DATABASE_URL` says: `sqlite:<path>` or `postgres://...` */
export function engineOf(url: string): Engine {
  return url.startsWith('sqlite:') ? 'better-sqlite3' : 'postgres';
}

export function sqlitePath(url: string): string {
  return url.slice('sqlite:'.length);
}
