import { type ActingRequest, type SamlSession } from '@genmaele/access';
import { plainText } from '@genmaele/contracts';
import { type SessionData } from 'express-session';

/** How the person of a session showed who they are. */
export interface Shown {
  readonly method: SessionData['method'];
  /** The level of assurance that whoever vouched for them stated. */
  readonly level?: string | undefined;
  /** When they did, if it was elsewhere and may be long ago; at this moment when it is left out. */
  readonly authenticatedAt?: Date | undefined;
  /** What a SAML provider knows the session by. */
  readonly saml?: SamlSession | undefined;
}

/** Begins a session, under a new id, for the person whom the request has recognised; one that only goes on keeps when it began. */
export async function startSession(
  request: ActingRequest,
  now: Date,
  shown: Shown = { method: 'password' },
  signedInAt = now.toISOString(),
): Promise<void> {
  const user = request.user;
  if (!user) return;
  await new Promise<void>((resolve, reject) => request.logIn(user, (error: unknown) => (error ? reject(error as Error) : resolve())));
  request.session.agent = plainText(request.headers['user-agent'] ?? '').slice(0, 200);
  request.session.address = request.ip ?? '';
  request.session.signedInAt = signedInAt;
  const { authenticatedAt } = shown;
  request.session.freshAt = (authenticatedAt && authenticatedAt < now ? authenticatedAt : now).toISOString();
  request.session.method = shown.method;
  if (shown.level !== undefined) request.session.level = shown.level;
  if (shown.saml !== undefined) request.session.saml = shown.saml;
  await saveSession(request);
}

/** Begins a session of nobody, under a new id, that remembers who has given the first of two factors. */
export async function startHalfSession(request: ActingRequest, now: Date, personId: string, shown: Shown): Promise<void> {
  await new Promise<void>((resolve, reject) =>
    request.session.regenerate((error: unknown) => (error ? reject(error as Error) : resolve())),
  );
  const { method, level, saml } = shown;
  request.session.half = {
    personId,
    at: now.toISOString(),
    method: method === 'passkey' ? 'password' : method,
    ...(level ? { level } : {}),
    ...(saml ? { saml } : {}),
  };
  await saveSession(request);
}

/** Keeps what was put into the session. */
export async function saveSession(request: ActingRequest): Promise<void> {
  await new Promise<void>((resolve, reject) => request.session.save((error: unknown) => (error ? reject(error as Error) : resolve())));
}

/** Ends the session. */
export async function endSession(request: ActingRequest): Promise<void> {
  await new Promise<void>((resolve, reject) => request.session.destroy((error: unknown) => (error ? reject(error as Error) : resolve())));
}
