import { Module } from '@nestjs/common';
import { DeclarationsController } from './declarations.controller.js';
import { DeclarationsService } from './declarations.service.js';
import { FactsController } from './facts.controller.js';
import { FactsService } from './facts.service.js';
import { ServiceLifeController } from './service-life.controller.js';
import { ServiceLife } from './service-life.service.js';

@Module({
  controllers: [ServiceLifeController, FactsController, DeclarationsController],
  providers: [ServiceLife, FactsService, DeclarationsService],
})
export class PublicServicesModule {}
