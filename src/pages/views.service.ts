import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import nunjucks from 'nunjucks';
import type { CallerRequest } from '../accounts/caller.js';
import { acceptedType } from '../http/accepted-type.js';
import { PAGE_HEADERS, type RequestMarks } from '../http/finish.js';
import type { Language } from '../http/language.js';
import { Problem } from '../http/problem.js';
import { Assets } from './assets.js';
import { csrfToken } from './csrf.js';
import { deskGroups } from './desk-sections.js';
import { formatName, formatsOf } from './formats.js';
import { FormKeeper } from './form-keeper.service.js';
import { inLanguage, languageOfPage } from './language.js';
import { messagesOf } from './messages.js';
import { type Choice, counted, optionsOf } from './options.js';
import { fieldNameIn } from './field-names.js';
import { pageOfList, withoutLevel } from './page-of-list.js';
import { unitIn } from './units.js';

/** Scripts, styles and fonts of our own only; nothing inline, nothing from elsewhere, no frame around us. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HTML = 'text/html';

const SECTIONS = [
  { path: '/services', text: 'common:sectionServices' },
  { path: '/agencies', text: 'common:sectionAgencies' },
  { path: '/reports/coverage', text: 'common:sectionCoverage' },
  { path: '/progress/2012', text: 'common:sectionProgress' },
  { path: '/editions', text: 'common:sectionEditions' },
  { path: '/data', text: 'common:sectionData' },
];

export interface PageData {
  title: string;
  /** Where the page can be read, where that is not the address that was asked for. */
  path?: string;
  /** Path of the section that the page belongs to. */
  section?: string;
  /** API calls that answer the same as this page shows. */
  data?: { json: string; csv?: string };
  hasDemonstration?: boolean;
  [name: string]: unknown;
}

/** Its request may have taken another type: what went wrong is told all the same. */
const ERROR_VIEW = 'error';

/** @throws Problem 406 where a read takes no HTML; a form that was sent has been dealt with by now */
function mustTakeHtml({ method, headers }: CallerRequest): void {
  if (method !== 'GET' && method !== 'HEAD') return;
  if (acceptedType(headers.accept, [HTML]) !== undefined) return;
  throw new Problem(406, 'not_acceptable', { params: { offered: HTML }, headers: { vary: 'Accept' } });
}

/** Renders pages: templates under `views/`, every text from `messages/`. */
@Injectable()
export class Views {
  private readonly messages = messagesOf();
  private readonly templates: Record<Language, nunjucks.Environment>;

  constructor(
    private readonly assets: Assets,
    private readonly keeper: FormKeeper,
  ) {
    this.templates = { vi: this.templatesIn('vi'), en: this.templatesIn('en') };
  }

  /** A text in the language of the page that is asked for. */
  text(request: CallerRequest, key: string, values?: Record<string, unknown>): string {
    return this.messages[languageOfPage(request.raw)](key, values);
  }

  /**
   * Renders a page and sets the headers of pages. What a signed-in person gets is theirs alone and is not kept by anybody.
   * @param view name of a template without its ending
   */
  page(
    request: CallerRequest & { marks?: RequestMarks; unread?: number },
    reply: FastifyReply,
    view: string,
    data: PageData,
  ): string {
    const { caller } = request;
    if (view !== ERROR_VIEW) mustTakeHtml(request);
    if (caller && request.marks) request.marks.isPublic = false;
    void reply.headers({
      ...PAGE_HEADERS,
      'content-security-policy': PAGE_POLICY,
      'content-language': languageOfPage(request.raw),
      // Under `no-referrer` browsers send forms with `Origin: null`, which no server can tell from another site.
      'referrer-policy': 'same-origin',
    });
    // What was wrong may be right a moment later.
    if (reply.statusCode >= 400) void reply.header('cache-control', 'no-store');
    void reply.type('text/html; charset=utf-8');
    return this.html(languageOfPage(request.raw), data.path ?? request.url, view, {
      ...data,
      unread: request.unread ?? 0,
      account: caller
        ? { username: caller.name, role: caller.role, agencyCode: caller.agencyCode, owes: caller.owes }
        : null,
      csrf: caller?.session ? csrfToken(caller.session.formSecret) + this.keeper.markOf(caller.name) : '',
    });
  }

  private html(language: Language, path: string, view: string, data: PageData): string {
    const other: Language = language === 'vi' ? 'en' : 'vi';
    return this.templates[language].render(`${view}.njk`, {
      ...data,
      otherLanguage: other,
      otherUrl: inLanguage(path, other),
      sections: SECTIONS,
    });
  }

  /** Templates that speak one language: texts, links and numbers follow it in macros too, which see nothing of the page. */
  private templatesIn(language: Language): nunjucks.Environment {
    const templates = new nunjucks.Environment(
      new nunjucks.FileSystemLoader(join(dirname(fileURLToPath(import.meta.url)), 'views')),
      { autoescape: true, throwOnUndefined: false, trimBlocks: true, lstripBlocks: true },
    );
    templates
      .addGlobal('language', language)
      .addGlobal('t', this.messages[language])
      .addGlobal('url', (to: string) => inLanguage(to, language))
      .addGlobal('asset', (name: string) => this.assets.path(name))
      .addGlobal('unitIn', unitIn(this.messages[language]))
      .addGlobal('fieldName', fieldNameIn(this.messages[language]))
      .addGlobal('deskGroups', deskGroups)
      .addGlobal('pageOf', (list: string) => {
        const to = pageOfList(list);
        return to.startsWith('/api/') ? to : inLanguage(to, language);
      })
      .addGlobal('inWords', (text: Record<Language, string>) => text[language]);
    const { number, decimal, share, day, moment } = formatsOf(language);
    return templates
      .addFilter('number', number)
      .addFilter('decimal', decimal)
      .addFilter('share', share)
      .addFilter('day', day)
      .addFilter('moment', moment)
      .addFilter('formatName', formatName)
      .addFilter('withoutLevel', withoutLevel)
      .addFilter('options', optionsOf)
      .addFilter('counted', (choices: readonly Choice[], counts?: ReadonlyMap<string, number>) =>
        counted(choices, counts, number),
      );
  }
}
