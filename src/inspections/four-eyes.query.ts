import type { Caller } from '../accounts/caller.js';
import type { Queries } from '../database/reader.js';
import { Problem } from '../http/problem.js';
import type { LedgerEntry } from '../ledger/entry.js';
import { fourEyes, type FourEyesRule, type Maker, type ParentOf } from './four-eyes.js';

interface MadeRow {
  actor: string;
  agency: string | null;
  at: string;
}

/**
 * Call it inside the transaction that writes.
 * @throws Problem 403 with the rule that forbids it
 */
export async function requireFourEyes(
  queries: Queries,
  caller: Caller,
  service: { id: string; agencyCode: string },
  declarationNo: number,
): Promise<void> {
  const refused = await refusedByFourEyes(queries, caller, service, declarationNo);
  if (refused !== null) throw refused;
}

/** The same as the problem that the caller is told; null where they may. */
export async function refusedByFourEyes(
  queries: Queries,
  caller: Caller,
  service: { id: string; agencyCode: string },
  declarationNo: number,
): Promise<Problem | null> {
  const broken = await brokenFourEyes(queries, caller, service, declarationNo);
  return broken === null ? null : new Problem(403, broken, { params: { agency: service.agencyCode } });
}

/** The rule that forbids the caller to inspect this declaration; null where they may. */
export async function brokenFourEyes(
  queries: Queries,
  caller: Caller,
  service: { id: string; agencyCode: string },
  declarationNo: number,
): Promise<FourEyesRule | null> {
  const declared = (await queries.get<MadeRow>(
    `SELECT actor, actor_agency AS agency, recorded_at AS at FROM declaration
     WHERE service_id = :id AND no = :declarationNo`,
    { id: service.id, declarationNo },
  ))!;
  const edited = await queries.get<MadeRow>(
    `SELECT actor, actor_agency AS agency, recorded_at AS at FROM service_facts
     WHERE service_id = :id ORDER BY no DESC LIMIT 1`,
    { id: service.id },
  );
  const since = edited && edited.at < declared.at ? edited.at : declared.at;
  const person = await personBehind(queries, caller.name);
  const makers: Maker[] = [await makerOf(queries, declared, 'declared', since)];
  if (edited) makers.push(await makerOf(queries, edited, 'edited', since));
  return fourEyes({
    inspector: {
      name: person,
      agencies: known([caller.agencyCode, ...(await agenciesSince(queries, person, since))]),
    },
    agencyCode: service.agencyCode,
    makers,
    trees: await treesAt(queries, edited ? [declared.at, edited.at] : [declared.at]),
  });
}

async function makerOf(queries: Queries, made: MadeRow, did: Maker['did'], since: string): Promise<Maker> {
  const name = await personBehind(queries, made.actor);
  const agencies = known([made.agency, ...(await agenciesSince(queries, name, since))]);
  return { name, agencies, did };
}

/** Who made the key, where a machine acts with one: a key is no second pair of eyes. */
export async function personBehind(queries: Queries, name: string): Promise<string> {
  let behind = name;
  for (let key = keyOf(name); key !== undefined; key = keyOf(behind)) {
    const row = await queries.get<{ name: string }>(
      'SELECT created_by AS name FROM api_key WHERE id = :key',
      {
        key,
      },
    );
    if (!row) break;
    behind = row.name;
  }
  // Keys made by an operator on the machine itself have no account behind them: each stands for itself.
  const account = await queries.get('SELECT username FROM account WHERE username = :behind', { behind });
  return account ? behind : name;
}

function keyOf(actor: string): string | undefined {
  return actor.startsWith('key:') ? actor.slice('key:'.length) : undefined;
}

function known(codes: readonly (string | null)[]): string[] {
  return [...new Set(codes.filter((code) => code !== null))];
}

/** Agencies of an account now and at every moment since: the ledger tells what each change changed. */
async function agenciesSince(queries: Queries, username: string, since: string): Promise<(string | null)[]> {
  const subject = `account:${username}`;
  const now = await queries.get<{ agency: string | null }>(
    'SELECT agency_code AS agency FROM account WHERE username = :username',
    { username },
  );
  const before = (await changesSince(queries, subject, subject, since))
    .filter((item) => item.subject === subject)
    .map((item) => (item.before as { agencyCode?: string | null } | null)?.agencyCode ?? null);
  return [now?.agency ?? null, ...before];
}

/** The tree of agencies now, and as it was at each of the moments. */
async function treesAt(queries: Queries, moments: readonly string[]): Promise<ParentOf[]> {
  const rows = await queries.all<{ code: string; parent: string | null }>(
    'SELECT code, parent_code AS parent FROM agency',
  );
  const now = new Map(rows.map(({ code, parent }) => [code, parent]));
  const trees: ParentOf[] = [now];
  for (const moment of moments) {
    const then = new Map(now);
    // `;` follows `:`: every agency. From the last change back to the first after the moment, which tells what stood then.
    const changes = await changesSince(queries, 'agency:', 'agency;', moment);
    for (const { subject, before } of changes.toReversed()) {
      if (!subject.startsWith('agency:')) continue;
      const code = subject.slice('agency:'.length);
      if (before === null) then.delete(code);
      else then.set(code, (before as { parentCode: string | null }).parentCode);
    }
    trees.push(then);
  }
  return trees;
}

/** What was changed after the moment by entries about subjects from `first` to `last`, with all else they changed. */
async function changesSince(
  queries: Queries,
  first: string,
  last: string,
  since: string,
): Promise<LedgerEntry['items']> {
  const rows = await queries.all<{ body: string }>(
    `SELECT body FROM ledger_entry
     WHERE seq > (SELECT COALESCE(MAX(seq), 0) FROM ledger_entry WHERE at <= :since)
       AND seq IN (SELECT seq FROM ledger_subject WHERE subject >= :first AND subject <= :last)
     ORDER BY seq`,
    { first, last, since },
  );
  return rows.flatMap((row) => (JSON.parse(row.body) as LedgerEntry).items);
}
