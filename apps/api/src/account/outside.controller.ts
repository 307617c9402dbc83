import { Controller, Get, Header, Inject, Post, Query, Redirect, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, Public, SamlGuard } from '@genmaele/access';
import { type Response } from 'express';
import { OutsideDesk } from './outside-desk.js';

type Asked = Readonly<Record<string, unknown>>;

/** `igen`: whoever is signed in shows again who they are. */
const purpose = ({ invitation, igen }: Asked) => ({ link: text(invitation), again: igen === '1' });

const home = (signedIn: boolean) => ({ url: signedIn ? '/' : '/log-paa/kode', statusCode: 303 });

/** Where a browser leaves for someone who vouches for people, and comes back. */
@ApiExcludeController()
@Controller()
export class OutsideController {
  constructor(@Inject(OutsideDesk) private readonly desk: OutsideDesk) {}

  @Get('log-paa/oidc')
  @Public()
  @Redirect()
  async leaveByOidc(@Req() request: ActingRequest, @Res({ passthrough: true }) response: Response, @Query() query: Asked) {
    return { url: await this.desk.leave('oidc', purpose(query), request, response), statusCode: 303 };
  }

  @Get('log-paa/oidc/svar')
  @Public()
  @Redirect()
  async arriveByOidc(@Req() request: ActingRequest, @Res({ passthrough: true }) response: Response) {
    return home(await this.desk.arriveByOidc(request, response));
  }

  @Get('log-paa/saml')
  @Public()
  @Redirect()
  async leaveBySaml(@Req() request: ActingRequest, @Res({ passthrough: true }) response: Response, @Query() query: Asked) {
    return { url: await this.desk.leave('saml', purpose(query), request, response), statusCode: 303 };
  }

  @Post('saml/svar')
  @Public()
  @UseGuards(SamlGuard)
  @Redirect()
  async arriveBySaml(@Req() request: ActingRequest, @Res({ passthrough: true }) response: Response) {
    return home(await this.desk.arriveBySaml(request, response));
  }

  /** The provider ends a session, or says that it has ended one as we asked. */
  @Get('saml/log-af')
  @Public()
  @Redirect()
  async endByProvider(@Req() request: ActingRequest) {
    return { url: await this.desk.endByProvider(request), statusCode: 303 };
  }

  @Get('saml/metadata')
  @Public()
  @Header('Content-Type', 'application/samlmetadata+xml; charset=utf-8')
  metadata() {
    return this.desk.metadata();
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value.slice(0, 100) : undefined);
