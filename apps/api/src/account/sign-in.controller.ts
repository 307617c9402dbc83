import { Body, Controller, Get, HttpCode, Inject, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, actorOf, PasswordGuard, Public, SignedIn, WhileEnrolling } from '@genmaele/access';
import { type z } from 'zod';
import { againBody, documented, meAnswer, signInBody } from '../api-shapes.js';
import { RequestShape } from '../house/request-shape.js';
import { SignInAgain } from './sign-in-again.js';
import { endSession } from './session-life.js';
import { SignInSteps } from './sign-in-steps.js';

/** Signing in and out. */
@ApiTags('sign-in')
@Controller()
export class SignInController {
  constructor(
    @Inject(SignInSteps) private readonly steps: SignInSteps,
    @Inject(SignInAgain) private readonly again: SignInAgain,
  ) {}

  /**
   * Signs in by e-mail and password. The session is made anew, so one planted beforehand is worth nothing. Where the person has a second factor,
   * the answer says which, and nobody is signed in before it is shown.
   */
  @Post('sign-in')
  @HttpCode(200)
  @Public()
  @UseGuards(PasswordGuard)
  @ApiBody(documented(signInBody))
  async signIn(@Req() request: ActingRequest, @Body() _body: unknown) {
    return this.steps.first(request, { method: 'password' });
  }

  /** Shows once more who one is, which approving and sending ask for when the sign-in is old. The session is made anew. */
  @Post('sign-in/again')
  @HttpCode(200)
  @SignedIn()
  @WhileEnrolling()
  @ApiBody(documented(againBody))
  async signInAgain(@Req() request: ActingRequest, @Body(new RequestShape(againBody)) body: z.infer<typeof againBody>) {
    if (body.code !== undefined) await this.again.showCode(request, body.code);
    else await this.again.show(request, body.password ?? '');
    return { signedIn: true };
  }

  /** Signs out. */
  @Post('sign-out')
  @HttpCode(200)
  @SignedIn()
  @WhileEnrolling()
  async signOut(@Req() request: ActingRequest) {
    await endSession(request);
    return { signedIn: false };
  }

  /** Who is signed in, with which roles. */
  @Get('me')
  @SignedIn()
  @WhileEnrolling()
  me(@Req() request: ActingRequest) {
    return meAnswer(actorOf(request), request.session.signedInAt);
  }
}
