import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, Allow, SignedIn, VersionOf } from '@genmaele/access';
import { type z } from 'zod';
import { confidenceBody, documented } from '../api-shapes.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { VisibilityDesk } from './visibility-desk.js';

/** Who sees a case or a hearing, and why; closing a case; looking through another's eyes. */
@ApiTags('visibility')
@Controller()
export class VisibilityController {
  constructor(@Inject(VisibilityDesk) private readonly desk: VisibilityDesk) {}

  /** Everyone who sees the case, and why. */
  @Get('cases/:id/visible-to')
  @Allow('case.read')
  async ofCase(@Param('id', IdParameter) id: string) {
    return { people: await this.desk.onlookers('case', id) };
  }

  /** Everyone who sees the hearing, and why. */
  @Get('hearings/:id/visible-to')
  @Allow('hearing.read')
  async ofHearing(@Param('id', IdParameter) id: string) {
    return { people: await this.desk.onlookers('hearing', id) };
  }

  /** Closes a case to all but those named, or opens it. Whoever does it is always named. */
  @Post('cases/:id/confidence')
  @HttpCode(200)
  @Allow('case.confide')
  @VersionOf('case')
  @ApiBody(documented(confidenceBody))
  async confide(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body(new RequestShape(confidenceBody)) body: z.infer<typeof confidenceBody>,
  ) {
    await this.desk.confide(request, id, body);
    return { caseId: id, confidential: body.confidential };
  }

  /** Sees from now on what that person sees, in this session; nothing can be done meanwhile. The person is told. */
  @Post('people/:id/eyes')
  @HttpCode(200)
  @Allow('person.look-through')
  async begin(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    await this.desk.beginLooking(request, id);
    return { eyesOf: id };
  }

  /** Sees with one's own eyes again. */
  @Post('me/eyes/end')
  @HttpCode(200)
  @SignedIn()
  async end(@Req() request: ActingRequest) {
    await this.desk.endLooking(request);
    return { eyesOf: null };
  }
}
