import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, Allow, NeedsKey, VersionOf } from '@genmaele/access';
import { routingForceBody, type RoutingSetBody, routingSetBody } from '@genmaele/contracts';
import { type z } from 'zod';
import { documented } from '../api-shapes.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { TriageDesk } from './triage-desk.js';

/** The rules that send cases to offices and committees: written, tried on last year's cases, and only then put in force. */
@ApiTags('routing')
@Controller('routing')
export class RoutingController {
  constructor(@Inject(TriageDesk) private readonly desk: TriageDesk) {}

  /** Every set of rules with its last trial, the one made last first. */
  @Get()
  @Allow('route.edit')
  list() {
    return this.desk.routes();
  }

  /** Writes a new set. */
  @Post()
  @NeedsKey()
  @Allow('route.edit')
  @ApiBody(documented(routingSetBody))
  async add(@Req() request: ActingRequest, @Body(new RequestShape(routingSetBody)) body: RoutingSetBody) {
    return { setId: await this.desk.saveRoutes(request, undefined, body) };
  }

  /** Writes a draft anew. */
  @Post(':setId')
  @HttpCode(200)
  @Allow('route.edit')
  @VersionOf('routing-set', 'setId')
  @ApiBody(documented(routingSetBody))
  async save(
    @Req() request: ActingRequest,
    @Param('setId', IdParameter) setId: string,
    @Body(new RequestShape(routingSetBody)) body: RoutingSetBody,
  ) {
    return { setId: await this.desk.saveRoutes(request, setId, body) };
  }

  /** Which of last year's cases would have gone elsewhere. */
  @Post(':setId/trial')
  @HttpCode(200)
  @Allow('route.edit')
  @VersionOf('routing-set', 'setId')
  trial(@Req() request: ActingRequest, @Param('setId', IdParameter) setId: string) {
    return this.desk.tryRoutes(request, setId);
  }

  /** Lets the rules count from a day on. */
  @Post(':setId/force')
  @HttpCode(200)
  @Allow('route.edit')
  @VersionOf('routing-set', 'setId')
  @ApiBody(documented(routingForceBody))
  async force(
    @Req() request: ActingRequest,
    @Param('setId', IdParameter) setId: string,
    @Body(new RequestShape(routingForceBody)) { validFrom }: z.infer<typeof routingForceBody>,
  ) {
    await this.desk.forceRoutes(request, setId, validFrom);
    return { setId, validFrom };
  }
}
