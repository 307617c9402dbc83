import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Redirect, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, NeedsKey, VersionOf } from '@genmaele/access';
import { localDateOf } from '@genmaele/calendar';
import { committeesStanding } from '@genmaele/committees';
import { roleNames, roles } from '@genmaele/contracts';
import { ministries } from '@genmaele/intake';
import { Clock } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { newPersonBody } from '../api-shapes.js';
import { heldTo, IdParameter } from '../house/request-shape.js';
import { page } from '../pages/page-views.js';
import { PersonDesk } from './person-desk.js';

type Form = Record<string, string | undefined>;

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
    const { committeeId, ministryId } = form;
    const role = { role: form.role, ...(committeeId ? { committeeId } : {}), ...(ministryId ? { ministryId } : {}) };
    const body = heldTo(newPersonBody, { name: form.name, email: form.email, roles: [role] });
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
    const committees = await committeesStanding(this.database, localDateOf(this.clock.now()));
    const offered = roles.filter((role) => role !== 'system').map((role) => ({ role, danish: roleNames[role] }));
    const standing = ministries.filter(({ validTo }) => !validTo);
    const names = Object.fromEntries([...committees, ...ministries].map(({ id, name }) => [id, name]));
    const people = await this.desk.list();
    const versions = Object.fromEntries(people.map(({ id, etag }) => [id, etag]));
    return page('people', { actor: actorOf(request), people, versions, committees, ministries: standing, names, roles: offered, ...more });
  }
}
