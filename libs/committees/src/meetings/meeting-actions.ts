import { AppError, type MeetingActionBody } from '@genmaele/contracts';
import { addDays, localDateOf, parseDeadline } from '@genmaele/calendar';
import { cancelWork, promiseWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type ActingInBody, logOf } from '../bodies/change-bodies.js';
import { rolesInBody } from '../bodies/standing-in-body.js';
import { minutesStanding, sendMinutes } from '../decisions/minutes.js';
import { numberItems, standingItems } from './agenda-items.js';
import { agendaLines, keepAgenda } from './agenda-snapshot.js';
import { lockMeeting, type LockedMeeting } from './lock-meeting.js';
import { promiseReplanning } from './plan-meetings.js';
import { attendeesOf } from './manning.js';
import { decideMeeting, type MeetingAction, type MeetingFacts, type MeetingState } from './meeting-steps.js';

type Effect = (tx: Tx, meeting: LockedMeeting, body: MeetingActionBody, by: ActingInBody) => Promise<void>;

const subjectOf = ({ id }: LockedMeeting) => `meeting:${id}`;

async function tell(tx: Tx, meeting: LockedMeeting, about: 'papers' | 'tomorrow' | 'cancelled', dueAt: Date, now: Date): Promise<void> {
  const options = { subject: subjectOf(meeting), once: `${meeting.id}:${about}`, dueAt, now };
  await promiseWork(tx, 'agenda.remind', { meetingId: meeting.id, about }, options);
}

async function render(tx: Tx, meeting: LockedMeeting, kind: 'agenda' | 'agenda-held' | 'minutes', now: Date): Promise<void> {
  const options = { subject: subjectOf(meeting), once: `${meeting.id}:${kind}:${meeting.version}`, dueAt: now, now };
  await promiseWork(tx, 'agenda.render', { meetingId: meeting.id, kind }, options);
}

/** What an action writes beside the state. */
const effects: Record<MeetingAction, Effect | undefined> = {
  'close-agenda': async (tx, meeting) => numberItems(tx, await standingItems(tx, meeting.id)),
  'reopen-agenda': undefined,
  'send-papers': async (tx, meeting, _body, { now }) => {
    await keepAgenda(tx, meeting, 'invited', now);
    await render(tx, meeting, 'agenda', now);
    await tell(tx, meeting, 'papers', now, now);
    const eve = new Date(parseDeadline(`${addDays(meeting.date, -1)}T09:00`).instant);
    if (eve > now) await tell(tx, meeting, 'tomorrow', eve, now);
  },
  hold: undefined,
  'send-minutes': async (tx, meeting, body, by) => {
    await keepAgenda(tx, meeting, 'held', by.now);
    await sendMinutes(tx, meeting, new Date(body.minutesDeadline ?? by.now), by);
    await render(tx, meeting, 'agenda-held', by.now);
    await render(tx, meeting, 'minutes', by.now);
  },
  'confirm-minutes': (tx, meeting) => cancelWork(tx, subjectOf(meeting), ['minutes.close']),
  'minutes-stand': undefined,
  cancel: async (tx, meeting, _body, { now }) => {
    await cancelWork(tx, subjectOf(meeting), ['agenda.build', 'agenda.remind']);
    if (meeting.state === 'papers-sent') await tell(tx, meeting, 'cancelled', now, now);
    await promiseReplanning(tx, meeting.committeeId, now);
  },
};

/**
 * Takes an action on a meeting: lock, facts, table, effect, state, step, log; in the caller's transaction. This alone moves a meeting.
 * Errors: `meeting.not-found`, those of `decideMeeting`.
 */
export async function actOnMeeting(
  tx: Tx,
  meetingId: string,
  action: MeetingAction,
  body: MeetingActionBody,
  by: ActingInBody,
): Promise<{ state: MeetingState }> {
  const meeting = await lockMeeting(tx, meetingId);
  const verdict = decideMeeting(
    meeting.state,
    action,
    rolesInBody(by.actor, meeting.committeeId),
    await factsOf(tx, meeting, body, by.now),
  );
  if (!verdict.allowed) throw new AppError(verdict.code, verdict.facts);
  await effects[action]?.(tx, meeting, body, by);
  const moved = await rowsOf(
    tx,
    'UPDATE committee_meeting SET state = $2, version = version + 1 WHERE id = $1 AND version = $3 RETURNING id',
    [meetingId, verdict.to, meeting.version],
  );
  if (moved.length !== 1) throw new AppError('meeting.action-not-allowed', { action, state: meeting.stateName });
  await tx.query(
    'INSERT INTO meeting_step (meeting_id, version, from_state, to_state, action, actor_id, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [meetingId, meeting.version + 1, meeting.state, verdict.to, action, by.actor.id ?? null, body.reason ?? null, by.now],
  );
  await logOf(tx, by, `meeting.${action}`, subjectOf(meeting), { from: meeting.state, to: verdict.to });
  return { state: verdict.to };
}

async function factsOf(tx: Tx, meeting: LockedMeeting, body: MeetingActionBody, now: Date): Promise<MeetingFacts> {
  const items = await agendaLines(tx, meeting.id);
  const decided = await rowsOf<{ item_id: string }>(tx, 'SELECT DISTINCT item_id FROM committee_decision WHERE meeting_id = $1', [
    meeting.id,
  ]);
  const { unanswered, objections, deadline } = await minutesStanding(tx, meeting);
  return {
    items: items.length,
    lateWithoutConsent: items.filter(({ late, consented }) => late && !consented).length,
    undecided: items.filter(({ itemId }) => !decided.some((each) => each.item_id === itemId)).length,
    dayHasCome: localDateOf(now) >= meeting.date,
    present: (await attendeesOf(tx, meeting)).filter(({ present }) => present).length,
    deadlineIsAhead: body.minutesDeadline !== undefined && new Date(body.minutesDeadline) > now,
    unanswered,
    objections,
    deadlineIsOver: deadline !== undefined && deadline <= now,
    reason: body.reason,
  };
}
