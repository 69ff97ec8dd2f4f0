import { Module } from '@nestjs/common';
import { ProcedureDrafts } from './procedure-drafts.service.js';
import { ProcedureLife } from './procedure-life.service.js';
import { ProcedureLifeController } from './procedure-life.controller.js';
import { ProceduresController } from './procedures.controller.js';

@Module({
  controllers: [ProceduresController, ProcedureLifeController],
  providers: [ProcedureDrafts, ProcedureLife],
  exports: [ProcedureDrafts, ProcedureLife],
})
export class ProceduresModule {}
