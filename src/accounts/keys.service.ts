import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Actor } from '../database/unit.js';
import { normalise } from '../domain/text/fold.js';
import { badRequest, notFound } from '../http/problem.js';
import { ApiKeyTable } from './account.table.js';
import { type AccessRuleId, reachOf } from './access-rules.js';
import { agencyFaults } from './agency-faults.js';
import { countKeys, keyView, type KeyView } from './key-view.query.js';
import type { Role } from './roles.js';
import { newToken, tokenHash } from './tokens.js';

export interface NewKey {
  name: string;
  role: Role;
  agencyCode: string | null;
  /** The access rules that it keeps to; without them all of its role. */
  scopes?: AccessRuleId[] | null;
  /** null: until it is revoked. */
  expiresAt: string | null;
}

/** Keys of machines, for the API as for the command line. */
@Injectable()
export class KeysService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @param mayWrite looks at how many keys there are and throws where the caller has not seen that many
   * @returns the key too: it is kept nowhere, so this is the only time that it can be shown
   * @throws Problem 400 with every fault
   */
  async create(
    actor: Actor,
    { name, role, agencyCode, scopes = null, expiresAt }: NewKey,
    mayWrite: (present: number) => void = () => undefined,
  ): Promise<KeyView & { key: string }> {
    const key = newToken('key');
    return this.unitOfWork.run({ actor, action: 'key.create' }, async (unit) => {
      const present = await countKeys(unit);
      mayWrite(present);
      const faults = await agencyFaults(unit, role, agencyCode);
      if (expiresAt !== null && expiresAt <= unit.at)
        faults.push({ in: 'body', pointer: '/expiresAt', code: 'in_the_past' });
      const beyond = (scopes ?? []).find((rule) => reachOf(rule, role) === undefined);
      if (beyond !== undefined)
        faults.push({
          in: 'body',
          pointer: '/scopes',
          code: 'scope_beyond_role',
          params: { rule: beyond, role },
        });
      if (faults.length > 0) throw badRequest(faults);
      const id = String(present + 1);
      await unit.insertMany(ApiKeyTable, [
        {
          id,
          tokenHash: tokenHash(key),
          name: normalise(name),
          role,
          agencyCode,
          scopes: scopes === null ? null : JSON.stringify([...new Set(scopes)].sort()),
          createdBy: actor.name,
          createdAt: unit.at,
          expiresAt,
          revokedAt: null,
          lastUsedAt: null,
          feedPlace: null,
          feedReadAt: null,
        },
      ]);
      const view = (await keyView(unit, id))!;
      unit.record(`key:${id}`, null, view);
      return { ...view, key };
    });
  }

  /** Ends a key at once; one that has ended already stays as it is. @throws Problem 404 */
  async revoke(actor: Actor, id: string): Promise<void> {
    await this.unitOfWork.run({ actor, action: 'key.revoke' }, async (unit) => {
      const before = await keyView(unit, id);
      if (!before) throw notFound();
      if (before.revokedAt !== null) return;
      await unit.run('UPDATE api_key SET revoked_at = :at WHERE id = :id', { id, at: unit.at });
      unit.record(`key:${id}`, before, { ...before, revokedAt: unit.at });
    });
  }
}
