import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { OidcConfig, SignInConfig } from '../config/sign-in-config.js';
import { keySource, SecretBox } from '../http/secret-box.js';
import type { Role } from './roles.js';

const MINUTE = 60_000;

/** How signing in was configured; times in milliseconds. */
export class SignInSettings {
  readonly idleMs: number;
  readonly absoluteMs: number;
  readonly rotateMs: number;
  readonly oidc: OidcConfig | undefined;
  private readonly secondFactorRoles: readonly Role[];

  constructor(config: SignInConfig) {
    this.idleMs = config.sessionIdleMinutes * MINUTE;
    this.absoluteMs = config.sessionMaxHours * 60 * MINUTE;
    this.rotateMs = config.sessionRotateMinutes * MINUTE;
    this.secondFactorRoles = config.requireTotp;
    this.oidc = config.oidc;
  }

  needsSecondFactor(role: Role): boolean {
    return this.secondFactorRoles.includes(role);
  }
}

/** Seals the secrets of second factors, and what is kept in cookies while somebody signs in. */
export class SignInSecrets extends SecretBox {}

interface Options {
  signIn: SignInConfig;
  sessionSecret: string | undefined;
  databaseUrl: string;
}

@Global()
@Module({})
export class SignInSettingsModule {
  static forRoot({ signIn, sessionSecret, databaseUrl }: Options): DynamicModule {
    const secrets = new SignInSecrets(keySource(sessionSecret, databaseUrl), 'sign-in secrets');
    return {
      module: SignInSettingsModule,
      providers: [
        { provide: SignInSettings, useValue: new SignInSettings(signIn) },
        { provide: SignInSecrets, useValue: secrets },
      ],
      exports: [SignInSettings, SignInSecrets],
    };
  }
}
