import { type DynamicModule, Module } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module.js';
import { SignInSettingsModule } from './accounts/sign-in-settings.module.js';
import { AgenciesModule } from './agencies/agencies.module.js';
import { AuditModule } from './audit/audit.module.js';
import type { Config } from './config/config.js';
import { CampaignsModule } from './campaigns/campaigns.module.js';
import { type Clock, DatabaseModule } from './database/database.module.js';
import type { HeldFile } from './database/held-file.js';
import { ExportsModule } from './exports/exports.module.js';
import { HttpModule } from './http/http.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { InspectionsModule } from './inspections/inspections.module.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { LinkChecksModule } from './link-checks/link-checks.module.js';
import { MailModule } from './mail/mail.module.js';
import { OpenApiModule } from './openapi/openapi.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { DeskModule } from './pages/desk/desk.module.js';
import { ImportPagesModule } from './pages/desk/imports/import-pages.module.js';
import { OperatorDeskModule } from './pages/desk/operator/operator-desk.module.js';
import { PagesModule } from './pages/pages.module.js';
import { FieldsModule } from './procedures/fields.module.js';
import { PlansModule } from './plans/plans.module.js';
import { ProceduresModule } from './procedures/procedures.module.js';
import { PublicationModule } from './publication/publication.module.js';
import { PublicServicesModule } from './public-services/public-services.module.js';
import { SchemesModule } from './schemes/schemes.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { SeedingModule } from './seeding/seeding.module.js';
import { TABLES } from './tables.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

@Module({})
export class AppModule {
  static forRoot(config: Config, clock: Clock, readOnly = false, held?: HeldFile): DynamicModule {
    const publicServices = PublicServicesModule.forRoot(config);
    const imports = ImportsModule.forRoot(config, readOnly);
    const webhooks = WebhooksModule.forRoot(config);
    const mail = MailModule.forRoot(config);
    const linkChecks = LinkChecksModule.forRoot(config);
    return {
      module: AppModule,
      imports: [
        DatabaseModule.forRoot({
          url: config.databaseUrl,
          replicaUrls: config.databaseReplicaUrls,
          poolSize: config.databasePoolSize,
          connectTimeoutMs: config.databaseConnectTimeoutMs,
          makesFolder: config.makesDatabaseFolder,
          tables: TABLES,
          clock,
          readOnly,
          held,
        }),
        HttpModule.forRoot(config.publicUrl),
        LedgerModule,
        SignInSettingsModule.forRoot(config),
        AccountsModule,
        AgenciesModule,
        FieldsModule,
        AuditModule,
        ProceduresModule,
        PublicationModule,
        publicServices,
        imports,
        InspectionsModule,
        CampaignsModule,
        ExportsModule,
        SchemesModule,
        PlansModule,
        ReportsModule,
        SeedingModule,
        webhooks,
        linkChecks,
        mail,
        OperationsModule,
        OpenApiModule,
        PagesModule,
        DeskModule.forRoot(publicServices),
        ImportPagesModule.forRoot(imports),
        OperatorDeskModule.forRoot([webhooks, linkChecks, mail]),
      ],
    };
  }
}
