import { Controller, Delete, Get, HttpCode } from '@nestjs/common';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { Access } from './access.guard.js';
import { actorOf, type Caller, CurrentCaller } from './caller.js';
import { type LinkedIdentity, linkedIdentities } from './linked-identities.query.js';
import { OidcSignIn } from './oidc-sign-in.service.js';
import { LINKED_IDENTITIES } from './session.schema.js';

const tag = 'session';

/** Whom at a provider of OpenID Connect one’s own account is linked to. */
@Controller('api/v1/session/identity')
@Access('account.ownIdentity')
export class OwnIdentityController {
  constructor(
    private readonly reader: Reader,
    private readonly oidc: OidcSignIn,
  ) {}

  @Get()
  @Describe({
    summary: 'The persons at providers of OpenID Connect whom one’s own account is linked to',
    tag,
    answers: { 200: LINKED_IDENTITIES },
  })
  async list(@CurrentCaller() caller: Caller): Promise<{ items: LinkedIdentity[] }> {
    return { items: await linkedIdentities(this.reader, caller.name) };
  }

  @Delete()
  @HttpCode(204)
  @Describe({
    summary: 'Part one’s own account from them; the next sign-in there links it anew',
    tag,
    answers: { 204: null },
    problems: [404],
  })
  async unlink(@CurrentCaller() caller: Caller): Promise<void> {
    await this.oidc.unlink(actorOf(caller), caller.name);
  }
}
