import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, Allow, NeedsKey, VersionOf } from '@genmaele/access';
import { type z } from 'zod';
import { documented, newPersonBody } from '../api-shapes.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { PersonDesk } from './person-desk.js';

/** Who has an account, with which roles. */
@ApiTags('people')
@Controller()
export class PeopleController {
  constructor(@Inject(PersonDesk) private readonly desk: PersonDesk) {}

  /** Everyone with an account and the roles they hold now. */
  @Get('people')
  @Allow('person.manage')
  list() {
    return this.desk.list();
  }

  /** Opens an account; the person is mailed a link by which they choose the password. */
  @Post('people')
  @Allow('person.manage')
  @NeedsKey()
  @ApiBody(documented(newPersonBody))
  open(@Req() request: ActingRequest, @Body(new RequestShape(newPersonBody)) body: z.infer<typeof newPersonBody>) {
    return this.desk.open(request, body);
  }

  /** Closes an account at once; its roles end. */
  @Post('people/:id/close')
  @HttpCode(200)
  @Allow('person.manage')
  @VersionOf('person')
  async close(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    await this.desk.close(request, id);
    return { personId: id };
  }
}
