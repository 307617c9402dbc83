import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { sessionHandlers } from '@genmaele/access';
import { Clock, type Environment, type Log, nestLog } from '@genmaele/platform';
import { ApiModule } from './api.module.js';
import { allowInlineStyle, limitRequests, numberRequests, refuseForeignOrigin, secureHeaders } from './house/request-marks.js';
import { describeApi } from './openapi.js';
import { assetsFolder } from './pages/page-views.js';

/** Makes the api, ready to listen; closing it also closes its sessions' pool. */
export async function createApi(env: Environment, log: Log, clock?: Clock): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(ApiModule.with(env, log, clock), {
    logger: nestLog(log),
    abortOnError: false,
    bodyParser: false,
  });
  const https = env.PUBLIC_URL?.startsWith('https://') ?? false;
  if (https) app.set('trust proxy', 'loopback');
  app.disable('x-powered-by');
  app.use(numberRequests(log), secureHeaders(https), refuseForeignOrigin);
  app.use('/api/docs', allowInlineStyle);
  app.useStaticAssets(assetsFolder, { prefix: '/assets/', index: false });
  app.useBodyParser('json', { limit: '2mb' });
  app.useBodyParser('urlencoded', { limit: '2mb', extended: false, parameterLimit: 5000 });
  const sessions = sessionHandlers(env);
  app.use(...sessions.handlers);
  app.use(limitRequests(app.get(DataSource), app.get(Clock), env.REQUESTS_PER_MINUTE));
  app.getHttpServer().once('close', () => void sessions.close());
  SwaggerModule.setup('api/docs', app, () => describeApi(app), { customSiteTitle: 'Genmæle API' });
  app.enableShutdownHooks();
  return app;
}
