import { Injectable } from '@nestjs/common';
import * as client from 'openid-client';
import { Problem } from '../http/problem.js';
import { PublicUrl } from '../http/public-url.js';
import type { OidcConfig } from '../config/sign-in-config.js';
import { SignInSettings } from './sign-in-settings.module.js';

/** Seconds for an answer of the provider. */
const PATIENCE = 5;
/** What the provider says of itself is asked for again after so long. */
const DISCOVERY_KEPT_MS = 3600_000;

/** What has to come back unchanged, kept sealed in the browser while the person is at the provider. */
export interface OidcErrand {
  state: string;
  nonce: string;
  verifier: string;
}

/** Who the provider says somebody is. */
export interface OidcPerson {
  issuer: string;
  subject: string;
  /** The claim that holds the user name; undefined where the provider did not say. */
  username: string | undefined;
  /** How the provider says that it proved the person (RFC 8176). */
  amr: string[];
}

/**
 * The provider of OpenID Connect that the operator configured: authorization code with PKCE, state and nonce. Its address is the
 * operator's own, so it may be in the private network, which addresses that people type may not.
 */
@Injectable()
export class OidcProvider {
  private known: { metadata: Promise<client.Configuration>; at: number } | undefined;

  constructor(
    private readonly settings: SignInSettings,
    private readonly publicUrl: PublicUrl,
  ) {}

  /**
   * Where the person is sent, and what has to come back with them.
   * @throws Problem 404 where nothing is configured, 503 where the provider does not answer
   */
  async begin(): Promise<{ address: string; errand: OidcErrand }> {
    const configuration = await this.configuration();
    const errand = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const address = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.callback,
      scope: this.config.scope,
      state: errand.state,
      nonce: errand.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(errand.verifier),
      code_challenge_method: 'S256',
    });
    return { address: address.href, errand };
  }

  /**
   * @param question the query that the person came back with
   * @throws Problem 401 `oidc_refused` where anything of the answer is not as it has to be, 503
   */
  async finish(question: string, { state, nonce, verifier }: OidcErrand): Promise<OidcPerson> {
    const configuration = await this.configuration();
    try {
      const tokens = await client.authorizationCodeGrant(
        configuration,
        new URL(`${this.callback}?${question}`),
        { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
      );
      const claims = tokens.claims()!;
      const typed = claims[this.config.usernameClaim];
      const amr = claims['amr'];
      return {
        issuer: claims.iss,
        subject: claims.sub,
        username: typeof typed === 'string' ? typed : undefined,
        amr: Array.isArray(amr) ? amr.filter((one) => typeof one === 'string') : [],
      };
    } catch (error) {
      if (isOutOfReach(error)) throw this.away(error);
      throw new Problem(401, 'oidc_refused', { params: { provider: this.config.name } });
    }
  }

  /** Where the person ends the session at the provider too; undefined where it does not say, or does not answer. */
  async endSessionAddress(): Promise<string | undefined> {
    const configuration = await this.configuration().catch(() => undefined);
    if (configuration?.serverMetadata().end_session_endpoint === undefined) return undefined;
    return client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: this.publicUrl.base }).href;
  }

  /** Whether the provider's own second factor counts here. */
  provesSecondFactor({ amr }: OidcPerson): boolean {
    return amr.some((one) => this.config.secondFactorAmr.includes(one));
  }

  get config(): OidcConfig {
    const { oidc } = this.settings;
    if (oidc === undefined) throw new Problem(404, 'not_found');
    return oidc;
  }

  private get callback(): string {
    return `${this.publicUrl.base}/sign-in/oidc/callback`;
  }

  private async configuration(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.config;
    const now = performance.now();
    if (this.known === undefined || now - this.known.at > DISCOVERY_KEPT_MS) {
      const metadata = client.discovery(
        new URL(issuer),
        clientId,
        { token_endpoint_auth_method: 'client_secret_basic' },
        client.ClientSecretBasic(clientSecret),
        {
          timeout: PATIENCE,
          execute: [
            // By itself the library trusts TLS alone for an identity token that comes straight from the provider.
            client.enableNonRepudiationChecks,
            // The configuration lets plain http through outside production only.
            ...(issuer.startsWith('http:') ? [client.allowInsecureRequests] : []),
          ],
        },
      );
      this.known = { metadata, at: now };
    }
    const asked = this.known;
    try {
      return await asked.metadata;
    } catch (error) {
      // The next person asks again.
      if (this.known === asked) this.known = undefined;
      throw this.away(error);
    }
  }

  private away(cause: unknown): Problem {
    const problem = new Problem(503, 'oidc_away', {
      params: { provider: this.config.name },
      headers: { 'retry-after': '30' },
    });
    problem.cause = cause;
    return problem;
  }
}

/** The provider did not answer, or not as a provider does: the person has done nothing wrong. */
function isOutOfReach(error: unknown): boolean {
  if (error instanceof TypeError) return true;
  const { code, name } = error as { code?: string; name?: string };
  return name === 'TimeoutError' || code === 'OAUTH_TIMEOUT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM';
}
