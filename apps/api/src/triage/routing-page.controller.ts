import { Body, Controller, Get, Header, Inject, Param, Post, Redirect, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, NeedsKey, VersionOf } from '@genmaele/access';
import { localDateOf } from '@genmaele/calendar';
import { type RoutingRule } from '@genmaele/cases';
import { committeesStanding } from '@genmaele/committees';
import { routingForceBody, type RoutingSetBody, routingSetBody } from '@genmaele/contracts';
import { Clock } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { heldTo, IdParameter } from '../house/request-shape.js';
import { page } from '../pages/page-views.js';
import { TriageDesk } from './triage-desk.js';

type Form = Record<string, string | undefined>;

/** A rule on each line: `nummer; KLE; ord, adskilt af mellemrum; kontor; udvalg`. Errors: `request.invalid`. */
export function routingSetFromForm({ name, rules }: Form): RoutingSetBody {
  const lines = (rules ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
  return heldTo(routingSetBody, {
    name,
    rules: lines.map((line) => {
      const [priority, klePrefix = '', words = '', officeName = '', committeeId = ''] = line.split(';').map((part) => part.trim());
      return { priority, klePrefix, words: words.split(/\s+/).filter((word) => word !== ''), officeName, committeeId };
    }),
  });
}

/** The page of the routing rules: they are written, tried on last year's cases, and only then put in force. */
@ApiExcludeController()
@Controller('fordeling')
export class RoutingPageController {
  constructor(
    @Inject(TriageDesk) private readonly desk: TriageDesk,
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Allow('route.edit')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async sets(@Req() request: ActingRequest) {
    const today = localDateOf(this.clock.now());
    const sets = (await this.desk.routes()).map((set) => ({ ...set, text: set.rules.map(lineOf).join('\n') }));
    const versions = Object.fromEntries(sets.map(({ id, etag }) => [id, etag]));
    return page('routing', { actor: actorOf(request), versions, sets, today, committees: await committeesStanding(this.database, today) });
  }

  @Post()
  @Allow('route.edit')
  @NeedsKey()
  @Redirect('/fordeling', 303)
  async add(@Req() request: ActingRequest, @Body() form: Form) {
    await this.desk.saveRoutes(request, undefined, routingSetFromForm(form));
  }

  @Post(':setId')
  @Allow('route.edit')
  @VersionOf('routing-set', 'setId')
  @Redirect('/fordeling', 303)
  async save(@Req() request: ActingRequest, @Param('setId', IdParameter) setId: string, @Body() form: Form) {
    await this.desk.saveRoutes(request, setId, routingSetFromForm(form));
  }

  @Post(':setId/proev')
  @Allow('route.edit')
  @VersionOf('routing-set', 'setId')
  @Redirect('/fordeling', 303)
  async trial(@Req() request: ActingRequest, @Param('setId', IdParameter) setId: string) {
    await this.desk.tryRoutes(request, setId);
  }

  @Post(':setId/ikraft')
  @Allow('route.edit')
  @VersionOf('routing-set', 'setId')
  @Redirect('/fordeling', 303)
  async force(@Req() request: ActingRequest, @Param('setId', IdParameter) setId: string, @Body() form: Form) {
    await this.desk.forceRoutes(request, setId, heldTo(routingForceBody, { validFrom: form.validFrom }).validFrom);
  }
}

function lineOf({ priority, klePrefix, words, officeName, committeeId }: RoutingRule): string {
  return [priority, klePrefix ?? '', words.join(' '), officeName ?? '', committeeId ?? ''].join('; ');
}
