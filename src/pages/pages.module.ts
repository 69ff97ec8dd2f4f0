import { Module } from '@nestjs/common';
import { Assets } from './assets.js';
import { AssetsController } from './assets.controller.js';
import { ErrorPage } from './error-page.service.js';
import { CoveragePage } from './public/coverage.controller.js';
import { HomeController } from './public/home.controller.js';
import { ReportPages } from './public/report-pages.controller.js';
import { ServiceListPage } from './public/service-list.controller.js';
import { ServicePage } from './public/service.controller.js';
import { Views } from './views.service.js';

@Module({
  controllers: [AssetsController, HomeController, ServiceListPage, ServicePage, CoveragePage, ReportPages],
  providers: [Views, ErrorPage, { provide: Assets, useFactory: () => Assets.load() }],
  exports: [ErrorPage, Views],
})
export class PagesModule {}
