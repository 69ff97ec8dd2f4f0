import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { ACCESS_RULES } from '../../../accounts/access-rules.js';
import { actorOf, type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { KeyPath, NewKeyBody } from '../../../accounts/keys.dto.js';
import { KeysService } from '../../../accounts/keys.service.js';
import { ROLES } from '../../../accounts/roles.js';
import { CLOCK, type Clock } from '../../../database/database.module.js';
import { Reader } from '../../../database/reader.js';
import { addDays, isCivilDate, startOfDay } from '../../../domain/dates/civil-date.js';
import type { FormValues } from '../../../http/form-body.js';
import { Problem } from '../../../http/problem.js';
import { goTo } from '../../go-to.js';
import { choices } from '../../public/choices.query.js';
import { Views } from '../../views.service.js';
import { checkedWith } from '../checked-input.js';
import { type Refusal, refusedForm } from '../refused-form.js';
import { SentForm } from '../sent-form.js';
import { agencyNeeded } from './agency-needed.js';
import { keysOnDesk } from './keys-desk.query.js';

const PATH = '/desk/keys';

interface Typed {
  name: string;
  role: string;
  agencyCode: string;
  lastDay: string;
  scopes: string[];
}

const NOTHING_TYPED: Typed = { name: '', role: 'reader', agencyCode: '', lastDay: '', scopes: [] };

/** Keys of machines. */
@Controller('desk/keys')
@Access('key.manage')
export class KeyPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly keys: KeysService,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  list(
    @Query('done') done: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.page(request, reply, NOTHING_TYPED, undefined, done === 'revoked');
  }

  /** The answer itself shows the key: there is no address at which it could be read again. */
  @Post()
  async create(
    @CurrentCaller() caller: Caller,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const typed: Typed = {
      name: form.text('name'),
      role: form.text('role'),
      agencyCode: form.text('agencyCode'),
      lastDay: form.text('lastDay'),
      scopes: form.all('scopes'),
    };
    try {
      const { name, role, agencyCode, scopes, expiresAt } = await this.read(typed);
      const key = await this.keys.create(
        actorOf(caller),
        {
          name,
          role,
          agencyCode: agencyCode ?? null,
          scopes: scopes ?? null,
          expiresAt: expiresAt ?? null,
        },
        (present) => {
          if (String(present) !== form.raw('keys')) throw new Problem(412, 'precondition_failed');
        },
      );
      void reply.status(201).header('cache-control', 'no-store');
      return await this.views.page(request, reply, 'desk/admin/key-created', {
        title: this.views.text(request, 'deskKeys:createdTitle'),
        desk: PATH,
        key,
      });
    } catch (error) {
      const refusal = refusedForm(this.views, request, reply, error, (pointer) => {
        const field = pointer === '/expiresAt' ? 'lastDay' : pointer.slice(1);
        return { field, title: this.views.text(request, `deskKeys:field_${field}`) };
      });
      return this.page(request, reply, typed, refusal, false);
    }
  }

  /** A key that has ended already stays as it is. */
  @Post(':id/revoke')
  async revoke(
    @CurrentCaller() caller: Caller,
    @Param() { id }: KeyPath,
    @SentForm() _: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    await this.keys.revoke(actorOf(caller), id);
    return goTo(request, reply, `${PATH}?done=revoked`);
  }

  /** The last day counts to its end, in Vietnam. */
  private read({ name, role, agencyCode, lastDay, scopes }: Typed): Promise<NewKeyBody> {
    const isDay = isCivilDate(lastDay);
    const expiresAt = isDay ? startOfDay(addDays(lastDay, 1)).toISOString() : undefined;
    const body = {
      ...(name === '' ? {} : { name }),
      role,
      ...(agencyCode === '' ? {} : { agencyCode }),
      ...(scopes.length === 0 ? {} : { scopes }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
    return checkedWith(NewKeyBody, body, (read) => {
      const at = { in: 'body', pointer: '/expiresAt' } as const;
      const isPast = expiresAt !== undefined && expiresAt <= this.clock().toISOString();
      return [
        ...agencyNeeded(read.role, read.agencyCode),
        ...(lastDay !== '' && !isDay ? [{ ...at, code: 'not_a_date' as const }] : []),
        ...(isPast ? [{ ...at, code: 'in_the_past' as const }] : []),
      ];
    });
  }

  private async page(
    request: CallerRequest,
    reply: FastifyReply,
    typed: Typed,
    refusal: Refusal | undefined,
    isRevoked: boolean,
  ): Promise<string> {
    const keys = await this.reader.snapshot((queries) => keysOnDesk(queries));
    return this.views.page(request, reply, 'desk/admin/keys', {
      title: this.views.text(request, 'deskKeys:title'),
      desk: PATH,
      data: { json: '/api/v1/keys' },
      keys,
      now: this.clock().toISOString(),
      roles: ROLES,
      rules: Object.entries(ACCESS_RULES)
        .filter(([, { allow }]) => allow !== 'anyone')
        .map(([id, { title }]) => ({ id, title })),
      ruleTitles: Object.fromEntries(Object.entries(ACCESS_RULES).map(([id, { title }]) => [id, title])),
      agencies: (await choices(this.reader)).agencies,
      typed,
      isStale: refusal?.isStale ?? false,
      faults: refusal?.faults ?? [],
      done: isRevoked ? this.views.text(request, 'deskKeys:done_revoked') : '',
    });
  }
}
