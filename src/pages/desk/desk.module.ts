import { type DynamicModule, Module } from '@nestjs/common';
import { AccountsModule } from '../../accounts/accounts.module.js';
import { ProceduresModule } from '../../procedures/procedures.module.js';
import { PagesModule } from '../pages.module.js';
import { AdminDeskModule } from './admin/admin-desk.module.js';
import { CampaignDeskModule } from './campaigns/campaign-desk.module.js';
import { MyAccountController } from './account/my-account.controller.js';
import { PasswordPagesController } from './account/password-pages.controller.js';
import { SecondFactorPagesController } from './account/second-factor-pages.controller.js';
import { DeclarePagesController } from './declare-pages.controller.js';
import { DeskController } from './desk.controller.js';
import { DeskServicesController } from './desk-services.controller.js';
import { DraftPagesController } from './draft-pages.controller.js';
import { EvidencePagesController } from './evidence-pages.controller.js';
import { FactsPagesController } from './facts-pages.controller.js';
import { InspectorDeskModule } from './inspector/inspector-desk.module.js';
import { LifePagesController } from './life-pages.controller.js';
import { OidcPagesController } from './oidc-pages.controller.js';
import { OpenPagesController } from './open-pages.controller.js';
import { PreviewPagesController } from './preview-pages.controller.js';
import { PlannerDeskModule } from './planner/planner-desk.module.js';
import { ProcedurePagesController } from './procedure-pages.controller.js';
import { RegisterPagesController } from './register-pages.controller.js';
import { ResumePagesController } from './resume-pages.controller.js';
import { VolumesPagesController } from './volumes-pages.controller.js';
import { UpstreamPagesController } from './upstream-pages.controller.js';
import { SessionPagesController } from './session-pages.controller.js';
import { SignInPages } from './sign-in-pages.service.js';

/** Pages for people with an account. */
@Module({})
export class DeskModule {
  static forRoot(publicServices: DynamicModule): DynamicModule {
    return {
      module: DeskModule,
      imports: [
        PagesModule,
        AccountsModule,
        ProceduresModule,
        publicServices,
        InspectorDeskModule.forRoot(publicServices),
        CampaignDeskModule,
        PlannerDeskModule,
        AdminDeskModule,
      ],
      providers: [SignInPages],
      controllers: [
        SessionPagesController,
        OidcPagesController,
        MyAccountController,
        PasswordPagesController,
        SecondFactorPagesController,
        DeskController,
        OpenPagesController,
        DeskServicesController,
        LifePagesController,
        PreviewPagesController,
        FactsPagesController,
        DeclarePagesController,
        EvidencePagesController,
        RegisterPagesController,
        ResumePagesController,
        ProcedurePagesController,
        DraftPagesController,
        UpstreamPagesController,
        VolumesPagesController,
      ],
    };
  }
}
