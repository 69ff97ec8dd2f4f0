import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export const CLIENT_ID = 'catalogue';
export const CLIENT_SECRET = 'a secret of the catalogue at the provider';

/** Claims of the people that the provider knows, by their subject. */
const PEOPLE: Record<string, Record<string, unknown>> = {
  's-clerk': { user_name: 'clerk', email: 'admin@example.gov.vn', email_verified: true },
  's-other-clerk': { user_name: 'clerk' },
  's-planner': { user_name: 'planner' },
  's-inspector': { user_name: 'inspector' },
  's-stranger': { user_name: 'nobody' },
  's-nameless': { email: 'admin@example.gov.vn', email_verified: true },
  's-leaver': { user_name: 'clerk2' },
};

/** A real provider of OpenID Connect, whose login page lets in whoever says who they are. */
export class OidcHouse {
  private constructor(
    readonly issuer: string,
    private readonly server: Server,
  ) {}

  static async open(redirectUri: string): Promise<OidcHouse> {
    // The port has to be known before the provider is: it is part of its name.
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: CLIENT_ID,
          client_secret: CLIENT_SECRET,
          redirect_uris: [redirectUri],
          post_logout_redirect_uris: [new URL(redirectUri).origin],
        },
      ],
      claims: { openid: ['sub'], profile: ['user_name'] },
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      cookies: { keys: ['a key of the test'] },
      findAccount: (_context, sub) =>
        PEOPLE[sub] && {
          accountId: sub,
          claims: () => Promise.resolve({ sub, ...PEOPLE[sub] }),
        },
      features: { devInteractions: { enabled: true } },
    });
    server.on('request', provider.callback());
    return new OidcHouse(issuer, server);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /**
   * What a person does at the provider: signs in as somebody and agrees.
   * @param address where the catalogue sent them
   * @returns where the provider sends them back to
   */
  async visit(address: string, subject: string): Promise<string> {
    const cookies = new Map<string, string>();
    const go = async (to: string, form?: Record<string, string>): Promise<Response> => {
      const response = await fetch(new URL(to, this.issuer), {
        method: form ? 'POST' : 'GET',
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(form ? { body: new URLSearchParams(form) } : {}),
      });
      for (const line of response.headers.getSetCookie()) {
        const pair = line.split(';')[0]!;
        cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
      }
      return response;
    };
    let to = address;
    for (let step = 0; step < 12; step++) {
      const response = await go(to);
      const location = response.headers.get('location');
      if (location !== null) {
        if (!new URL(location, this.issuer).href.startsWith(this.issuer)) return location;
        to = location;
        continue;
      }
      const page = await response.text();
      const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
      if (action === undefined) throw new Error(`no form at ${to}: ${response.status} ${page.slice(0, 300)}`);
      const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1] ?? 'login';
      const sent = await go(action, {
        prompt,
        ...(prompt === 'login' ? { login: subject, password: 'x' } : {}),
      });
      to = sent.headers.get('location') ?? to;
      if (!new URL(to, this.issuer).href.startsWith(this.issuer)) return to;
    }
    throw new Error('the provider never sent the person back');
  }
}
