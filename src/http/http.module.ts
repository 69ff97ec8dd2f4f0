import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CLOCK, type Clock } from '../database/database.module.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CatalogueVersion } from './catalogue-version.js';
import { PublicUrl } from './public-url.js';

/** What every feature's routes share. */
@Global()
@Module({})
export class HttpModule {
  static forRoot(publicUrl: string): DynamicModule {
    return {
      module: HttpModule,
      providers: [
        { provide: PublicUrl, useValue: new PublicUrl(publicUrl) },
        {
          provide: CatalogueVersion,
          inject: [UnitOfWork, CLOCK],
          useFactory: (unitOfWork: UnitOfWork, clock: Clock) => new CatalogueVersion(unitOfWork, clock),
        },
      ],
      exports: [PublicUrl, CatalogueVersion],
    };
  }
}
