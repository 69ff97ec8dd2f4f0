import { AccountTable, SessionTable } from '../../src/accounts/account.table.js';
import { hashPassword } from '../../src/accounts/passwords.js';
import type { Role } from '../../src/accounts/roles.js';
import { newId, newToken, tokenHash } from '../../src/accounts/tokens.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { readSeedFiles, type SeedFiles } from '../../src/seeding/seed-files.js';
import { Seeding } from '../../src/seeding/seeding.service.js';
import type { Catalogue } from './catalogue.js';

/** Procedures of the sample: real ones of the province and of the communes, with and without forms. */
export const SAMPLE_PROCEDURES =
  '1.001193 1.004884 1.000894 2.000635 2.000815 1.003583 1.000688 1.000627 2.000488 1.001695 1.000110'.split(
    ' ',
  );

/** Password of every account of the sample. */
export const PASSWORD = 'a sample password';

const ACCOUNTS = [
  { username: 'admin', role: 'admin', agencyCode: null },
  { username: 'clerk', role: 'clerk', agencyCode: 'STP' },
  { username: 'clerk2', role: 'clerk', agencyCode: '080' },
  { username: 'inspector', role: 'inspector', agencyCode: 'VPUB' },
  { username: 'planner', role: 'planner', agencyCode: 'STTTT' },
] as const;

/** Read and checked once for each worker, as is the hash of the one password. */
let seeds: SeedFiles | undefined;
let passwordHash: string | undefined;

/** All agencies and fields, some procedures with the services of the demonstration, and an account of each role. */
export async function loadSample(
  catalogue: Catalogue,
  procedures: readonly string[] = SAMPLE_PROCEDURES,
): Promise<void> {
  seeds ??= readSeedFiles();
  const sample = { ...seeds, procedures: seeds.procedures.filter(({ code }) => procedures.includes(code)) };
  await catalogue.app.get(Seeding).load('demo', sample, () => undefined);
  const hash = (passwordHash ??= await hashPassword(PASSWORD));
  await catalogue.app.get(UnitOfWork).run(SYSTEM, async (unit) => {
    for (const { username } of ACCOUNTS) unit.record(`account:${username}`, null, { username });
    await unit.insertMany(
      AccountTable,
      ACCOUNTS.map((account) => ({
        ...account,
        displayName: account.username,
        passwordHash: hash,
        initialPasswordUntil: null,
        disabledAt: null,
        demonstration: 0,
        revision: 1,
        createdAt: unit.at,
        updatedAt: unit.at,
      })),
    );
  });
}

/** A session token of one of the sample's accounts, to be sent as `Authorization: Bearer`. */
export async function tokenOf(
  catalogue: Catalogue,
  username: Exclude<Role, 'reader'> | 'clerk2' | 'newcomer',
): Promise<string> {
  const token = newToken('ses');
  await catalogue.app.get(UnitOfWork).run(SYSTEM, (unit) =>
    unit.insertMany(SessionTable, [
      {
        tokenHash: tokenHash(token),
        username,
        id: newId(),
        formSecret: newId(),
        method: 'password',
        secondFactor: null,
        device: null,
        rotatedAt: unit.at,
        previousHash: null,
        nextHash: null,
        nextAt: null,
        createdAt: unit.at,
        lastSeenAt: unit.at,
        expiresAt: '9999-12-31T00:00:00.000Z',
      },
    ]),
  );
  return token;
}

const SYSTEM = { actor: { name: 'system', agencyCode: null }, action: 'test.prepare' };
