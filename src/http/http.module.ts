import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AcceptInterceptor } from './accept.interceptor.js';
import { Arrivals } from './arrivals.js';
import { CatalogueVersion } from './catalogue-version.js';
import { HttpMetrics } from './http-metrics.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { Idempotency } from './idempotency.service.js';
import { PublicUrl } from './public-url.js';
import { RequestInputInterceptor } from './request-input.interceptor.js';

/** What every feature's routes share. */
@Global()
@Module({})
export class HttpModule {
  static forRoot(publicUrl: string): DynamicModule {
    return {
      module: HttpModule,
      providers: [
        { provide: PublicUrl, useValue: new PublicUrl(publicUrl) },
        Arrivals,
        CatalogueVersion,
        Idempotency,
        HttpMetrics,
        { provide: APP_INTERCEPTOR, useClass: AcceptInterceptor },
        { provide: APP_INTERCEPTOR, useClass: RequestInputInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
      ],
      exports: [Arrivals, PublicUrl, CatalogueVersion, HttpMetrics],
    };
  }
}
