import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { AccountsService } from '../../../accounts/accounts.service.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { PASSWORD_MIN } from '../../../accounts/password-rules.js';
import { SignIn } from '../../../accounts/sign-in.service.js';
import { badRequest, type Fault, Problem } from '../../../http/problem.js';
import { goTo } from '../../go-to.js';
import { Views } from '../../views.service.js';
import { type PageFault, pageFaults } from '../page-faults.js';
import { sentForm } from '../sent-form.js';
import { SignInPages } from '../sign-in-pages.service.js';

const PASSWORD_MAX_READ = 1000;

/** A person's own new password, also in place of an initial one. */
@Controller('desk/account/password')
@Access('account.setPassword')
export class PasswordPagesController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly signIn: SignIn,
    private readonly pages: SignInPages,
    private readonly views: Views,
  ) {}

  @Get()
  form(@Req() request: CallerRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    return this.page(request, reply, []);
  }

  @Post()
  async change(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = sentForm(request);
    const [current, password] = [form.raw('currentPassword'), form.raw('password')];
    try {
      const missing = ['currentPassword', 'password'].filter((field) => form.raw(field) === '');
      if (missing.length > 0) throw badRequest(missing.map((field) => fault(field, 'required')));
      if (!(await this.signIn.proves(request, caller.name, current.slice(0, PASSWORD_MAX_READ))))
        throw new Problem(422, 'bad_request', { faults: [fault('currentPassword', 'wrong_password')] });
      const session = await this.accounts.setOwnPassword(caller, password);
      this.pages.keep(reply, session);
      return goTo(request, reply, '/desk/account?done=password');
    } catch (error) {
      if (!(error instanceof Problem) || ![400, 422, 429].includes(error.status)) throw error;
      void reply.status(error.status).headers(error.details.headers ?? {});
      const faults = pageFaults(this.views, request, error, (pointer) => {
        const field = pointer.slice(1);
        return { field, title: this.views.text(request, `account:${field}`) };
      });
      return this.page(request, reply, faults);
    }
  }

  private page(request: CallerRequest, reply: FastifyReply, faults: PageFault[]): string {
    const isFirst = request.caller?.owes === 'own_password_needed';
    return this.views.page(request, reply, 'desk/account-password', {
      title: this.views.text(request, isFirst ? 'account:chooseTitle' : 'account:passwordTitle'),
      desk: '/desk/account',
      least: PASSWORD_MIN,
      isFirst,
      faults,
    });
  }
}

function fault(field: string, code: Fault['code']): Fault {
  return { in: 'body', pointer: `/${field}`, code };
}
