import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AccountTable } from '../accounts/account.table.js';
import { hashPassword } from '../accounts/passwords.js';
import type { Seed } from '../config/config.js';
import type { DatabaseOptions } from '../database/data-source.js';
import { engineOf } from '../database/database-url.js';
import { DATABASE_OPTIONS } from '../database/database.module.js';
import { asOneProcess } from '../database/one-process.js';
import { Reader } from '../database/reader.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Intent, Unit } from '../database/unit.js';
import type { DemonstrationAccounts } from '../welcome.js';
import { AgencyTable } from '../agencies/agency.table.js';
import { generatedLoad } from './generated-load.js';
import { loadReference } from './load-reference.js';
import { loadServices } from './load-services.js';
import { offeredServices } from './offered-services.js';
import { agencyRow } from './reference-rows.js';
import { readSeedFiles, type SeedFiles } from './seed-files.js';

type Tell = (line: string) => void;

const INTENT: Intent = { actor: { name: 'seed', agencyCode: null }, action: 'seed.load' };

/** Number of the lock on PostgreSQL that the process which fills an empty database holds. */
const SEED_LOCK = 43_2011_04;

/** Accounts of the demonstration: for trying the catalogue, never for running it. */
const ACCOUNTS = [
  { username: 'admin', displayName: 'Quản trị (minh họa)', role: 'admin', agencyCode: null },
  { username: 'clerk', displayName: 'Cán bộ Sở TT&TT (minh họa)', role: 'clerk', agencyCode: 'STTTT' },
  {
    username: 'clerk2',
    displayName: 'Cán bộ thành phố Lào Cai (minh họa)',
    role: 'clerk',
    agencyCode: '080',
  },
  {
    username: 'inspector',
    displayName: 'Kiểm tra viên Văn phòng UBND (minh họa)',
    role: 'inspector',
    agencyCode: 'VPUB',
  },
  { username: 'planner', displayName: 'Phụ trách kế hoạch (minh họa)', role: 'planner', agencyCode: 'STTTT' },
] as const;

/** Fills an empty database from the files under `seeds/`, all of it or nothing. */
@Injectable()
export class Seeding {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    @Inject(DATABASE_OPTIONS) private readonly database: DatabaseOptions,
  ) {}

  /** @returns the demonstration accounts, where they were made just now */
  async fillIfEmpty(
    { seed, demoPassword, production }: { seed: Seed; demoPassword: string | undefined; production: boolean },
    tell: Tell,
  ): Promise<DemonstrationAccounts | null> {
    const isFilled = async () => (await this.reader.get('SELECT code FROM agency LIMIT 1')) !== undefined;
    if (seed === 'none' || (await isFilled())) return null;
    const password = demoPassword ?? randomBytes(12).toString('base64url');
    const passwordHash = production ? null : await hashPassword(password);
    const { url } = this.database;
    // A province takes longer than a transaction waits for its turn.
    const isLoaded = await asOneProcess(engineOf(url) === 'postgres' ? url : null, SEED_LOCK, async () => {
      if (await isFilled()) return false;
      await this.load(seed, readSeedFiles(), tell, passwordHash);
      return true;
    });
    return production || !isLoaded ? null : { usernames: ACCOUNTS.map(({ username }) => username), password };
  }

  /**
   * @param passwordHash of the demonstration accounts, made in the same transaction: a start that is killed leaves no catalogue
   *   into which nobody can sign in; null: no accounts
   * @throws Error where the database is not empty
   */
  async load(
    seed: Exclude<Seed, 'none'>,
    seeds: SeedFiles,
    tell: Tell,
    passwordHash: string | null = null,
  ): Promise<void> {
    const started = performance.now();
    await this.unitOfWork.run(INTENT, async (unit) => {
      if (await unit.get('SELECT code FROM agency LIMIT 1'))
        throw new Error('The database is not empty: nothing was loaded');
      await loadReference(unit, seeds);
      if (passwordHash !== null) await makeAccounts(unit, passwordHash);
      tell(
        `Loaded ${seeds.agencies.length} agencies, ${seeds.fields.length} fields, ${seeds.procedures.length} procedures`,
      );
      const offered = offeredServices(seeds.procedures, seeds.agencies, seed);
      const services = await loadServices(
        unit,
        seeds.demonstrationRule,
        offered.services,
        seeds.procedures,
        every(tell),
      );
      tell(`Loaded ${services} services with demonstration levels`);
      const { length } = offered.notOffered;
      if (length > 0) tell(`${length} provincial procedures have no known department, hence no service`);
    });
    tell(`Took ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }

  /**
   * Adds communes that do not exist, each with every communal procedure, until there are `services` more: a load for trying
   * the catalogue at the size of a country. Names are real ones with a number; everything is marked as demonstration.
   */
  async generate(services: number, seed: string, tell: Tell): Promise<void> {
    const seeds = readSeedFiles();
    await this.unitOfWork.run({ ...INTENT, action: 'seed.generate', why: `seed ${seed}` }, async (unit) => {
      const row = await unit.get<{ districts: number }>(
        `SELECT COUNT(*) AS districts FROM agency WHERE code_kind = 'generated' AND level = 'district'`,
      );
      const { agencies, offered } = generatedLoad(seeds, services, row!.districts);
      await unit.insertMany(
        AgencyTable,
        agencies.map((agency) => agencyRow(agency, unit.at)),
      );
      for (const agency of agencies) unit.record(`agency:${agency.code}`, null, agency);
      const rule = { ...seeds.demonstrationRule, seed };
      const loaded = await loadServices(unit, rule, offered, seeds.procedures, every(tell));
      tell(`Generated ${agencies.length} agencies and ${loaded} services`);
    });
  }
}

async function makeAccounts(unit: Unit, passwordHash: string): Promise<void> {
  for (const account of ACCOUNTS) {
    await unit.insertMany(AccountTable, [
      {
        ...account,
        passwordHash,
        initialPasswordUntil: null,
        disabledAt: null,
        demonstration: 1,
        revision: 1,
        createdAt: unit.at,
        updatedAt: unit.at,
      },
    ]);
    unit.record(`account:${account.username}`, null, { ...account, demonstration: true });
  }
}

/** Tells of every ten thousand. */
function every(tell: Tell): (count: number) => void {
  return (count) => {
    if (count % 10_000 === 0) tell(`  ${count} services …`);
  };
}
