import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CatalogueVersion } from './catalogue-version.js';
import { PublicUrl } from './public-url.js';

/** What every feature's routes share. */
@Global()
@Module({})
export class HttpModule {
  static forRoot(publicUrl: string): DynamicModule {
    return {
      module: HttpModule,
      providers: [{ provide: PublicUrl, useValue: new PublicUrl(publicUrl) }, CatalogueVersion],
      exports: [PublicUrl, CatalogueVersion],
    };
  }
}
