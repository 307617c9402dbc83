import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { AccessGuard } from './guards.js';
import { KeyedRequests } from './keyed-requests.js';
import { ReadLog } from './read-log.js';
import { SeenVersions } from './seen-versions.js';
import { VisibleRows } from './visible-rows.js';
import { PasswordGuard, PasswordStrategy, PersonSerializer } from './password-strategy.js';

/** Who is this, and what may they do: the guard stands before every route of the process that imports this module. */
@Module({
  imports: [PassportModule.register({ session: true })],
  providers: [
    PasswordStrategy,
    PasswordGuard,
    PersonSerializer,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: ReadLog },
    { provide: APP_INTERCEPTOR, useClass: VisibleRows },
    { provide: APP_INTERCEPTOR, useClass: SeenVersions },
    KeyedRequests,
    { provide: APP_INTERCEPTOR, useExisting: KeyedRequests },
  ],
  exports: [KeyedRequests],
})
export class AccessModule {}
