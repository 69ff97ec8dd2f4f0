import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { type Enrolment, SecondFactors } from '../../../accounts/second-factors.service.js';
import { SignIn } from '../../../accounts/sign-in.service.js';
import { badRequest, Problem } from '../../../http/problem.js';
import { goTo } from '../../go-to.js';
import { Views } from '../../views.service.js';
import { type PageFault, pageFaults } from '../page-faults.js';
import { sentForm } from '../sent-form.js';
import { SignInPages } from '../sign-in-pages.service.js';

const READ_AT_MOST = 1000;

interface Shown {
  faults?: PageFault[];
  /** Shown until its first code has come back. */
  enrolment?: Enrolment;
}

/** A person's own second factor: set up, new recovery codes, given up. */
@Controller('desk/account/second-factor')
@Access('account.secondFactor')
export class SecondFactorPagesController {
  constructor(
    private readonly factors: SecondFactors,
    private readonly signIn: SignIn,
    private readonly pages: SignInPages,
    private readonly views: Views,
  ) {}

  @Get()
  state(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.page(caller, request, reply, {});
  }

  @Post()
  async begin(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.orFaults(caller, request, reply, async () => {
      const password = needed(request, 'currentPassword');
      if (!(await this.signIn.proves(request, caller.name, password)))
        throw new Problem(422, 'bad_request', {
          faults: [{ in: 'body', pointer: '/currentPassword', code: 'wrong_password' }],
        });
      const enrolment = await this.factors.begin(caller);
      void reply.status(200);
      return this.page(caller, request, reply, { enrolment });
    });
  }

  @Post('confirm')
  async confirm(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.orFaults(caller, request, reply, async () => {
      const { recoveryCodes, session } = await this.factors.confirm(caller, needed(request, 'code'));
      this.pages.keep(reply, session);
      return this.codes(request, reply, recoveryCodes);
    });
  }

  @Post('recovery-codes')
  async renew(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.orFaults(caller, request, reply, async () =>
      this.codes(request, reply, await this.factors.renewRecoveryCodes(caller, needed(request, 'code'))),
    );
  }

  @Post('remove')
  async remove(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.orFaults(caller, request, reply, async () => {
      this.pages.keep(reply, await this.factors.remove(caller, needed(request, 'code')));
      return goTo(request, reply, '/desk/account?done=removed');
    });
  }

  /** Does what the form asks for, or shows it again with what is wrong with it. */
  private async orFaults(
    caller: Caller,
    request: CallerRequest,
    reply: FastifyReply,
    work: () => Promise<string>,
  ): Promise<string> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Problem) || ![400, 409, 422, 429].includes(error.status)) throw error;
      void reply.status(error.status).headers(error.details.headers ?? {});
      const faults = pageFaults(this.views, request, error, (pointer) => {
        const field = pointer.slice(1);
        return { field, title: this.views.text(request, `account:${field}`) };
      });
      const enrolment = await this.factors.pending(caller);
      // The QR code shows again only to who has just been sent it, and has typed a wrong code of it.
      const isConfirming = request.url.split('?')[0]!.endsWith('/confirm');
      return this.page(caller, request, reply, {
        faults,
        ...(isConfirming && enrolment ? { enrolment } : {}),
      });
    }
  }

  private async page(
    caller: Caller,
    request: CallerRequest,
    reply: FastifyReply,
    shown: Shown,
  ): Promise<string> {
    return this.views.page(request, reply, 'desk/second-factor', {
      title: this.views.text(request, 'account:factorTitle'),
      path: '/desk/account/second-factor',
      desk: '/desk/account',
      factor: await this.factors.stateOf(caller),
      ...shown,
    });
  }

  private codes(request: CallerRequest, reply: FastifyReply, recoveryCodes: string[]): string {
    void reply.status(200).header('cache-control', 'no-store');
    return this.views.page(request, reply, 'desk/recovery-codes', {
      title: this.views.text(request, 'account:codesTitle'),
      path: '/desk/account/second-factor',
      desk: '/desk/account',
      recoveryCodes,
    });
  }
}

/** @throws Problem 400 where the field is empty, 403 where the form is not the caller's own */
function needed(request: CallerRequest, field: string): string {
  const value = sentForm(request).raw(field);
  if (value.trim() === '') throw badRequest([{ in: 'body', pointer: `/${field}`, code: 'required' }]);
  return value.slice(0, READ_AT_MOST);
}
