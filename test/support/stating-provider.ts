import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A provider of OpenID Connect that states whatever a test has it state; nobody has to sign in at it. */
export class StatingProvider {
  /** Identity token of the next answer. */
  private token = '';

  private constructor(
    readonly issuer: string,
    private readonly server: Server,
  ) {
    server.on('request', (request, response) => {
      const answer = this.answers[request.url!.split('?')[0]!];
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer?.()));
    });
  }

  static async open(): Promise<StatingProvider> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new StatingProvider(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** What the provider says of a person who came with this address, were it honest. */
  claimsFor(address: string, sub: string): Record<string, unknown> {
    const asked = new URL(address).searchParams;
    const now = Math.floor(Date.now() / 1000);
    const [aud, nonce] = [asked.get('client_id'), asked.get('nonce')];
    return { iss: this.issuer, sub, aud, nonce, iat: now, exp: now + 300, user_name: sub };
  }

  /** Answers the next code with this token. @returns the query that the person comes back with */
  state(address: string, token: string): string {
    this.token = token;
    return new URLSearchParams({
      code: 'a-code',
      state: new URL(address).searchParams.get('state')!,
    }).toString();
  }

  private readonly answers: Record<string, () => object> = {
    '/.well-known/openid-configuration': () => ({
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/auth`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/keys': () => ({
      keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }],
    }),
    '/token': () => ({ access_token: 'x', token_type: 'Bearer', expires_in: 60, id_token: this.token }),
  };
}

/** A token as the provider signs it. */
export function signed(claims: object, key: KeyObject = privateKey, kid = 'one'): string {
  const text = `${base64({ alg: 'RS256', typ: 'JWT', kid })}.${base64(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

/** Tokens that nobody may take for the provider’s own. */
export const FORGED: Record<string, (claims: object) => string> = {
  'without a signature': (claims) => `${base64({ alg: 'none' })}.${base64(claims)}.`,
  'signed by another key': (claims) =>
    signed(claims, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
  'by a key that the provider has not': (claims) => signed(claims, privateKey, 'two'),
  'whose body was changed': (claims) => {
    const [head, , signature] = signed({ ...claims, sub: 'planner' }).split('.');
    return `${head}.${base64(claims)}.${signature}`;
  },
  'signed with the public key as a secret': (claims) => {
    const text = `${base64({ alg: 'HS256', kid: 'one' })}.${base64(claims)}`;
    const secret = publicKey.export({ format: 'pem', type: 'spki' });
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  },
};
