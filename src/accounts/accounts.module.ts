import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AccountsController } from './accounts.controller.js';
import { AccountsService } from './accounts.service.js';
import { Credentials } from './credentials.service.js';
import { KeysController } from './keys.controller.js';
import { KeysService } from './keys.service.js';
import { LastSeen } from './last-seen.service.js';
import { Refusals } from './refusals.service.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.service.js';

@Module({
  controllers: [SessionController, AccountsController, KeysController],
  providers: [
    Credentials,
    AccountsService,
    KeysService,
    Sessions,
    SignInLimits,
    LastSeen,
    Refusals,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [Credentials, AccountsService, KeysService, Sessions],
})
export class AccountsModule {}
