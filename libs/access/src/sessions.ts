import { randomBytes } from 'node:crypto';
import { type Environment } from '@genmaele/platform';
import connectPgSimple from 'connect-pg-simple';
import { type RequestHandler } from 'express';
import session, { type SessionData } from 'express-session';
import passport from 'passport';
import pg from 'pg';
import { type SamlSession } from './saml/saml-logout.js';
import { assuranceLevels, type AssuranceLevel, isAtLeast } from './saml/oiosaml-attributes.js';

declare module 'express-session' {
  interface SessionData {
    /** When the person signed in; ISO 8601. */
    signedInAt: string;
    /** When the person last showed who they are, at sign-in or again; ISO 8601. */
    freshAt: string;
    /** The browser or program, as it calls itself. */
    agent: string;
    /** The person through whose eyes an administrator looks. */
    eyesOf: string;
    /** Where it was opened from. */
    address: string;
    /** How the person showed who they are: password, passkey, OpenID Connect or SAML. */
    method: 'password' | 'passkey' | 'oidc' | 'saml';
    /** The level of assurance that whoever vouched for the person stated. */
    level: string;
    /** What a SAML provider knows the session by. */
    saml: SamlSession;
    /** The person has given the password and must still show a second factor: nobody is signed in. `at` is ISO 8601. */
    half: { personId: string; at: string; method: 'password' | 'oidc' | 'saml'; level?: string; saml?: SamlSession };
    /** The person's role needs a second factor, and there is none yet: only the account's own pages open. */
    enrolFirst: boolean;
    /** What a passkey is to answer, once, and for what it was asked. */
    challenge: { value: string; use: 'make' | 'show' };
  }
}

const minutes = 60 * 1000;

/** Whether the person of this request has shown who they are within so many minutes. */
export function signedInFresh(request: { session?: Partial<SessionData> }, now: Date, within: number): boolean {
  const at = request.session?.freshAt;
  return at !== undefined && now.getTime() - Date.parse(at) < within * minutes;
}

/**
 * Whether the person of this request may approve and send: whoever was vouched for needs the level of assurance, when one is asked for. A sign-in by
 * one's own keys here has none, and is not measured by it. An issuer may state the level as a word or as an address that ends in it.
 */
export function levelSuffices(request: { session?: Partial<SessionData> }, least: AssuranceLevel | undefined): boolean {
  const { method, level } = request.session ?? {};
  if (least === undefined || (method !== 'oidc' && method !== 'saml')) return true;
  const word = (level ?? '').replace(/^.*[/:]/, '').toLowerCase();
  return isAtLeast(
    assuranceLevels.find((each) => each.toLowerCase() === word),
    least,
  );
}

/** Whether a session has lasted as long as one may. */
export function isSessionPast(request: { session?: Partial<SessionData> }, now: Date, hours: number): boolean {
  const at = request.session?.signedInAt;
  return at !== undefined && now.getTime() - Date.parse(at) >= hours * 60 * minutes;
}

/**
 * Sign-in sessions, kept in PostgreSQL: an emptied queue store signs nobody out. One that is not used for SESSION_IDLE_MINUTES is past; how
 * long it may last at most is the guard's to say.
 */
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
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: env.SESSION_IDLE_MINUTES * minutes },
  });
  return {
    handlers: [handler, passport.initialize(), passport.session()],
    close: async () => {
      store.close();
      await pool.end();
    },
  };
}
