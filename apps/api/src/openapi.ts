import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { KeyedRequests } from '@genmaele/access';
import { Clock, ENVIRONMENT, environmentShape, SystemClock } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { controllers, desks } from './api.module.js';
import { hearingBillParts } from './hearings/hearing-bill.js';

/** The OpenAPI document of a running api. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setTitle('Genmæle')
    .setDescription('Høringer, sager og breve. Fejl gives som application/problem+json med kode, årsag og råd.')
    .setVersion('1')
    .addCookieAuth('genmaele')
    .build();
  const document = SwaggerModule.createDocument(app, settings);
  return { ...document, components: { ...document.components, schemas: { ...document.components?.schemas, ...hearingBillParts } } };
}

/** The controllers alone: enough to describe the routes, with nothing behind them. */
@Module({
  controllers,
  providers: [
    { provide: DataSource, useValue: {} },
    { provide: Clock, useClass: SystemClock },
    { provide: ENVIRONMENT, useValue: { UPLOAD_LIMIT_BYTES: environmentShape.shape.UPLOAD_LIMIT_BYTES.parse(undefined) } },
    { provide: KeyedRequests, useValue: {} },
    ...desks.map((provide) => ({ provide, useValue: {} })),
  ],
})
class RoutesOnly {}

/** The OpenAPI document as docs/openapi.json keeps it, made without a database. */
export async function openApiDocument(): Promise<OpenAPIObject> {
  const app = await NestFactory.create(RoutesOnly, { logger: false, abortOnError: false });
  try {
    return describeApi(app);
  } finally {
    await app.close();
  }
}
