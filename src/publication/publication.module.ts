import { Module } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ComingDays } from './coming-days.service.js';
import { PublicationProjector } from './projector.service.js';
import { ServicesController } from './services.controller.js';

@Module({
  controllers: [ServicesController],
  providers: [
    {
      provide: PublicationProjector,
      inject: [UnitOfWork],
      useFactory: (unitOfWork: UnitOfWork) => new PublicationProjector(unitOfWork),
    },
    {
      provide: ComingDays,
      inject: [UnitOfWork],
      useFactory: (unitOfWork: UnitOfWork) => new ComingDays(unitOfWork),
    },
  ],
  exports: [PublicationProjector, ComingDays],
})
export class PublicationModule {}
