import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, Public, SignedIn } from '@genmaele/access';
import { type z } from 'zod';
import { choosePasswordBody, documented, linkBody, passwordBody } from '../api-shapes.js';
import { RequestShape } from '../house/request-shape.js';
import { AccountDesk } from './account-desk.js';

/** One's own account: password and sessions. */
@ApiTags('account')
@Controller()
export class AccountController {
  constructor(@Inject(AccountDesk) private readonly desk: AccountDesk) {}

  /** Asks for a link by mail to choose a new password. The answer is the same whether anyone has the e-mail or not. */
  @Post('password-links')
  @HttpCode(202)
  @Public()
  @ApiBody(documented(linkBody))
  async askForLink(@Body(new RequestShape(linkBody)) body: z.infer<typeof linkBody>) {
    await this.desk.askForLink(body.email);
    return { asked: true };
  }

  /** Chooses the password by the token of such a mail, once. */
  @Post('password')
  @HttpCode(200)
  @Public()
  @ApiBody(documented(choosePasswordBody))
  async choose(@Req() request: ActingRequest, @Body(new RequestShape(choosePasswordBody)) body: z.infer<typeof choosePasswordBody>) {
    await this.desk.choosePassword(request, body.token, body.password);
    return { changed: true };
  }

  /** Changes one's own password; all other sessions end. */
  @Post('me/password')
  @HttpCode(200)
  @SignedIn()
  @ApiBody(documented(passwordBody))
  async password(@Req() request: ActingRequest, @Body(new RequestShape(passwordBody)) body: z.infer<typeof passwordBody>) {
    await this.desk.changePassword(request, body);
    return { changed: true };
  }

  /** One's own sessions: browser, address, when. */
  @Get('me/sessions')
  @SignedIn()
  sessions(@Req() request: ActingRequest) {
    return this.desk.sessions(request);
  }

  /** Ends one of one's own sessions. */
  @Post('me/sessions/:sessionId/end')
  @HttpCode(200)
  @SignedIn()
  async endSession(@Req() request: ActingRequest, @Param('sessionId') id: string) {
    await this.desk.endSession(request, id);
    return { ended: true };
  }

  /** Ends all of one's own sessions but this one. */
  @Post('me/sessions/end-others')
  @HttpCode(200)
  @SignedIn()
  async endOthers(@Req() request: ActingRequest) {
    await this.desk.endOtherSessions(request);
    return { ended: true };
  }
}
