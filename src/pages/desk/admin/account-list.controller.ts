import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { accountViews, countAccounts } from '../../../accounts/account-view.query.js';
import { NewAccountBody } from '../../../accounts/accounts.dto.js';
import { AccountsService } from '../../../accounts/accounts.service.js';
import { actorOf, type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { INITIAL_PASSWORD_DAYS } from '../../../accounts/initial-password.js';
import { ownNames } from '../../../accounts/own-names.query.js';
import { PASSWORD_MIN, passwordFaults } from '../../../accounts/password-rules.js';
import { ROLES } from '../../../accounts/roles.js';
import { SignInSettings } from '../../../accounts/sign-in-settings.module.js';
import { CLOCK, type Clock } from '../../../database/database.module.js';
import { Reader } from '../../../database/reader.js';
import type { FormValues } from '../../../http/form-body.js';
import { goTo } from '../../go-to.js';
import { choices } from '../../public/choices.query.js';
import { Views } from '../../views.service.js';
import { checkedWith } from '../checked-input.js';
import { type Refusal, refusedForm } from '../refused-form.js';
import { SentForm } from '../sent-form.js';
import { accountSafety } from './accounts-desk.query.js';
import { agencyNeeded } from './agency-needed.js';
import { initialPasswordPage } from './initial-password-page.js';

const PATH = '/desk/accounts';
const PAGE_SIZE = 100;
const FIELDS = ['username', 'displayName', 'role', 'agencyCode'];

/** Accounts of people, and the form to add one. */
@Controller('desk/accounts')
@Access('account.manage')
export class AccountListController {
  constructor(
    private readonly reader: Reader,
    private readonly accounts: AccountsService,
    private readonly settings: SignInSettings,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  list(
    @Query('after') after: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.page(request, reply, after ?? '', { role: 'clerk' }, undefined);
  }

  @Post()
  async add(
    @CurrentCaller() caller: Caller,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const typed = Object.fromEntries(FIELDS.map((field) => [field, form.text(field)]));
    const password = form.raw('password');
    const names = await ownNames(this.reader, {
      displayName: typed['displayName'] ?? '',
      agencyCode: typed['agencyCode'] ?? null,
    });
    const sent = Object.entries({ ...typed, password }).filter(([, text]) => text !== '');
    try {
      const { agencyCode = null, ...account } = await checkedWith(
        NewAccountBody,
        Object.fromEntries(sent),
        (read) => [
          ...(password === '' ? [] : passwordFaults(password, typed['username'] ?? '', names)),
          ...agencyNeeded(read.role, read.agencyCode),
        ],
      );
      const { given } = await this.accounts.add(actorOf(caller), { ...account, agencyCode });
      const { username } = account;
      if (given) {
        void reply.status(201);
        return initialPasswordPage(this.views, request, reply, 'done_added', { username, ...given });
      }
      return goTo(request, reply, `${PATH}/${username}?done=added`);
    } catch (error) {
      const refusal = refusedForm(this.views, request, reply, error, (pointer) => {
        const field = pointer.slice(1);
        return { field, title: this.views.text(request, `deskAccounts:field_${field}`) };
      });
      return this.page(request, reply, '', typed, refusal);
    }
  }

  private async page(
    request: CallerRequest,
    reply: FastifyReply,
    after: string,
    typed: Record<string, string>,
    refusal: Refusal | undefined,
  ): Promise<string> {
    const { found, total, safety } = await this.reader.snapshot(async (queries) => ({
      found: await accountViews(queries, after, PAGE_SIZE + 1),
      total: await countAccounts(queries),
      safety: await accountSafety(queries, this.clock(), this.settings.idleMs),
    }));
    const accounts = found.slice(0, PAGE_SIZE);
    return this.views.page(request, reply, 'desk/admin/accounts', {
      title: this.views.text(request, 'deskAccounts:title'),
      desk: PATH,
      data: { json: '/api/v1/accounts' },
      accounts: accounts.map((account) => ({ ...account, ...safety.get(account.username) })),
      total,
      after,
      next: found.length > PAGE_SIZE ? accounts.at(-1)!.username : null,
      roles: ROLES.filter((role) => role !== 'reader'),
      agencies: (await choices(this.reader)).agencies,
      passwordMin: PASSWORD_MIN,
      initialDays: INITIAL_PASSWORD_DAYS,
      typed,
      faults: refusal?.faults ?? [],
    });
  }
}
