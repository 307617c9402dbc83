import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Redirect, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, NeedsKey, VersionOf } from '@genmaele/access';
import { Clock } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { newPersonBody } from '../api-shapes.js';
import { heldTo, IdParameter } from '../house/request-shape.js';
import { page } from '../pages/page-views.js';
import { filled, type Form } from '../pages/refused-form.js';
import { PersonDesk } from './person-desk.js';
import { placesOffered } from './role-places.js';

/** The pages on which an administrator opens and closes accounts, with a role each. */
@ApiExcludeController()
@Controller()
export class PeoplePageController {
  constructor(
    @Inject(PersonDesk) private readonly desk: PersonDesk,
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('personer')
  @Allow('person.manage')
  @Header('Content-Type', 'text/html; charset=utf-8')
  people(@Req() request: ActingRequest) {
    return this.#page(request);
  }

  @Post('personer')
  @HttpCode(200)
  @Allow('person.manage')
  @NeedsKey()
  @Header('Content-Type', 'text/html; charset=utf-8')
  async open(@Req() request: ActingRequest, @Body() form: Form) {
    const role = filled(form, 'role', 'committeeId', 'ministryId', 'municipalityCode');
    const body = heldTo(newPersonBody, { name: form['name'], email: form['email'], roles: [role] });
    await this.desk.open(request, body);
    return this.#page(request, { opened: { name: body.name, email: body.email } });
  }

  @Post('personer/:id/luk')
  @Allow('person.manage')
  @VersionOf('person')
  @Redirect('/personer', 303)
  async close(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    await this.desk.close(request, id);
  }

  async #page(request: ActingRequest, more: object = {}) {
    const places = await placesOffered(this.database, this.clock.now());
    const people = await this.desk.list();
    const versions = Object.fromEntries(people.map(({ id, etag }) => [id, etag]));
    return page('people', { actor: actorOf(request), people, versions, ...places, ...more });
  }
}
