import type { Queries } from '../database/reader.js';
import type { AccountRow } from './account.table.js';

/** An account as administrators see it. */
export interface AccountView {
  username: string;
  displayName: string;
  role: AccountRow['role'];
  agencyCode: string | null;
  disabled: boolean;
  demonstration: boolean;
  /** Until when the password is good, where the system made it; null: it is no initial one. */
  initialPasswordUntil: string | null;
  createdAt: string;
  updatedAt: string;
}

interface ViewRow {
  username: string;
  display_name: string;
  role: AccountRow['role'];
  agency_code: string | null;
  disabled_at: string | null;
  demonstration: number;
  initial_password_until: string | null;
  created_at: string;
  updated_at: string;
}

const COLUMNS = `username, display_name, role, agency_code, disabled_at, demonstration, initial_password_until, created_at,
  updated_at`;

export async function accountView(queries: Queries, username: string): Promise<AccountView | undefined> {
  const row = await queries.get<ViewRow>(`SELECT ${COLUMNS} FROM account WHERE username = :username`, {
    username,
  });
  return row && viewOf(row);
}

/** Accounts by name, from the one after `after`. */
export async function accountViews(queries: Queries, after: string, limit: number): Promise<AccountView[]> {
  const rows = await queries.all<ViewRow>(
    `SELECT ${COLUMNS} FROM account WHERE username > :after ORDER BY username LIMIT :limit`,
    { after, limit },
  );
  return rows.map(viewOf);
}

export async function countAccounts(queries: Queries): Promise<number> {
  return (await queries.get<{ total: number }>('SELECT COUNT(*) AS total FROM account'))!.total;
}

function viewOf(row: ViewRow): AccountView {
  return {
    username: row.username,
    displayName: row.display_name,
    role: row.role,
    agencyCode: row.agency_code,
    disabled: row.disabled_at !== null,
    demonstration: row.demonstration === 1,
    initialPasswordUntil: row.initial_password_until,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
