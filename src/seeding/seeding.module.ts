import { Module } from '@nestjs/common';
import { Seeding } from './seeding.service.js';

@Module({ providers: [Seeding], exports: [Seeding] })
export class SeedingModule {}
