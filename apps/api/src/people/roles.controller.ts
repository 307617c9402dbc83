import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, Allow, NeedsKey, VersionOf } from '@genmaele/access';
import { type z } from 'zod';
import { documented, newRoleBody } from '../api-shapes.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { RoleDesk } from './role-desk.js';

/** Which roles a person holds, from when until when. */
@ApiTags('people')
@Controller()
export class RolesController {
  constructor(@Inject(RoleDesk) private readonly desk: RoleDesk) {}

  /** All roles of a person: held, past and to come. */
  @Get('people/:id/roles')
  @Allow('person.manage')
  @VersionOf('person')
  list(@Param('id', IdParameter) id: string) {
    return this.desk.of(id);
  }

  /** Gives a person a role. Their sessions end: they sign in anew. */
  @Post('people/:id/roles')
  @Allow('person.manage')
  @NeedsKey()
  @VersionOf('person')
  @ApiBody(documented(newRoleBody))
  give(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body(new RequestShape(newRoleBody)) body: z.infer<typeof newRoleBody>,
  ) {
    return this.desk.give(request, id, body);
  }

  /** Ends a role at once, or takes it back before it begins. */
  @Post('people/:id/roles/:roleId/end')
  @HttpCode(200)
  @Allow('person.manage')
  @VersionOf('person')
  async end(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Param('roleId', IdParameter) roleId: string) {
    await this.desk.end(request, id, roleId);
    return { roleId };
  }
}
