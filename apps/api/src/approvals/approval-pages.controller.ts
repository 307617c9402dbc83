import { Body, Controller, Get, Header, Inject, Param, Post, Redirect, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, listPeople, mayDo, NeedsKey, VersionOf } from '@genmaele/access';
import { localDateOf, parseDeadline } from '@genmaele/calendar';
import { maySetForOthers } from '@genmaele/cases';
import { committeesStanding } from '@genmaele/committees';
import { caseKinds, type ChainBody, chainBody, type ChainStep, roleNames, roles, routingForceBody, type StandInBody, type StepBody, standInBody } from '@genmaele/contracts'; // prettier-ignore
import { Clock } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { heldTo, IdParameter } from '../house/request-shape.js';
import { page } from '../pages/page-views.js';
import { ApprovalDesk } from './approval-desk.js';

type Form = Record<string, string | undefined>;

const kindWords: Record<ChainStep['kind'], string> = { approve: 'godkend', gate: 'port', inform: 'orienter' };

/** How a line names the body that a step waits for, in the place of roles. */
const bodyWords: Record<StepBody, string> = { committee: 'udvalget', board: 'bestyrelsen', chairmanship: 'formandskabet' };

/** A step on each line: `rang; navn i små bogstaver; art; roller; antal; arbejdsdage; rykker til; underskriver; titel`; in the place of roles may stand the body that the step waits for; the days may say when a reminder goes (`4/2`). Errors: `request.invalid`. */
export function chainFromForm({ kind, name, steps }: Form): ChainBody {
  const lines = (steps ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
  return heldTo(chainBody, { kind, name, steps: lines.map(stepOf) });
}

function stepOf(line: string): unknown {
  const [rank, id, art, by = '', quorum, workingDays, escalateTo, signs, ...title] = line.split(';').map((part) => part.trim());
  const kind = Object.entries(kindWords).find(([, word]) => word === art)?.[0];
  const [days, remindAfter] = (workingDays ?? '').split('/').map(Number);
  const [rankNumber, people] = [rank, quorum].map(Number);
  const body = Object.entries(bodyWords).find(([, word]) => word === by)?.[0];
  const rolesAsked = body ? [] : by.split(/\s+/).filter((role) => role !== '');
  return {
    rank: rankNumber,
    id,
    kind,
    by: rolesAsked,
    ...(body ? { body } : {}),
    quorum: people,
    workingDays: days,
    ...(remindAfter === undefined ? {} : { remindAfter }),
    escalateTo,
    signs: signs === 'ja',
    name: title.join(';'),
  };
}

function lineOf({ rank, id, kind, by, body, quorum, workingDays, remindAfter, escalateTo, signs, name }: ChainStep): string {
  const days = remindAfter === undefined ? workingDays : `${workingDays}/${remindAfter}`;
  return [rank, id, kindWords[kind], body ? bodyWords[body] : by.join(' '), quorum, days, escalateTo, signs ? 'ja' : 'nej', name].join(
    '; ',
  );
}

/** A day without a clock counts whole: from its first moment, until its last has passed. Errors: `request.invalid`. */
export function standInFromForm(form: Form): StandInBody {
  const one = (value: string | undefined) => (value ? [value] : []);
  return heldTo(standInBody, {
    personId: form.personId,
    byPersonId: form.byPersonId,
    validFrom: momentOf(form.validFrom, '00:00'),
    validTo: momentOf(form.validTo, '23:59'),
    roles: one(form.role),
    committees: one(form.committeeId),
    kinds: one(form.kind),
    reason: form.reason,
  });
}

function momentOf(day: string | undefined, time: string): string | undefined {
  return day && /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(parseDeadline(`${day}T${time}`).instant).toISOString() : undefined;
}

/** The pages of the chains of approval and of who stands in for whom. */
@ApiExcludeController()
@Controller()
export class ApprovalPagesController {
  constructor(
    @Inject(ApprovalDesk) private readonly desk: ApprovalDesk,
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('godkendelsesveje')
  @Allow('chain.edit')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async chains(@Req() request: ActingRequest) {
    const chains = (await this.desk.chains()).map((chain) => ({ ...chain, text: chain.steps.map(lineOf).join('\n') }));
    const versions = Object.fromEntries(chains.map(({ id, etag }) => [id, etag]));
    return page('chains', {
      actor: actorOf(request),
      versions,
      chains,
      kinds: Object.entries(caseKinds),
      today: localDateOf(this.clock.now()),
    });
  }

  @Post('godkendelsesveje')
  @Allow('chain.edit')
  @NeedsKey()
  @Redirect('/godkendelsesveje', 303)
  async add(@Req() request: ActingRequest, @Body() form: Form) {
    await this.desk.saveChain(request, undefined, chainFromForm(form));
  }

  @Post('godkendelsesveje/:chainId')
  @Allow('chain.edit')
  @VersionOf('approval-chain', 'chainId')
  @Redirect('/godkendelsesveje', 303)
  async save(@Req() request: ActingRequest, @Param('chainId', IdParameter) chainId: string, @Body() form: Form) {
    await this.desk.saveChain(request, chainId, chainFromForm(form));
  }

  @Post('godkendelsesveje/:chainId/proev')
  @Allow('chain.edit')
  @VersionOf('approval-chain', 'chainId')
  @Redirect('/godkendelsesveje', 303)
  async trial(@Req() request: ActingRequest, @Param('chainId', IdParameter) chainId: string) {
    await this.desk.tryChain(request, chainId);
  }

  @Post('godkendelsesveje/:chainId/ikraft')
  @Allow('chain.edit')
  @VersionOf('approval-chain', 'chainId')
  @Redirect('/godkendelsesveje', 303)
  async force(@Req() request: ActingRequest, @Param('chainId', IdParameter) chainId: string, @Body() form: Form) {
    await this.desk.forceChain(request, chainId, heldTo(routingForceBody, { validFrom: form.validFrom }).validFrom);
  }

  @Get('stedfortraedere')
  @Allow('stand-in.set')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async standIns(@Req() request: ActingRequest) {
    const actor = actorOf(request);
    const now = this.clock.now();
    const people = (await listPeople(this.database, now)).filter(({ disabledAt }) => !disabledAt);
    return page('stand-ins', {
      actor,
      standIns: await this.desk.standIns(),
      people,
      forOthers: maySetForOthers(actor.roles),
      committees: await committeesStanding(this.database, localDateOf(now)),
      roles: roles.filter((role) => mayDo([role], 'case.act')).map((role) => [role, roleNames[role]]),
      kinds: Object.entries(caseKinds),
      today: localDateOf(now),
    });
  }

  @Post('stedfortraedere')
  @Allow('stand-in.set')
  @NeedsKey()
  @Redirect('/stedfortraedere', 303)
  async setStandIn(@Req() request: ActingRequest, @Body() form: Form) {
    await this.desk.setStandIn(request, standInFromForm({ ...form, personId: form.personId || actorOf(request).id }));
  }

  @Post('stedfortraedere/:standInId/slut')
  @Allow('stand-in.set')
  @Redirect('/stedfortraedere', 303)
  async endStandIn(@Req() request: ActingRequest, @Param('standInId', IdParameter) standInId: string) {
    await this.desk.endStandIn(request, standInId);
  }
}
