import { randomBytes } from 'node:crypto';
import { type Environment } from '@genmaele/platform';
import connectPgSimple from 'connect-pg-simple';
import { type RequestHandler } from 'express';
import session from 'express-session';
import passport from 'passport';
import pg from 'pg';

declare module 'express-session' {
  interface SessionData {
    /** When the person signed in; ISO 8601. */
    signedInAt: string;
  }
}

const hours = 60 * 60 * 1000;

/** Sign-in sessions, kept in PostgreSQL: an emptied queue store signs nobody out. */
export function sessionHandlers(env: Environment): { handlers: RequestHandler[]; close: () => Promise<void> } {
  const pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: 4 });
  pool.on('error', () => undefined);
  const secure = env.PUBLIC_URL?.startsWith('https://') ?? false;
  const Store = connectPgSimple(session);
  const store = new Store({ pool, tableName: 'session', createTableIfMissing: false, pruneSessionInterval: 900 });
  const handler = session({
    name: secure ? '__Host-genmaele' : 'genmaele',
    secret: env.SESSION_SECRET ?? randomBytes(32).toString('hex'),
    store,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    proxy: secure,
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: 10 * hours },
  });
  return {
    handlers: [handler, passport.initialize(), passport.session()],
    close: async () => {
      store.close();
      await pool.end();
    },
  };
}
