import { Module } from '@nestjs/common';
import { Assets } from './assets.js';
import { AssetsController } from './assets.controller.js';
import { ErrorPage } from './error-page.service.js';
import { HomeController } from './public/home.controller.js';
import { ServicePagesController } from './public/service-pages.controller.js';
import { Views } from './views.service.js';

@Module({
  controllers: [AssetsController, HomeController, ServicePagesController],
  providers: [Views, ErrorPage, { provide: Assets, useFactory: () => Assets.load() }],
  exports: [ErrorPage, Views],
})
export class PagesModule {}
