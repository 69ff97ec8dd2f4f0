import { type DynamicModule, Module } from '@nestjs/common';
import { DeclarationsController } from './declarations.controller.js';
import { DeclarationsService } from './declarations.service.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { EvidenceService } from './evidence/evidence.service.js';
import { EvidenceStore } from './evidence/evidence-store.js';
import { ANYWHERE, PageCapture, PUBLIC_WEB } from './evidence/page-capture.js';
import { FactsController } from './facts.controller.js';
import { FactsService } from './facts.service.js';
import { ServiceLifeController } from './service-life.controller.js';
import { ServiceLife } from './service-life.service.js';

export interface EvidenceOptions {
  evidenceDir: string;
  evidenceAllowPrivate: boolean;
}

@Module({})
export class PublicServicesModule {
  static forRoot({ evidenceDir, evidenceAllowPrivate }: EvidenceOptions): DynamicModule {
    return {
      module: PublicServicesModule,
      controllers: [ServiceLifeController, FactsController, DeclarationsController, EvidenceController],
      providers: [
        ServiceLife,
        FactsService,
        DeclarationsService,
        EvidenceService,
        { provide: EvidenceStore, useValue: new EvidenceStore(evidenceDir) },
        { provide: PageCapture, useValue: new PageCapture(evidenceAllowPrivate ? ANYWHERE : PUBLIC_WEB) },
      ],
    };
  }
}
