import { Module } from '@nestjs/common';
import { LedgerChecks } from './ledger-checks.service.js';
import { LedgerController } from './ledger.controller.js';

@Module({ controllers: [LedgerController], providers: [LedgerChecks], exports: [LedgerChecks] })
export class AuditModule {}
