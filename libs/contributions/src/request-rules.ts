import { type AppError, type ErrorCode } from '@genmaele/contracts';
import { localDateOf } from '@genmaele/calendar';
import { letterStage } from '@genmaele/cases';
import { type CaseState } from '@genmaele/workflow';

/** When a request ends: at its deadline, or before by an officer. */
export interface RequestEnd {
  readonly deadlineAt: Date;
  readonly endedAt: Date | null;
}

/** Whether municipalities may still contribute: to the deadline's last moment, unless it was ended before. Pure. */
export function isRequestOpen({ deadlineAt, endedAt }: RequestEnd, now: Date): boolean {
  return endedAt === null && now <= deadlineAt;
}

/** What a case says of whether municipalities may be asked about it. `barred` is that it is closed, or answers a closed hearing or a pre-hearing. */
export interface AskedCase {
  readonly state: CaseState;
  readonly kind: string;
  readonly barred: boolean;
  readonly deadlineAt: Date;
  /** The hearing's deadline as people read it. */
  readonly deadlineText: string;
}

/** Why municipalities may not be asked with this deadline; undefined when they may. Pure. */
export function refusalToAsk(
  asked: AskedCase,
  deadlineAt: Date,
  now: Date,
): { code: ErrorCode; facts: NonNullable<ConstructorParameters<typeof AppError>[1]> } | undefined {
  const refused = (reason: string) => ({ code: 'contribution-request.refused' as const, facts: { reason } });
  if (asked.barred) return refused('Sagen er lukket, eller den besvarer en fortrolig præhøring.');
  if (asked.kind === 'ministerial-letter') return refused('En henvendelse besvarer ingen høring.');
  if (letterStage(asked.state) !== 'open') return refused('Svaret er godkendt eller afsluttet.');
  if (deadlineAt <= now || deadlineAt >= asked.deadlineAt)
    return { code: 'contribution-request.deadline', facts: { deadline: asked.deadlineText } };
  return undefined;
}

/** Whether those who have not answered may be reminded: once a day in Copenhagen, and not on the day they were asked. Pure. */
export function mayRemind({ askedAt, remindedAt }: { askedAt: Date; remindedAt: Date | null }, now: Date): boolean {
  return localDateOf(remindedAt ?? askedAt) < localDateOf(now);
}
