import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CallerRequest } from '../../accounts/caller.js';
import { KnownDevices } from '../../accounts/known-devices.service.js';
import { sessionCookie } from '../../accounts/session-cookie.js';
import { type OpenedSession, Sessions } from '../../accounts/sessions.service.js';
import type { SignedIn } from '../../accounts/sign-in.service.js';
import { SignInSettings } from '../../accounts/sign-in-settings.module.js';
import { Problem } from '../../http/problem.js';
import { noteProblem } from '../../http/request-log.js';
import { wording } from '../../http/wording.js';
import { PublicUrl } from '../../http/public-url.js';
import { localPath, redirect } from '../go-to.js';
import { inLanguage, languageOfPage } from '../language.js';
import { Views } from '../views.service.js';
import type { PageFault } from './page-faults.js';

/** The pages on the way in, whatever somebody signs in by. */
@Injectable()
export class SignInPages {
  constructor(
    private readonly views: Views,
    private readonly devices: KnownDevices,
    private readonly sessions: Sessions,
    private readonly settings: SignInSettings,
    private readonly publicUrl: PublicUrl,
  ) {}

  /** The page that asks for the password. */
  password(
    request: CallerRequest,
    reply: FastifyReply,
    typed: { next: string; username: string; faults: PageFault[] },
  ): string {
    return this.page(request, reply, 'desk/sign-in', {
      ...typed,
      provider: this.settings.oidc?.name ?? null,
    });
  }

  /** The page that asks for the code of the second factor. */
  code(
    request: CallerRequest,
    reply: FastifyReply,
    typed: { next: string; challenge: string; faults: PageFault[] },
  ): string {
    if (typed.faults.length === 0) void reply.status(200);
    return this.page(request, reply, 'desk/sign-in-code', typed);
  }

  /** After the end of a session that began at the provider, whose own session goes on. */
  signedOut(request: CallerRequest, reply: FastifyReply, address: string | undefined): string {
    const provider = this.settings.oidc?.name ?? '';
    const title = this.text(request, 'signIn:signedOut');
    return this.page(request, reply, 'desk/signed-out', { title, provider, address: address ?? null });
  }

  /** Keeps the new session in the browser, ends the one that it had, and goes on to the page that was asked for. */
  async welcome(
    request: CallerRequest,
    reply: FastifyReply,
    next: string,
    { session, headers }: SignedIn,
  ): Promise<string> {
    await this.sessions.closeEarlier(request.caller);
    void reply.headers({
      ...headers,
      'set-cookie': [
        sessionCookie(this.publicUrl.base, session.token, this.settings.absoluteMs / 1000),
        ...this.devices.remember(request, session.account.username),
      ],
    });
    return this.goOn(request, reply, next);
  }

  /** Keeps a session in the browser that took the place of the one it had. */
  keep(reply: FastifyReply, { token }: OpenedSession): void {
    const cookie = sessionCookie(this.publicUrl.base, token, this.settings.absoluteMs / 1000);
    void reply.headers({ 'set-cookie': cookie, 'cache-control': 'no-store' });
  }

  goOn(request: CallerRequest, reply: FastifyReply, next: string): string {
    return redirect(reply, localPath(next, inLanguage('/desk', languageOfPage(request.raw))));
  }

  /**
   * What refuses a sign-in, beside a field.
   * @throws the error where it is of another kind
   */
  faultOf(request: CallerRequest, reply: FastifyReply, error: unknown, field: string): PageFault {
    if (!(error instanceof Problem) || ![401, 403, 429, 503].includes(error.status)) throw error;
    noteProblem(request, error);
    void reply.status(error.status).headers(error.details.headers ?? {});
    return { field, text: wording(error.code, languageOfPage(request.raw), error.details.params) };
  }

  text(request: CallerRequest, key: string, values?: Record<string, unknown>): string {
    return this.views.text(request, key, values);
  }

  private page(
    request: CallerRequest,
    reply: FastifyReply,
    view: string,
    data: Record<string, unknown>,
  ): string {
    void reply.header('cache-control', 'no-store');
    const title = this.text(request, 'signIn:title');
    return this.views.page(request, reply, view, { title, path: '/sign-in', ...data });
  }
}

/** What the second step of a sign-in begins with; undefined where the error is another. */
export function challengeOf(error: unknown): string | undefined {
  if (!(error instanceof Problem) || error.code !== 'second_factor_required') return undefined;
  return error.details.extra?.['challenge'] as string;
}
