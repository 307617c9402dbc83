import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, NeedsKey, VersionOf } from '@genmaele/access';
import { type ChainBody, chainBody, routingForceBody, type StandInBody, standInBody } from '@genmaele/contracts';
import { type z } from 'zod';
import { documented } from '../api-shapes.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { ApprovalDesk } from './approval-desk.js';

/** How a case's approvals stand; the chains of approval, which are tried before they are put in force; and who stands in for whom. */
@ApiTags('approvals')
@Controller()
export class ApprovalsController {
  constructor(@Inject(ApprovalDesk) private readonly desk: ApprovalDesk) {}

  /** The steps of the case's chain, who approved which part of the text in force, and what has changed since this person last approved. */
  @Get('cases/:id/approvals')
  @Allow('draft.read')
  approvals(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    return this.desk.approvals(actorOf(request), id);
  }

  /** Every chain with its last trial. */
  @Get('approval-chains')
  @Allow('chain.edit')
  chains() {
    return this.desk.chains();
  }

  /** Writes a new chain, as a draft. */
  @Post('approval-chains')
  @NeedsKey()
  @Allow('chain.edit')
  @ApiBody(documented(chainBody))
  async add(@Req() request: ActingRequest, @Body(new RequestShape(chainBody)) body: ChainBody) {
    return { chainId: await this.desk.saveChain(request, undefined, body) };
  }

  /** Writes a draft anew. */
  @Post('approval-chains/:chainId')
  @HttpCode(200)
  @Allow('chain.edit')
  @VersionOf('approval-chain', 'chainId')
  @ApiBody(documented(chainBody))
  async save(
    @Req() request: ActingRequest,
    @Param('chainId', IdParameter) chainId: string,
    @Body(new RequestShape(chainBody)) body: ChainBody,
  ) {
    return { chainId: await this.desk.saveChain(request, chainId, body) };
  }

  /** What the chain would have asked of old cases, and how long it would have taken. */
  @Post('approval-chains/:chainId/trial')
  @HttpCode(200)
  @Allow('chain.edit')
  @VersionOf('approval-chain', 'chainId')
  trial(@Req() request: ActingRequest, @Param('chainId', IdParameter) chainId: string) {
    return this.desk.tryChain(request, chainId);
  }

  /** Lets the chain count from a day on. */
  @Post('approval-chains/:chainId/force')
  @HttpCode(200)
  @Allow('chain.edit')
  @VersionOf('approval-chain', 'chainId')
  @ApiBody(documented(routingForceBody))
  async force(
    @Req() request: ActingRequest,
    @Param('chainId', IdParameter) chainId: string,
    @Body(new RequestShape(routingForceBody)) { validFrom }: z.infer<typeof routingForceBody>,
  ) {
    await this.desk.forceChain(request, chainId, validFrom);
    return { chainId, validFrom };
  }

  /** Who stands in for whom, now and later. */
  @Get('stand-ins')
  @Allow('stand-in.set')
  standIns() {
    return this.desk.standIns();
  }

  /** Sets a stand-in: for oneself, or by the secretariat for another. */
  @Post('stand-ins')
  @NeedsKey()
  @Allow('stand-in.set')
  @ApiBody(documented(standInBody))
  async setStandIn(@Req() request: ActingRequest, @Body(new RequestShape(standInBody)) body: StandInBody) {
    return { standInId: await this.desk.setStandIn(request, body) };
  }

  /** Ends a stand-in at once. */
  @Post('stand-ins/:standInId/end')
  @HttpCode(200)
  @Allow('stand-in.set')
  async endStandIn(@Req() request: ActingRequest, @Param('standInId', IdParameter) standInId: string) {
    await this.desk.endStandIn(request, standInId);
    return { standInId };
  }
}
