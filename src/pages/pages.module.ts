import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { Assets } from './assets.js';
import { AssetsController } from './assets.controller.js';
import { DeskController } from './desk/desk.controller.js';
import { SessionPagesController } from './desk/session-pages.controller.js';
import { ErrorPage } from './error-page.service.js';
import { HomeController } from './public/home.controller.js';
import { ServicePagesController } from './public/service-pages.controller.js';
import { Views } from './views.service.js';

@Module({
  imports: [AccountsModule],
  controllers: [
    AssetsController,
    HomeController,
    ServicePagesController,
    SessionPagesController,
    DeskController,
  ],
  providers: [Views, ErrorPage, { provide: Assets, useFactory: () => Assets.load() }],
  exports: [ErrorPage],
})
export class PagesModule {}
