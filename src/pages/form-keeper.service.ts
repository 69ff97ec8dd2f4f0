import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SignInSecrets } from '../accounts/sign-in-settings.module.js';
import { CLOCK, type Clock } from '../database/database.module.js';
import { FormValues } from '../http/form-body.js';
import { SecretBox } from '../http/secret-box.js';
import { inLanguage, languageOfPage } from './language.js';

/** A form that was sent when its session had ended. */
export interface KeptForm {
  /** The account in whose session it was opened. */
  owner: string;
  /** Where it was sent to. */
  path: string;
  fields: [name: string, value: string][];
}

interface Kept {
  /** A KeptForm, sealed. */
  sealed: string;
  until: number;
}

const KEPT_MS = 30 * 60_000;
/** UTF-16 units of all forms together; the oldest give way. */
const KEPT_AT_MOST = 16_000_000;
const OWNER = 'owner of a form';
const ID_BYTES = 18;

/**
 * Keeps what somebody typed while their session ended, until they have signed in again: for half an hour, for the same
 * account alone, sealed, and in this process. Every form carries a mark of whose it is, so that nobody can leave a form for
 * another, or fill this memory without an account.
 */
@Injectable()
export class FormKeeper {
  private readonly kept = new Map<string, Kept>();
  private size = 0;
  private readonly box: SecretBox;

  constructor(
    secrets: SignInSecrets,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    // Without a key that servers share, forms are known again by the process that gave them out.
    const own = () => new SecretBox({ secret: randomBytes(32).toString('hex') }, 'forms');
    this.box = secrets.isUsable ? secrets : own();
  }

  /** What a form carries beside its token. */
  markOf(owner: string): string {
    return `.${this.box.seal(owner, OWNER)}`;
  }

  /** @returns the page that gives the form back; undefined where it is none of ours */
  keep(request: FastifyRequest): string | undefined {
    const { body, method } = request;
    if (method !== 'POST' || !(body instanceof FormValues)) return undefined;
    const [, mark = ''] = body.raw('csrf').split('.');
    const owner = this.box.open(mark, OWNER);
    if (owner === undefined) return undefined;
    const path = inLanguage(request.url, languageOfPage(request.raw));
    const form: KeptForm = { owner, path, fields: body.entries().filter(([name]) => name !== 'csrf') };
    const id = randomBytes(ID_BYTES).toString('base64url');
    const sealed = this.box.seal(JSON.stringify(form), id);
    this.kept.set(id, { sealed, until: this.clock().getTime() + KEPT_MS });
    this.size += sealed.length;
    this.makeRoom();
    return `/desk/resume/${id}`;
  }

  /** @returns undefined where it is another account’s, or no longer here */
  find(id: string, account: string): KeptForm | undefined {
    const kept = this.kept.get(id);
    if (!kept || kept.until < this.clock().getTime()) return undefined;
    const text = this.box.open(kept.sealed, id);
    const form = text === undefined ? undefined : (JSON.parse(text) as KeptForm);
    return form?.owner === account ? form : undefined;
  }

  private makeRoom(): void {
    const now = this.clock().getTime();
    for (const [id, { sealed, until }] of this.kept) {
      if (until >= now && this.size <= KEPT_AT_MOST) return;
      this.kept.delete(id);
      this.size -= sealed.length;
    }
  }
}
