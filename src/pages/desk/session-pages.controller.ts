import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { refuseCrossSite } from '../../accounts/cross-site.js';
import { sessionCookie } from '../../accounts/session-cookie.js';
import { Sessions } from '../../accounts/sessions.service.js';
import { Problem } from '../../http/problem.js';
import { wording } from '../../http/problem-texts.js';
import { PublicUrl } from '../../http/public-url.js';
import { inLanguage, languageOfPage } from '../language.js';
import { Views } from '../views.service.js';
import { goTo, localPath, redirect } from '../go-to.js';
import type { PageFault } from './page-faults.js';
import { anyForm, sentForm } from './sent-form.js';

const NAME_MAX = 200;
const PASSWORD_MAX = 1000;

@Controller()
export class SessionPagesController {
  constructor(
    private readonly sessions: Sessions,
    private readonly publicUrl: PublicUrl,
    private readonly views: Views,
  ) {}

  @Get('sign-in')
  @Access('session.open')
  form(@Req() request: CallerRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    const next = new URLSearchParams(request.url.split('?')[1]).get('next') ?? '';
    if (request.caller) return redirect(reply, this.nextOf(request, next));
    return this.page(request, reply, { next, username: '', faults: [] });
  }

  @Post('sign-in')
  @Access('session.open')
  async signIn(
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    refuseCrossSite(request, this.publicUrl.base);
    const form = anyForm(request);
    const [username, password, next] = [form.text('username'), form.raw('password'), form.raw('next')];
    const faults: PageFault[] = [];
    const need = (field: string, value: string) => {
      if (value === '') faults.push({ field, text: this.views.text(request, `signIn:${field}Missing`) });
    };
    need('username', username);
    need('password', password);
    if (faults.length > 0) {
      void reply.status(400);
      return this.page(request, reply, { next, username, faults });
    }
    try {
      const { session, headers } = await this.sessions.open(
        username.slice(0, NAME_MAX),
        password.slice(0, PASSWORD_MAX),
        request.ip,
      );
      void reply.headers({ ...headers, 'set-cookie': sessionCookie(this.publicUrl.base, session.token) });
      return redirect(reply, this.nextOf(request, next));
    } catch (error) {
      if (!(error instanceof Problem) || (error.status !== 401 && error.status !== 429)) throw error;
      void reply.status(error.status).headers(error.details.headers ?? {});
      const text = wording(error.code, languageOfPage(request.raw), error.details.params);
      return this.page(request, reply, { next, username, faults: [{ field: 'username', text }] });
    }
  }

  @Post('sign-out')
  @Access('session.close')
  async signOut(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    sentForm(request);
    await this.sessions.close(caller);
    void reply.header('set-cookie', sessionCookie(this.publicUrl.base, null));
    return goTo(request, reply, '/');
  }

  private page(
    request: CallerRequest,
    reply: FastifyReply,
    typed: { next: string; username: string; faults: PageFault[] },
  ): string {
    void reply.header('cache-control', 'no-store');
    return this.views.page(request, reply, 'desk/sign-in', {
      title: this.views.text(request, 'signIn:title'),
      ...typed,
    });
  }

  private nextOf(request: CallerRequest, next: string): string {
    return localPath(next, inLanguage('/desk', languageOfPage(request.raw)));
  }
}
