import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, Public, SignedIn, WhileEnrolling } from '@genmaele/access';
import { type z } from 'zod';
import { codeBody, documented, newPasskeyBody, passkeyBody } from '../api-shapes.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { FactorDesk } from './factor-desk.js';
import { SignInSteps } from './sign-in-steps.js';

type Code = z.infer<typeof codeBody>;
type Shown = z.infer<typeof passkeyBody>;

/** Passkeys, one-time codes and recovery codes. */
@ApiTags('account')
@Controller()
export class FactorsController {
  constructor(
    @Inject(FactorDesk) private readonly desk: FactorDesk,
    @Inject(SignInSteps) private readonly steps: SignInSteps,
  ) {}

  /** The second step, after a password: a one-time code or a recovery code. */
  @Post('sign-in/code')
  @HttpCode(200)
  @Public()
  @ApiBody(documented(codeBody))
  async code(@Req() request: ActingRequest, @Body(new RequestShape(codeBody)) body: Code) {
    await this.steps.second(request, body.code);
    return { signedIn: true };
  }

  /** What a browser is asked in order to sign in by a passkey; the same for everyone. */
  @Post('sign-in/passkey/options')
  @HttpCode(200)
  @Public()
  passkeyToShow(@Req() request: ActingRequest) {
    return this.desk.passkeyToShow(request);
  }

  /** Signs in by a passkey, without a name, or as the second step. */
  @Post('sign-in/passkey')
  @HttpCode(200)
  @Public()
  @ApiBody(documented(passkeyBody))
  async passkey(@Req() request: ActingRequest, @Body(new RequestShape(passkeyBody)) body: Shown) {
    await this.desk.signIn(request, body);
    return { signedIn: true };
  }

  /** Shows once more who one is, by a passkey. */
  @Post('sign-in/again/passkey')
  @HttpCode(200)
  @SignedIn()
  @ApiBody(documented(passkeyBody))
  async again(@Req() request: ActingRequest, @Body(new RequestShape(passkeyBody)) body: Shown) {
    await this.desk.showAgain(request, body);
    return { signedIn: true };
  }

  /** One's own factors. */
  @Get('me/factors')
  @SignedIn()
  @WhileEnrolling()
  factors(@Req() request: ActingRequest) {
    return this.desk.factors(request);
  }

  /** A secret for one-time codes, to scan or type; it counts once a code has been shown. */
  @Post('me/one-time-codes')
  @SignedIn()
  @WhileEnrolling()
  begin(@Req() request: ActingRequest) {
    return this.desk.beginCodes(request);
  }

  /** Shows the first code; answers the recovery codes, once. */
  @Post('me/one-time-codes/confirm')
  @HttpCode(200)
  @SignedIn()
  @WhileEnrolling()
  @ApiBody(documented(codeBody))
  async confirm(@Req() request: ActingRequest, @Body(new RequestShape(codeBody)) body: Code) {
    return { recoveryCodes: await this.desk.confirmCodes(request, body.code) };
  }

  /** Takes the one-time codes away. */
  @Post('me/one-time-codes/remove')
  @HttpCode(200)
  @SignedIn()
  async remove(@Req() request: ActingRequest) {
    await this.desk.removeCodes(request);
    return { removed: true };
  }

  /** New recovery codes, shown once; the old ones are dead. */
  @Post('me/recovery-codes')
  @SignedIn()
  async recoveryCodes(@Req() request: ActingRequest) {
    return { recoveryCodes: await this.desk.newRecoveryCodes(request) };
  }

  /** What a browser is asked in order to make a passkey. */
  @Post('me/passkeys/options')
  @HttpCode(200)
  @SignedIn()
  @WhileEnrolling()
  passkeyToMake(@Req() request: ActingRequest) {
    return this.desk.passkeyToMake(request);
  }

  /** Keeps a passkey. */
  @Post('me/passkeys')
  @SignedIn()
  @WhileEnrolling()
  @ApiBody(documented(newPasskeyBody))
  async addPasskey(@Req() request: ActingRequest, @Body(new RequestShape(newPasskeyBody)) body: z.infer<typeof newPasskeyBody>) {
    await this.desk.addPasskey(request, body);
    return { added: true };
  }

  /** Takes a passkey away. */
  @Post('me/passkeys/:id/remove')
  @HttpCode(200)
  @SignedIn()
  async removePasskey(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    await this.desk.removePasskey(request, id);
    return { removed: true };
  }
}
