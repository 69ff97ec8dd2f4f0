import { Injectable } from '@nestjs/common';
import { UnavailableError, UnitOfWork } from '../database/unit-of-work.js';
import { PublicUrl } from '../http/public-url.js';
import { sessionCookie } from './session-cookie.js';
import { isDue, resendBefore, type SessionTokens } from './session-rotation.js';
import { SignInSettings } from './sign-in-settings.module.js';
import { newToken, tokenHash } from './tokens.js';

const INTENT = { actor: { name: 'system', agencyCode: null }, action: 'session.rotate' };

/** Replaces the tokens of sessions in browsers while they go on. The exchange is no entry of the ledger; a misuse is. */
@Injectable()
export class SessionTokensService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly settings: SignInSettings,
    private readonly publicUrl: PublicUrl,
  ) {}

  /**
   * A new token for a session whose token is old: it counts once the browser comes back with it.
   * @returns `Set-Cookie`; undefined where none is due
   */
  async renew(id: string, tokens: SessionTokens, expiresAt: string, now: Date): Promise<string | undefined> {
    if (!isDue(tokens, now, this.settings.rotateMs)) return undefined;
    const token = newToken('ses');
    const issued = await this.write(
      `UPDATE session SET next_hash = :next, next_at = :at
       WHERE id = :id AND token_hash = :current AND (next_at IS NULL OR next_at <= :before)`,
      {
        id,
        current: tokens.tokenHash,
        next: tokenHash(token),
        at: now.toISOString(),
        before: resendBefore(now),
      },
    );
    const seconds = Math.floor((Date.parse(expiresAt) - now.getTime()) / 1000);
    return issued ? sessionCookie(this.publicUrl.base, token, seconds) : undefined;
  }

  /** The browser has the new token: the old one is good for the requests under way only. */
  async take(id: string, hash: string, now: Date): Promise<void> {
    await this.write(
      `UPDATE session SET previous_hash = token_hash, token_hash = next_hash, next_hash = NULL, next_at = NULL,
         rotated_at = :at
       WHERE id = :id AND next_hash = :hash`,
      { id, hash, at: now.toISOString() },
    );
  }

  /** Somebody has a copy of a token that was replaced: whoever holds the other one has to sign in again too. */
  async end(id: string): Promise<void> {
    await this.unitOfWork.run({ ...INTENT, action: 'session.endReused' }, async (unit) => {
      const session = await unit.get<{ username: string; expires_at: string }>(
        'SELECT username, expires_at FROM session WHERE id = :id',
        { id },
      );
      if (!session) return;
      await unit.run('DELETE FROM session WHERE id = :id', { id });
      const { username, expires_at: expiresAt } = session;
      unit.record(`account:${username}`, { session: { expiresAt } }, { session: null });
    });
  }

  /** @returns false where nothing was changed; a database that is busy must not end a session that only reads */
  private async write(sql: string, params: Record<string, string>): Promise<boolean> {
    try {
      return (await this.unitOfWork.run(INTENT, (unit) => unit.run(sql, params))) > 0;
    } catch (error) {
      if (error instanceof UnavailableError) return false;
      throw error;
    }
  }
}
