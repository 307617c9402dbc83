import { Body, Controller, Get, Header, Inject, Param, Post, Redirect, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, mayDo, SignedIn, VersionOf } from '@genmaele/access';
import { caseView } from '@genmaele/cases';
import { hearingById } from '@genmaele/intake';
import { type Response } from 'express';
import { DataSource } from 'typeorm';
import { confidenceBody } from '../api-shapes.js';
import { heldTo, IdParameter } from '../house/request-shape.js';
import { page } from '../pages/page-views.js';
import { VisibilityDesk } from './visibility-desk.js';

const html = 'text/html; charset=utf-8';

/** The pages »Hvem kan se dette, og hvorfor«, with the form that closes a case, and the buttons of looking through another's eyes. */
@ApiExcludeController()
@Controller()
export class VisibilityPageController {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(VisibilityDesk) private readonly desk: VisibilityDesk,
  ) {}

  @Get('sager/:id/synlighed')
  @Allow('case.read')
  @VersionOf('case')
  @Header('Content-Type', html)
  async ofCase(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    const { number, title, confidential } = await caseView(this.database, id);
    const actor = actorOf(request);
    const mayConfide = mayDo(actor.roles, 'case.confide');
    return page('visibility', {
      actor,
      ...{ heading: `${number}: ${title}`, back: `/sager/${id}`, confidential, mayConfide },
      people: await this.desk.onlookers('case', id),
      naming: mayConfide ? await this.desk.naming(id) : [],
      versions: { [id]: request.version },
    });
  }

  @Get('hoeringer/:id/synlighed')
  @Allow('hearing.read')
  @Header('Content-Type', html)
  async ofHearing(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    const { title, confidential } = await hearingById(this.database, id);
    const facts = { heading: title ?? 'Høring', back: `/hoeringer/${id}`, confidential, mayConfide: false, naming: [] };
    return page('visibility', { actor: actorOf(request), ...facts, people: await this.desk.onlookers('hearing', id) });
  }

  @Post('sager/:id/fortrolighed')
  @Allow('case.confide')
  @VersionOf('case')
  async confide(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body() form: Record<string, string | string[] | undefined>,
    @Res() response: Response,
  ) {
    const body = { confidential: form['confidential'] === 'on', personIds: [form['personIds'] ?? []].flat() };
    await this.desk.confide(request, id, heldTo(confidenceBody, body));
    response.redirect(303, `/sager/${id}/synlighed`);
  }

  @Post('personer/:id/oejne')
  @Allow('person.look-through')
  @Redirect('/', 303)
  async begin(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    await this.desk.beginLooking(request, id);
  }

  @Post('oejne/slut')
  @SignedIn()
  @Redirect('/personer', 303)
  async end(@Req() request: ActingRequest) {
    await this.desk.endLooking(request);
  }
}
