import { Module } from '@nestjs/common';
import { Assets } from './assets.js';
import { AssetsController } from './assets.controller.js';
import { ErrorPage } from './error-page.service.js';
import { FormKeeper } from './form-keeper.service.js';
import { AgencyPages } from './public/agency-pages.controller.js';
import { VerificationPage } from './public/verification.controller.js';
import { VolumesPage } from './public/volumes.controller.js';
import { CoveragePage } from './public/coverage.controller.js';
import { DataPage } from './public/data.controller.js';
import { EditionPages } from './public/edition-pages.controller.js';
import { FilterCounts } from './public/filter-counts.service.js';
import { HomeController } from './public/home.controller.js';
import { ProgressPage } from './public/progress.controller.js';
import { ReportPages } from './public/report-pages.controller.js';
import { ServiceListPage } from './public/service-list.controller.js';
import { ServicePage } from './public/service.controller.js';
import { OpenApiModule } from '../openapi/openapi.module.js';
import { Views } from './views.service.js';

@Module({
  imports: [OpenApiModule],
  controllers: [
    AssetsController,
    HomeController,
    ServiceListPage,
    ServicePage,
    CoveragePage,
    VerificationPage,
    VolumesPage,
    ReportPages,
    ProgressPage,
    AgencyPages,
    EditionPages,
    DataPage,
  ],
  providers: [
    Views,
    ErrorPage,
    FormKeeper,
    FilterCounts,
    { provide: Assets, useFactory: () => Assets.load() },
  ],
  exports: [ErrorPage, Views, FormKeeper],
})
export class PagesModule {}
