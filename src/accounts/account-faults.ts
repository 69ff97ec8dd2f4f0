import type { Queries } from '../database/reader.js';
import { type Fault, takenFault } from '../http/problem.js';
import { accountView } from './account-view.query.js';
import type { NewAccount } from './accounts.service.js';
import { agencyFaults } from './agency-faults.js';
import { ownNames } from './own-names.query.js';
import { passwordFaults } from './password-rules.js';

/** What is wrong with that which is known of an account; nothing is said of what is not known. */
export async function accountFaults(queries: Queries, known: Partial<NewAccount>): Promise<Fault[]> {
  // A role that needs no agency, where it is not known.
  const { username, displayName = '', role = 'admin', agencyCode = null, password } = known;
  const names = await ownNames(queries, { displayName, agencyCode });
  const faults = password === undefined ? [] : passwordFaults(password, username ?? '', names);
  if (username !== undefined && (await accountView(queries, username)))
    faults.push(takenFault('/username', 'account', username));
  return [...faults, ...(await agencyFaults(queries, role, agencyCode))];
}
