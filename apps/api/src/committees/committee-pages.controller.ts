import { Controller, Get, Header, Inject, Param, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, Allow } from '@genmaele/access';
import { IdParameter } from '../house/request-shape.js';
import { CommitteePages } from './committee-pages.js';

const html = 'text/html; charset=utf-8';

/** The pages of the political bodies: readable on a telephone, and without scripts. */
@ApiExcludeController()
@Controller()
export class CommitteePagesController {
  constructor(@Inject(CommitteePages) private readonly pages: CommitteePages) {}

  @Get('udvalg')
  @Allow('committee.read')
  @Header('Content-Type', html)
  list(@Req() request: ActingRequest) {
    return this.pages.list(request);
  }

  @Get('udvalg/:bodyId')
  @Allow('committee.read')
  @Header('Content-Type', html)
  body(@Req() request: ActingRequest, @Param('bodyId') bodyId: string) {
    return this.pages.body(request, bodyId);
  }

  @Get('moeder/:id')
  @Allow('committee.read')
  @Header('Content-Type', html)
  meeting(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    return this.pages.meeting(request, id);
  }

  @Get('moeder/:id/punkter/:itemId')
  @Allow('committee.read')
  @Header('Content-Type', html)
  item(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Param('itemId', IdParameter) itemId: string) {
    return this.pages.item(request, id, itemId);
  }

  @Get('mine-moeder')
  @Allow('committee.vote')
  @Header('Content-Type', html)
  mine(@Req() request: ActingRequest) {
    return this.pages.mine(request);
  }

  @Get('procedurer/:id')
  @Allow('committee.read')
  @Header('Content-Type', html)
  procedure(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    return this.pages.procedure(request, id);
  }
}
