import { Inject, Injectable } from '@nestjs/common';
import { AuthGuard, PassportSerializer, PassportStrategy } from '@nestjs/passport';
import { AppError } from '@genmaele/contracts';
import { type Environment, ENVIRONMENT } from '@genmaele/platform';
import { Strategy } from 'passport-local';
import { DataSource } from 'typeorm';
import { personByPassword } from './people.js';

/** Signs in by e-mail and password. Sample accounts are refused by a production start. Errors: `sign-in.refused`. */
@Injectable()
export class PasswordStrategy extends PassportStrategy(Strategy, 'password') {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(ENVIRONMENT) private readonly env: Environment,
  ) {
    super({ usernameField: 'email', passwordField: 'password' });
  }

  async validate(email: string, password: string): Promise<{ id: string }> {
    const id = await personByPassword(this.database, email, password, this.env.NODE_ENV !== 'production');
    if (!id) throw new AppError('sign-in.refused');
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
