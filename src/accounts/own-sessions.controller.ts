import { Controller, Delete, Get, HttpCode, Inject, Param } from '@nestjs/common';
import { CLOCK, type Clock } from '../database/database.module.js';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { Access } from './access.guard.js';
import { type Caller, CurrentCaller } from './caller.js';
import { SessionPath } from './session.dto.js';
import { ENDED_SESSIONS, OWN_SESSIONS } from './session.schema.js';
import { type OwnSession, ownSessions } from './session-view.query.js';
import { Sessions } from './sessions.service.js';
import { SignInSettings } from './sign-in-settings.module.js';

const tag = 'session';

/** A person’s own sessions, wherever they signed in. */
@Controller('api/v1/sessions')
export class OwnSessionsController {
  constructor(
    private readonly reader: Reader,
    private readonly sessions: Sessions,
    private readonly settings: SignInSettings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access('account.readOwn')
  @Describe({ summary: 'One’s own sessions, the one used last first', tag, answers: { 200: OWN_SESSIONS } })
  async list(@CurrentCaller() caller: Caller): Promise<{ items: OwnSession[] }> {
    return { items: await ownSessions(this.reader, caller, this.clock(), this.settings.idleMs) };
  }

  @Delete()
  @HttpCode(200)
  @Access('session.close')
  @Describe({
    summary:
      'End all of one’s own sessions but this one, which has to have begun within the last ten minutes',
    tag,
    answers: { 200: ENDED_SESSIONS },
    problems: [404],
  })
  async endOthers(@CurrentCaller() caller: Caller): Promise<{ ended: number }> {
    return { ended: await this.sessions.endOthers(caller) };
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('session.close')
  @Describe({
    summary:
      'End one of one’s own sessions; another than this one where this one began within the last ten minutes',
    tag,
    answers: { 204: null },
    examples: { id: 'Zl8pS0m1Tn2cYw4kQ9xR3g' },
  })
  async end(@Param() { id }: SessionPath, @CurrentCaller() caller: Caller): Promise<void> {
    await this.sessions.endOne(caller, id);
  }
}
