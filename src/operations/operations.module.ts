import { Module } from '@nestjs/common';
import { OperationsController } from './operations.controller.js';
import { Readiness } from './readiness.service.js';

@Module({ controllers: [OperationsController], providers: [Readiness] })
export class OperationsModule {}
