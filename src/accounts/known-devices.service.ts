import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PublicUrl } from '../http/public-url.js';
import { hostCookie, valueOfCookie } from './session-cookie.js';
import { SignInSecrets } from './sign-in-settings.module.js';
import { newId } from './tokens.js';

const COOKIE = 'device';
const CONTEXT = 'known device';
const KEPT_SECONDS = 180 * 86_400;

/**
 * Browsers that somebody signed in with before. Their wrong passwords are counted by themselves, so that whoever types wrong
 * passwords for an account, from the same office even, does not keep its owner out (OWASP, device cookies). The cookie opens
 * nothing: it says sealed for which account it is.
 */
@Injectable()
export class KnownDevices {
  constructor(
    private readonly secrets: SignInSecrets,
    private readonly publicUrl: PublicUrl,
  ) {}

  /** @returns undefined where this browser is not known for the account */
  nameOf(request: FastifyRequest, username: string): string | undefined {
    const cookie = valueOfCookie(this.publicUrl.base, COOKIE, request.headers);
    if (cookie === undefined || !this.secrets.isUsable) return undefined;
    const [owner, device] = this.secrets.open(base64(cookie), CONTEXT)?.split('\n') ?? [];
    return owner === username ? device : undefined;
  }

  /** `Set-Cookie` that has the browser known for the account; nothing where it is already. */
  remember(request: FastifyRequest, username: string): string[] {
    if (!this.secrets.isUsable || this.nameOf(request, username) !== undefined) return [];
    const sealed = this.secrets.seal(`${username}\n${newId()}`, CONTEXT);
    return [hostCookie(this.publicUrl.base, COOKIE, base64url(sealed), KEPT_SECONDS)];
  }
}

function base64url(text: string): string {
  return Buffer.from(text, 'base64').toString('base64url');
}

function base64(text: string): string {
  return Buffer.from(text, 'base64url').toString('base64');
}
