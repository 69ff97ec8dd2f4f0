import { Module } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { LedgerAppend } from './ledger-append.service.js';

@Module({
  providers: [
    {
      provide: LedgerAppend,
      inject: [UnitOfWork],
      useFactory: (unitOfWork: UnitOfWork) => new LedgerAppend(unitOfWork),
    },
  ],
})
export class LedgerModule {}
