import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { Credentials } from './credentials.service.js';

@Module({
  providers: [Credentials, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [Credentials],
})
export class AccountsModule {}
