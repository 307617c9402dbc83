import { type ActingRequest } from '@genmaele/access';
import { plainText } from '@genmaele/contracts';

/** Begins a session, under a new id, for the person whom the guard has recognised; one that only goes on keeps when it began. */
export async function startSession(request: ActingRequest, now: Date, signedInAt = now.toISOString()): Promise<void> {
  const user = request.user;
  if (!user) return;
  await new Promise<void>((resolve, reject) => request.logIn(user, (error: unknown) => (error ? reject(error as Error) : resolve())));
  request.session.signedInAt = signedInAt;
  request.session.freshAt = now.toISOString();
  request.session.agent = plainText(request.headers['user-agent'] ?? '').slice(0, 200);
  request.session.address = request.ip ?? '';
  await new Promise<void>((resolve, reject) => request.session.save((error: unknown) => (error ? reject(error as Error) : resolve())));
}

/** Ends the session. */
export async function endSession(request: ActingRequest): Promise<void> {
  await new Promise<void>((resolve, reject) => request.session.destroy((error: unknown) => (error ? reject(error as Error) : resolve())));
}
