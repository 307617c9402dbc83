import { Body, Controller, Get, HttpCode, Inject, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, actorOf, PasswordGuard, Public, SignedIn } from '@genmaele/access';
import { Clock } from '@genmaele/platform';
import { documented, meAnswer, signInBody } from './api-shapes.js';

/** Signing in and out. */
@ApiTags('sign-in')
@Controller()
export class SignInController {
  constructor(@Inject(Clock) private readonly clock: Clock) {}

  /** Signs in by e-mail and password. The session is made anew, so one planted beforehand is worth nothing. */
  @Post('sign-in')
  @HttpCode(200)
  @Public()
  @UseGuards(PasswordGuard)
  @ApiBody(documented(signInBody))
  async signIn(@Req() request: ActingRequest, @Body() _body: unknown) {
    await startSession(request, this.clock.now());
    return { signedIn: true };
  }

  /** Signs out. */
  @Post('sign-out')
  @HttpCode(200)
  @SignedIn()
  async signOut(@Req() request: ActingRequest) {
    await endSession(request);
    return { signedIn: false };
  }

  /** Who is signed in, with which roles. */
  @Get('me')
  @SignedIn()
  me(@Req() request: ActingRequest) {
    return meAnswer(actorOf(request), request.session.signedInAt);
  }
}

/** Begins a session for the person whom the guard has recognised. */
export async function startSession(request: ActingRequest, now: Date): Promise<void> {
  const user = request.user;
  if (!user) return;
  await new Promise<void>((resolve, reject) => request.logIn(user, (error: unknown) => (error ? reject(error as Error) : resolve())));
  request.session.signedInAt = now.toISOString();
  await new Promise<void>((resolve, reject) => request.session.save((error: unknown) => (error ? reject(error as Error) : resolve())));
}

/** Ends the session. */
export async function endSession(request: ActingRequest): Promise<void> {
  await new Promise<void>((resolve, reject) => request.session.destroy((error: unknown) => (error ? reject(error as Error) : resolve())));
}
