import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, SystemClock } from './clock.js';
import { armCrashPoints } from './crash-point.js';
import { type Entity, openDatabase } from './database.js';
import { type Environment, ENVIRONMENT } from './environment.js';
import { type Log, LOG } from './log.js';

/** What every room stands on: settings, clock, log, and the database of the process. */
@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** The module of one process. The database is opened before anything else is made, and closed last. */
  static with(settings: { env: Environment; log: Log; entities: Entity[]; clock?: Clock; poolSize?: number }): DynamicModule {
    armCrashPoints(settings.env.CRASH_POINTS_DIR);
    return {
      module: PlatformModule,
      providers: [
        { provide: ENVIRONMENT, useValue: settings.env },
        { provide: LOG, useValue: settings.log },
        { provide: Clock, useValue: settings.clock ?? new SystemClock() },
        { provide: DataSource, useFactory: () => openDatabase(settings.env.DATABASE_URL, settings.entities, settings.poolSize) },
      ],
      exports: [ENVIRONMENT, LOG, Clock, DataSource],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.database.isInitialized) await this.database.destroy();
  }
}
