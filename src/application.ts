import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type DestinationStream, type Logger, pino } from 'pino';
import { Denials } from './accounts/denials.service.js';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import type { Clock } from './database/database.module.js';
import type { HeldFile } from './database/held-file.js';
import { Reader } from './database/reader.js';
import { UnitOfWork } from './database/unit-of-work.js';
import { httpEdge, prepareHttp } from './http/server.js';
import { sealStandingRows } from './ledger/seal-standing-rows.js';
import { MailDispatcher } from './mail/mail-dispatcher.service.js';
import { ErrorPage } from './pages/error-page.service.js';
import { takeLanguage } from './pages/language.js';
import { loadSchemes } from './schemes/scheme-load.service.js';
import { LinkChecker } from './link-checks/link-checker.service.js';
import { WebhookDispatcher } from './webhooks/dispatcher.service.js';

export function loggerOf(config: Config, stream: DestinationStream = pino.destination(1)): Logger {
  const options = { level: config.logLevel, timestamp: pino.stdTimeFunctions.isoTime, base: undefined };
  return pino(options, stream);
}

/**
 * The whole application, migrated and ready to listen.
 * @param clock tells the time to everything that asks for it; tests set it
 * @param held the SQLite file, where it is held already
 */
export async function createApplication(
  config: Config,
  clock: Clock = () => new Date(),
  logger: Logger = loggerOf(config),
  held?: HeldFile,
): Promise<NestFastifyApplication> {
  const edge = httpEdge(config, takeLanguage);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(config, clock, false, held),
    edge.adapter,
    {
      logger: false,
      bodyParser: false,
      abortOnError: false,
    },
  );
  prepareHttp(app, edge, logger, app.get(ErrorPage), app.get(Denials));
  await app.init();
  await prepareCatalogue(app);
  app.get(WebhookDispatcher).start();
  app.get(LinkChecker).start();
  app.get(MailDispatcher).start();
  return app;
}

/**
 * The application without a server, for the command line.
 * @param readOnly leaves the database as it is, also while a server runs on it
 */
export async function createContext(config: Config, readOnly: boolean): Promise<INestApplicationContext> {
  const module = AppModule.forRoot(config, () => new Date(), readOnly);
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  if (!readOnly) await prepareCatalogue(app);
  return app;
}

/** What has to stand before anything else is written. */
async function prepareCatalogue(app: INestApplicationContext): Promise<void> {
  await sealStandingRows(app.get(Reader), app.get(UnitOfWork));
  await loadSchemes(app.get(UnitOfWork), app.get(Reader));
}
