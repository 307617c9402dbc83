import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { Clock, type Environment, ENVIRONMENT } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { AccessGuard } from './guards.js';
import { KeyedRequests } from './keyed-requests.js';
import { ReadLog } from './read-log.js';
import { SeenVersions } from './seen-versions.js';
import { VisibleRows } from './visible-rows.js';
import { OidcProvider } from './outside/oidc-provider.js';
import { type SamlSettings } from './saml/saml-settings.js';
import { SAML_SIGN_IN, samlFrom, SamlGuard, SamlStrategy } from './saml/saml-strategy.js';
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
    { provide: OidcProvider, useFactory: (env: Environment) => OidcProvider.from(env), inject: [ENVIRONMENT] },
    { provide: SAML_SIGN_IN, useFactory: (env: Environment) => samlFrom(env), inject: [ENVIRONMENT] },
    {
      provide: SamlStrategy,
      useFactory: (settings: SamlSettings | undefined, database: DataSource, clock: Clock) =>
        settings && new SamlStrategy(settings, database, clock),
      inject: [SAML_SIGN_IN, DataSource, Clock],
    },
    SamlGuard,
    KeyedRequests,
    { provide: APP_INTERCEPTOR, useExisting: KeyedRequests },
  ],
  exports: [KeyedRequests, OidcProvider, SAML_SIGN_IN],
})
export class AccessModule {}
