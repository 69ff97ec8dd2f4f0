import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AccountsController } from './accounts.controller.js';
import { AccountsService } from './accounts.service.js';
import { Credentials } from './credentials.service.js';
import { KeysController } from './keys.controller.js';
import { KeysService } from './keys.service.js';
import { LastSeen } from './last-seen.service.js';
import { OverSessions } from './over-sessions.service.js';
import { Challenges } from './challenges.service.js';
import { Denials } from './denials.service.js';
import { KnownDevices } from './known-devices.service.js';
import { OidcProvider } from './oidc-provider.service.js';
import { OidcSignIn } from './oidc-sign-in.service.js';
import { OwnIdentityController } from './own-identity.controller.js';
import { OwnSessionsController } from './own-sessions.controller.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondFactors } from './second-factors.service.js';
import { SessionTokensService } from './session-tokens.service.js';
import { SignIn } from './sign-in.service.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.service.js';

@Module({
  controllers: [
    SessionController,
    OwnSessionsController,
    OwnIdentityController,
    SecondFactorController,
    AccountsController,
    KeysController,
  ],
  providers: [
    Credentials,
    AccountsService,
    KeysService,
    Sessions,
    SignInLimits,
    LastSeen,
    OverSessions,
    Denials,
    KnownDevices,
    Challenges,
    OidcProvider,
    OidcSignIn,
    SecondFactors,
    SessionTokensService,
    SignIn,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [
    Credentials,
    AccountsService,
    KeysService,
    Sessions,
    SignIn,
    SecondFactors,
    KnownDevices,
    OidcProvider,
    OidcSignIn,
  ],
})
export class AccountsModule {}
