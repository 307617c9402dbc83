import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, Allow, SignedIn } from '@genmaele/access';
import { type z } from 'zod';
import { documented, newPersonBody, passwordBody } from '../api-shapes.js';
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

  /** Opens an account; the password is drawn, and answered this once. */
  @Post('people')
  @Allow('person.manage')
  @ApiBody(documented(newPersonBody))
  open(@Req() request: ActingRequest, @Body(new RequestShape(newPersonBody)) body: z.infer<typeof newPersonBody>) {
    return this.desk.open(request, body);
  }

  /** Closes an account at once; its roles end. */
  @Post('people/:id/close')
  @HttpCode(200)
  @Allow('person.manage')
  async close(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    await this.desk.close(request, id);
    return { personId: id };
  }

  /** Changes one's own password. */
  @Post('me/password')
  @HttpCode(200)
  @SignedIn()
  @ApiBody(documented(passwordBody))
  async password(@Req() request: ActingRequest, @Body(new RequestShape(passwordBody)) body: z.infer<typeof passwordBody>) {
    await this.desk.changePassword(request, body);
    return { changed: true };
  }
}
