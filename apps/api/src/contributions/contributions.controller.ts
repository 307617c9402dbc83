import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, Allow, NeedsKey, VersionOf } from '@genmaele/access';
import { type ContributionBody, contributionBody, type ContributionRequestBody, contributionRequestBody } from '@genmaele/contracts';
import { documented } from '../api-shapes.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { ContributionDesk } from './contribution-desk.js';

/** What municipalities are asked about a hearing, and what each of them contributes. */
@ApiTags('contributions')
@Controller()
export class ContributionsController {
  constructor(@Inject(ContributionDesk) private readonly desk: ContributionDesk) {}

  /** What municipalities were asked about a case, what each has sent, and who has not answered. */
  @Get('cases/:id/contribution-requests')
  @Allow('contribution.read')
  ofCase(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    return this.desk.ofCase(request, id);
  }

  /** Asks municipalities: all, or those with these codes. */
  @Post('cases/:id/contribution-requests')
  @NeedsKey()
  @Allow('contribution.ask')
  @ApiBody(documented(contributionRequestBody))
  async ask(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body(new RequestShape(contributionRequestBody)) body: ContributionRequestBody,
  ) {
    return { contributionRequestId: await this.desk.ask(request, id, body) };
  }

  /** Ends a request before its deadline. */
  @Post('contribution-requests/:id/end')
  @HttpCode(200)
  @NeedsKey()
  @Allow('contribution.ask')
  async end(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    await this.desk.end(request, id);
    return { contributionRequestId: id };
  }

  /** Reminds those who have not answered, once a day. */
  @Post('contribution-requests/:id/reminders')
  @HttpCode(200)
  @NeedsKey()
  @Allow('contribution.ask')
  async remind(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    return { contributionRequestId: id, municipalities: await this.desk.remind(request, id) };
  }

  /** What one's own municipality is asked, and whether it has answered. */
  @Get('contributions')
  @Allow('contribution.write')
  own(@Req() request: ActingRequest) {
    return this.desk.own(request);
  }

  /** A contribution: one's own municipality's with its drafts, another's as it was sent. */
  @Get('contributions/:id')
  @Allow('contribution.read')
  @VersionOf('contribution')
  one(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    return this.desk.view(request, id);
  }

  /** Everyone who sees the contribution, and why. */
  @Get('contributions/:id/visible-to')
  @Allow('contribution.read')
  async onlookers(@Param('id', IdParameter) id: string) {
    return { people: await this.desk.onlookers(id) };
  }

  /** Saves a version of one's own municipality's contribution; with `send` it is its answer. */
  @Post('contributions/:id/versions')
  @NeedsKey()
  @Allow('contribution.write')
  @VersionOf('contribution')
  @ApiBody(documented(contributionBody))
  write(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body(new RequestShape(contributionBody)) body: ContributionBody,
  ) {
    return this.desk.write(request, id, body);
  }
}
