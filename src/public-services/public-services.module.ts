import { type DynamicModule, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { FileCheck } from '../http/file-check.js';
import { ANYWHERE, Outbound, PUBLIC_WEB } from '../outbound/outbound.js';
import { DeclarationsController } from './declarations.controller.js';
import { DeclarationsService } from './declarations.service.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { EvidenceService } from './evidence/evidence.service.js';
import { EvidenceStore } from './evidence/evidence-store.js';
import { PageCapture } from './evidence/page-capture.js';
import { FactsController } from './facts.controller.js';
import { FactsService } from './facts.service.js';
import { ServiceLifeController } from './service-life.controller.js';
import { ServiceLife } from './service-life.service.js';
import { UpstreamChangeController } from './upstream/upstream-change.controller.js';
import { UpstreamChanges } from './upstream/upstream-change.service.js';
import { VolumesController } from './volumes/volumes.controller.js';
import { VolumesService } from './volumes/volumes.service.js';

export interface EvidenceOptions {
  evidenceDir: string;
  evidenceAllowPrivate: boolean;
  clamdUrl: string | undefined;
}

@Module({})
export class PublicServicesModule implements OnApplicationBootstrap {
  constructor(private readonly evidence: EvidenceStore) {}

  static forRoot({ evidenceDir, evidenceAllowPrivate, clamdUrl }: EvidenceOptions): DynamicModule {
    return {
      module: PublicServicesModule,
      controllers: [
        ServiceLifeController,
        FactsController,
        DeclarationsController,
        EvidenceController,
        VolumesController,
        UpstreamChangeController,
      ],
      providers: [
        ServiceLife,
        FactsService,
        DeclarationsService,
        EvidenceService,
        VolumesService,
        UpstreamChanges,
        { provide: EvidenceStore, useValue: new EvidenceStore(evidenceDir, new FileCheck(clamdUrl)) },
        {
          provide: PageCapture,
          useValue: new PageCapture(new Outbound(evidenceAllowPrivate ? ANYWHERE : PUBLIC_WEB)),
        },
      ],
      exports: [
        ServiceLife,
        FactsService,
        DeclarationsService,
        EvidenceService,
        VolumesService,
        UpstreamChanges,
      ],
    };
  }

  onApplicationBootstrap(): Promise<void> {
    return this.evidence.clean();
  }
}
