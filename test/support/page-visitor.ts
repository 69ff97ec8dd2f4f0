import type { Response, Test } from 'supertest';
import type { Catalogue } from './catalogue.js';
import { PASSWORD } from './sample.js';

/** A person with a browser without JavaScript: keeps the cookie, and sends the forms of the page that was read last. */
export class PageVisitor {
  private readonly cookies = new Map<string, string>();
  private page = '';

  constructor(private readonly catalogue: Catalogue) {}

  static async signedIn(catalogue: Catalogue, username: string): Promise<PageVisitor> {
    const visitor = new PageVisitor(catalogue);
    await visitor.signIn(username).expect(303);
    return visitor;
  }

  /** The cookies as a browser would send them. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  signIn(username: string, password = PASSWORD, next = ''): Test {
    return this.send('/sign-in', { username, password, next });
  }

  get(path: string): Test {
    return this.keep(this.catalogue.http().get(path).set('Accept', 'text/html').set('Cookie', this.cookie));
  }

  /** Sends a form of the last page: its hidden fields, with these values on top. */
  async fill(path: string, fields: Record<string, string | string[]>): Promise<Response> {
    return this.send(path, { ...this.hidden(), ...fields });
  }

  /** Sends a form of the last page with a file. */
  async upload(
    path: string,
    fields: Record<string, string>,
    name: string,
    content: string | Buffer,
  ): Promise<Response> {
    const test = this.catalogue.http().post(path).set('Accept', 'text/html').set('Cookie', this.cookie);
    for (const [field, value] of Object.entries({ ...this.hidden(), ...fields }))
      void test.field(field, value);
    return this.keep(test.attach('file', Buffer.from(content as string), name));
  }

  /** Sends just these fields. */
  send(path: string, fields: Record<string, string | string[]>): Test {
    const form = new URLSearchParams();
    for (const [name, values] of Object.entries(fields)) {
      for (const value of [values].flat()) form.append(name, value);
    }
    return this.keep(
      this.catalogue
        .http()
        .post(path)
        .set('Accept', 'text/html')
        .set('Cookie', this.cookie)
        .type('application/x-www-form-urlencoded')
        .send(form.toString()),
    );
  }

  /** The hidden fields of the forms of the last page; of fields with one name the last. */
  hidden(): Record<string, string> {
    return Object.fromEntries(
      [...this.page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
        ([, name, value]) => [name!, unescaped(value!)],
      ),
    );
  }

  private keep(test: Test): Test {
    return test.redirects(0).expect((response: Response) => {
      if (/html/.test(response.headers['content-type'] ?? '')) this.page = response.text;
      for (const line of [response.headers['set-cookie'] ?? []].flat())
        this.keepCookie(String(line).split(';')[0]!);
    });
  }

  private keepCookie(pair: string): void {
    const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
