import { Body, Controller, Get, Header, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, NeedsKey, versionTag, VersionOf } from '@genmaele/access';
import { type Response } from 'express';
import { DataSource } from 'typeorm';
import { IdParameter } from '../house/request-shape.js';
import { page } from '../pages/page-views.js';
import { answerForm, type Form, type RefusedForm } from '../pages/refused-form.js';
import { ContributionDesk } from './contribution-desk.js';
import { contributionFromForm, provisionRows } from './contribution-form.js';

const html = 'text/html; charset=utf-8';

/** The pages on which a municipality's contact sees what the municipality is asked, and writes what it contributes. */
@ApiExcludeController()
@Controller('bidrag')
export class ContributionPagesController {
  constructor(
    @Inject(ContributionDesk) private readonly desk: ContributionDesk,
    @Inject(DataSource) private readonly database: DataSource,
  ) {}

  @Get()
  @Allow('contribution.write')
  @Header('Content-Type', html)
  async list(@Req() request: ActingRequest) {
    const lines = await this.desk.own(request);
    const several = new Set(lines.map(({ municipalityCode }) => municipalityCode)).size > 1;
    const parts = { open: lines.filter(({ open }) => open), past: lines.filter(({ open }) => !open) };
    return page('contributions', { actor: actorOf(request), parts, several });
  }

  @Get(':id')
  @Allow('contribution.write')
  @VersionOf('contribution')
  @Header('Content-Type', html)
  one(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    return this.#page(request, id);
  }

  @Get(':id/synlighed')
  @Allow('contribution.write')
  @Header('Content-Type', html)
  async onlookers(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    const { municipality, hearingTitle } = await this.desk.view(request, id);
    const facts = {
      heading: `Bidrag fra ${municipality}: ${hearingTitle ?? ''}`,
      back: `/bidrag/${id}`,
      confidential: false,
      mayConfide: false,
    };
    return page('visibility', { actor: actorOf(request), ...facts, naming: [], people: await this.desk.onlookers(id) });
  }

  /** Saves the draft, or sends it, as the button says. */
  @Post(':id')
  @Allow('contribution.write')
  @VersionOf('contribution')
  @NeedsKey()
  write(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() typed: Form, @Res() response: Response) {
    const work = async () => {
      await this.desk.write(request, id, contributionFromForm(typed));
      return `/bidrag/${id}`;
    };
    return answerForm(response, { form: 'bidrag', typed }, work, (refused) => this.#page(request, id, refused));
  }

  /** The version is read before what is shown, so that nothing newer is overwritten unseen. */
  async #page(request: ActingRequest, id: string, refused?: RefusedForm): Promise<string> {
    const version = await versionTag(this.database, 'contribution', id);
    const view = await this.desk.view(request, id);
    const content = view.versions[0]?.content;
    return page('contribution', {
      actor: actorOf(request),
      versions: { [id]: version },
      view,
      content,
      rows: provisionRows(content, refused?.typed),
      refused,
    });
  }
}
