import { Body, Controller, Get, Header, Inject, Param, Post, Redirect, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, NeedsKey, VersionOf } from '@genmaele/access';
import { Clock } from '@genmaele/platform';
import { type Response } from 'express';
import { DataSource } from 'typeorm';
import { newRoleBody } from '../api-shapes.js';
import { IdParameter } from '../house/request-shape.js';
import { page } from '../pages/page-views.js';
import { answerForm, filled, type Form, heldToForm, type RefusedForm } from '../pages/refused-form.js';
import { RoleDesk } from './role-desk.js';
import { placesOffered } from './role-places.js';

const labels = {
  role: 'Rolle',
  committeeId: 'Udvalg',
  ministryId: 'Ministerium',
  municipalityCode: 'Kommune',
  firstDay: 'Fra og med',
  lastDay: 'Til og med',
};

/** The page on which an administrator gives a person a role, and ends one. */
@ApiExcludeController()
@Controller()
export class RolesPageController {
  constructor(
    @Inject(RoleDesk) private readonly desk: RoleDesk,
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('personer/:id/roller')
  @Allow('person.manage')
  @VersionOf('person')
  @Header('Content-Type', 'text/html; charset=utf-8')
  roles(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    return this.#page(request, id);
  }

  @Post('personer/:id/roller')
  @Allow('person.manage')
  @NeedsKey()
  @VersionOf('person')
  give(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() typed: Form, @Res() response: Response) {
    const work = async () => {
      const given = filled(typed, 'role', 'committeeId', 'ministryId', 'municipalityCode', 'firstDay', 'lastDay');
      await this.desk.give(request, id, heldToForm(newRoleBody, given, labels));
      return `/personer/${id}/roller`;
    };
    return answerForm(response, { form: 'rolle', typed }, work, (refused) => this.#page(request, id, refused));
  }

  @Post('personer/:id/roller/:roleId/afslut')
  @Allow('person.manage')
  @VersionOf('person')
  @Redirect()
  async end(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Param('roleId', IdParameter) roleId: string) {
    await this.desk.end(request, id, roleId);
    return { url: `/personer/${id}/roller`, statusCode: 303 };
  }

  async #page(request: ActingRequest, id: string, refused?: RefusedForm): Promise<string> {
    const person = await this.desk.of(id);
    const places = await placesOffered(this.database, this.clock.now());
    return page('person-roles', { actor: actorOf(request), person, versions: { [id]: person.etag }, ...places, refused });
  }
}
