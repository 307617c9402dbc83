import { Inject, Injectable } from '@nestjs/common';
import { AuthGuard, PassportSerializer, PassportStrategy } from '@nestjs/passport';
import { AppError } from '@genmaele/contracts';
import { Clock, type Environment, ENVIRONMENT } from '@genmaele/platform';
import { type Request } from 'express';
import { Strategy } from 'passport-local';
import { DataSource } from 'typeorm';
import { personByPassword } from './people.js';
import { countTry, forgetTries } from './sign-in-tries.js';

/** Signs in by e-mail and password. Sample accounts are refused by a production start. Errors: `sign-in.refused`, `sign-in.too-many`. */
@Injectable()
export class PasswordStrategy extends PassportStrategy(Strategy, 'password') {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(ENVIRONMENT) private readonly env: Environment,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    super({ usernameField: 'email', passwordField: 'password', passReqToCallback: true });
  }

  /** Only what stands in the body counts: a password in an address would stand in logs and histories. */
  async validate(request: Request): Promise<{ id: string }> {
    const { email, password } = (request.body ?? {}) as Record<string, unknown>;
    if (typeof email !== 'string' || typeof password !== 'string') throw new AppError('sign-in.refused');
    const from = { email, address: request.ip ?? '' };
    await countTry(this.database, from, this.clock.now());
    const id = await personByPassword(this.database, email, password, this.env.NODE_ENV !== 'production');
    if (!id) throw new AppError('sign-in.refused');
    await forgetTries(this.database, from);
    return { id };
  }
}

/** Runs the {@link PasswordStrategy} on a sign-in. */
@Injectable()
export class PasswordGuard extends AuthGuard('password') {
  override handleRequest<U>(error: unknown, user: U): U {
    if (error) throw error;
    if (!user) throw new AppError('sign-in.refused');
    return user;
  }
}

/** Only the person's id is kept in the session; everything else is read anew. */
@Injectable()
export class PersonSerializer extends PassportSerializer {
  serializeUser(user: { id: string }, done: (error: unknown, id: string) => void): void {
    done(null, user.id);
  }

  deserializeUser(id: string, done: (error: unknown, user: { id: string }) => void): void {
    done(null, { id });
  }
}
