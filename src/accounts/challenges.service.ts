import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../database/database.module.js';
import { Reader } from '../database/reader.js';
import type { Unit } from '../database/unit.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SignInChallengeTable, type SignInMethod } from './sign-in.table.js';
import { newToken, tokenHash } from './tokens.js';

/** Time to look up a code on the telephone. */
const LIFE_MS = 5 * 60_000;
const ATTEMPTS_AT_MOST = 5;
/** Of one account at once; a further one ends the oldest. */
const OPEN_AT_MOST = 20;

interface ChallengedAccount {
  username: string;
  agency_code: string | null;
  revision: number;
}

/** Between the two steps of a sign-in: whoever holds the token has proved the first. */
@Injectable()
export class Challenges {
  constructor(
    private readonly reader: Reader,
    private readonly unitOfWork: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns the token, which is kept nowhere */
  async begin(
    { username, agency_code: agencyCode, revision }: ChallengedAccount,
    method: SignInMethod,
  ): Promise<string> {
    const token = newToken('chl');
    const actor = { name: username, agencyCode };
    // No entry of the ledger: nothing is open yet.
    await this.unitOfWork.run({ actor, action: 'session.challenge' }, async (unit) => {
      await unit.run('DELETE FROM sign_in_challenge WHERE expires_at <= :now', { now: unit.now });
      await unit.run(
        `DELETE FROM sign_in_challenge WHERE token_hash IN (
           SELECT token_hash FROM sign_in_challenge WHERE username = :username
           ORDER BY created_at DESC, token_hash LIMIT 1000000 OFFSET :kept)`,
        { username, kept: OPEN_AT_MOST - 1 },
      );
      await unit.insertMany(SignInChallengeTable, [
        {
          tokenHash: tokenHash(token),
          username,
          accountRevision: revision,
          method,
          attempts: 0,
          createdAt: unit.now,
          expiresAt: new Date(Date.parse(unit.now) + LIFE_MS).toISOString(),
        },
      ]);
    });
    return token;
  }

  /** The account that a challenge is for; undefined where it is over. */
  find(token: string): Promise<ChallengedAccount | undefined> {
    return this.reader.get<ChallengedAccount>(
      `SELECT a.username, a.agency_code, c.account_revision AS revision FROM sign_in_challenge c
       JOIN account a ON a.username = c.username
       WHERE c.token_hash = :hash AND c.expires_at > :now AND c.attempts < :most`,
      { hash: tokenHash(token), now: this.clock().toISOString(), most: ATTEMPTS_AT_MOST },
    );
  }

  /**
   * Counts one attempt in this transaction.
   * @returns by what the first step was done; undefined where the challenge is over
   */
  async take(unit: Unit, token: string, revision: number): Promise<SignInMethod | undefined> {
    const params = { hash: tokenHash(token), now: unit.now, most: ATTEMPTS_AT_MOST, revision };
    const row = await unit.get<{ method: SignInMethod }>(
      `SELECT method FROM sign_in_challenge WHERE token_hash = :hash AND expires_at > :now AND attempts < :most
         AND account_revision = :revision`,
      params,
    );
    if (row)
      await unit.run('UPDATE sign_in_challenge SET attempts = attempts + 1 WHERE token_hash = :hash', {
        hash: params.hash,
      });
    return row?.method;
  }

  async end(unit: Unit, token: string): Promise<void> {
    await unit.run('DELETE FROM sign_in_challenge WHERE token_hash = :hash', { hash: tokenHash(token) });
  }
}
