import { Module } from '@nestjs/common';
import { AccountsModule } from '../../../accounts/accounts.module.js';
import { AgenciesModule } from '../../../agencies/agencies.module.js';
import { AuditModule } from '../../../audit/audit.module.js';
import { PagesModule } from '../../pages.module.js';
import { AccountListController } from './account-list.controller.js';
import { AccountPagesController } from './account-pages.controller.js';
import { AgencyDeskController } from './agency-desk.controller.js';
import { KeyPagesController } from './key-pages.controller.js';
import { LedgerPagesController } from './ledger-pages.controller.js';
import { SchemePagesController } from './scheme-pages.controller.js';

/** Where administrators keep accounts, keys and agencies, and everybody who audits reads the ledger. */
@Module({
  imports: [PagesModule, AccountsModule, AgenciesModule, AuditModule],
  controllers: [
    AccountListController,
    AccountPagesController,
    KeyPagesController,
    AgencyDeskController,
    SchemePagesController,
    LedgerPagesController,
  ],
})
export class AdminDeskModule {}
