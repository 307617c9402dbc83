import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, Allow, NeedsKey, SignedIn } from '@genmaele/access';
import { type z } from 'zod';
import { documented, tokenBody } from '../api-shapes.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { OutsideDesk } from './outside-desk.js';
import { TokenDesk } from './token-desk.js';

/** Tokens by which programs act for people, and the identities that wait for an administrator. */
@ApiTags('account')
@Controller()
export class TokensController {
  constructor(
    @Inject(TokenDesk) private readonly desk: TokenDesk,
    @Inject(OutsideDesk) private readonly outside: OutsideDesk,
  ) {}

  /** One's own tokens. */
  @Get('me/tokens')
  @SignedIn()
  own(@Req() request: ActingRequest) {
    return this.desk.own(request);
  }

  /** Makes a token, within one's own permissions. What opens it is answered here, once: send it as `Authorization: Bearer`. */
  @Post('me/tokens')
  @SignedIn()
  @NeedsKey()
  @ApiBody(documented(tokenBody))
  make(@Req() request: ActingRequest, @Body(new RequestShape(tokenBody)) body: z.infer<typeof tokenBody>) {
    return this.desk.make(request, body);
  }

  /** Revokes one of one's own tokens at once. */
  @Post('me/tokens/:id/revoke')
  @HttpCode(200)
  @SignedIn()
  async revoke(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    await this.desk.revoke(request, id);
    return { revoked: true };
  }

  /** Everyone's tokens. */
  @Get('tokens')
  @Allow('person.manage')
  all() {
    return this.desk.all();
  }

  /** Revokes anyone's token at once. */
  @Post('tokens/:id/revoke')
  @HttpCode(200)
  @Allow('person.manage')
  async revokeAny(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    await this.desk.revoke(request, id, true);
    return { revoked: true };
  }

  /** The identities that wait to be confirmed. */
  @Get('identities')
  @Allow('person.manage')
  waiting() {
    return this.outside.waiting();
  }

  /** Says that the identity is the person's: from now on it opens the account. */
  @Post('identities/:id/confirm')
  @HttpCode(200)
  @Allow('person.manage')
  async confirm(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    await this.outside.decide(request, id, true);
    return { linked: true };
  }

  /** Says that it is not. */
  @Post('identities/:id/refuse')
  @HttpCode(200)
  @Allow('person.manage')
  async refuse(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    await this.outside.decide(request, id, false);
    return { linked: false };
  }
}
