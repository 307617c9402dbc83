import { type ErrorCode, type ErrorFacts, type Role, roleNames } from '@genmaele/contracts';

/** Where a meeting can stand, with its Danish name. */
export const meetingStates = {
  planned: 'Planlagt',
  'agenda-closed': 'Dagsorden lukket',
  'papers-sent': 'Dagsorden og bilag sendt',
  held: 'Holdt',
  'minutes-out': 'Referat til godkendelse',
  'minutes-confirmed': 'Referat godkendt',
  cancelled: 'Aflyst',
} as const;

/** One of {@link meetingStates}. */
export type MeetingState = keyof typeof meetingStates;

/** What an action needs beside its role; each is answered by a fact. */
type MeetingNeed =
  | 'items' // the agenda has an item
  | 'consent' // no late paper waits for the chair
  | 'day' // the meeting's day has come
  | 'attendance' // someone is written down as present
  | 'decided' // every item has a decision
  | 'deadline' // the members are given time to object
  | 'answered' // every member has answered the minutes, or their time is over
  | 'no-objection' // nobody has objected to the minutes in force
  | 'reason'; // the actor says why

/** One row of the table. */
export interface MeetingStep {
  readonly from: MeetingState;
  readonly action: string;
  readonly danish: string;
  readonly to: MeetingState;
  readonly by: readonly Role[];
  readonly needs: readonly MeetingNeed[];
}

const step = <A extends string>(from: MeetingState, action: A, danish: string, to: MeetingState, by: Role[], needs: MeetingNeed[]) =>
  ({ from, action, danish, to, by, needs }) as const;

/**
 * A meeting on one page. There is no other way from state to state.
 *
 *     from             action             what the button says              to                    by                                        needs
 */
// prettier-ignore
export const meetingSteps = [
  step('planned',       'close-agenda',    'Luk dagsordenen',                'agenda-closed',      ['committee-secretary', 'system'],        []),
  step('planned',       'cancel',          'Aflys mødet',                    'cancelled',          ['committee-secretary', 'administrator'], ['reason']),
  step('agenda-closed', 'reopen-agenda',   'Åbn dagsordenen igen',           'planned',            ['committee-secretary'],                  ['reason']),
  step('agenda-closed', 'send-papers',     'Send dagsorden og bilag',        'papers-sent',        ['committee-secretary'],                  ['items', 'consent']),
  step('agenda-closed', 'cancel',          'Aflys mødet',                    'cancelled',          ['committee-secretary', 'administrator'], ['reason']),
  step('papers-sent',   'hold',            'Åbn mødet',                      'held',               ['committee-secretary'],                  ['day', 'attendance']),
  step('papers-sent',   'cancel',          'Aflys mødet',                    'cancelled',          ['committee-secretary', 'administrator'], ['reason']),
  step('held',          'send-minutes',    'Send referatet til godkendelse', 'minutes-out',        ['committee-secretary'],                  ['consent', 'decided', 'deadline']),
  step('minutes-out',   'send-minutes',    'Send et rettet referat',         'minutes-out',        ['committee-secretary'],                  ['consent', 'decided', 'deadline']),
  step('minutes-out',   'confirm-minutes', 'Lås referatet',                  'minutes-confirmed',  ['committee-secretary'],                  ['answered']),
  step('minutes-out',   'minutes-stand',   'Referatet står ved magt',        'minutes-confirmed',  ['system'],                               ['answered', 'no-objection']),
] as const;

/** The name of an action of the table. */
export type MeetingAction = (typeof meetingSteps)[number]['action'];

/** What is true of a meeting at the moment of an action; read under its lock. */
export interface MeetingFacts {
  readonly items: number;
  readonly lateWithoutConsent: number;
  readonly undecided: number;
  readonly dayHasCome: boolean;
  readonly present: number;
  readonly deadlineIsAhead: boolean;
  readonly unanswered: number;
  readonly deadlineIsOver: boolean;
  readonly objections: number;
  readonly reason: string | undefined;
}

/** Where a meeting goes, or which error and why. */
export type MeetingVerdict =
  { readonly allowed: true; readonly to: MeetingState } | { readonly allowed: false; readonly code: ErrorCode; readonly facts: ErrorFacts };

type Unmet = readonly [reason: string, remedy: string] | undefined;

const questions: Record<MeetingNeed, (facts: MeetingFacts) => Unmet> = {
  items: ({ items }) => (items > 0 ? undefined : ['Dagsordenen er tom.', 'Sæt et punkt på, eller aflys mødet.']),
  consent: ({ lateWithoutConsent }) =>
    lateWithoutConsent === 0 ? undefined : ['Et sent punkt venter på formandens samtykke.', 'Få samtykket, eller tag punktet af.'],
  day: ({ dayHasCome }) => (dayHasCome ? undefined : ['Mødedagen er ikke kommet.', 'Vent til dagen, eller flyt mødet.']),
  attendance: ({ present }) => (present > 0 ? undefined : ['Ingen er ført til protokol som mødt.', 'Skriv først, hvem der er til stede.']),
  decided: ({ undecided }) =>
    undecided === 0 ? undefined : [`${undecided} punkter mangler en beslutning.`, 'Før beslutningerne til protokol, også de udsatte.'],
  deadline: ({ deadlineIsAhead }) =>
    deadlineIsAhead ? undefined : ['Medlemmerne har ingen frist for indsigelser.', 'Angiv en frist, der ligger frem i tiden.'],
  answered: ({ unanswered, deadlineIsOver }) =>
    unanswered === 0 || deadlineIsOver
      ? undefined
      : [`${unanswered} medlemmer har ikke svaret, og fristen er ikke udløbet.`, 'Vent på svarene eller fristen.'],
  'no-objection': ({ objections }) =>
    objections === 0 ? undefined : ['Der er gjort indsigelse.', 'Sekretæren sender et rettet referat eller låser det med indsigelserne.'],
  reason: ({ reason }) => (reason?.trim() ? undefined : ['Der er ikke givet en begrundelse.', 'Skriv en begrundelse.']),
};

/**
 * Whether an action may be taken on a meeting, and where it goes. Pure. Errors: `meeting.action-not-allowed`, `meeting.role-missing`,
 * `meeting.need-unmet`; asked in that order.
 */
export function decideMeeting(state: MeetingState, action: MeetingAction, roles: readonly Role[], facts: MeetingFacts): MeetingVerdict {
  const row: MeetingStep | undefined = meetingSteps.find((each) => each.from === state && each.action === action);
  if (!row) return { allowed: false, code: 'meeting.action-not-allowed', facts: { action, state: meetingStates[state] } };
  if (!row.by.some((role) => roles.includes(role)))
    return { allowed: false, code: 'meeting.role-missing', facts: { allowed: row.by.map((role) => roleNames[role]).join(', ') } };
  for (const need of row.needs) {
    const unmet = questions[need](facts);
    if (unmet) return { allowed: false, code: 'meeting.need-unmet', facts: { action, reason: unmet[0], remedy: unmet[1] } };
  }
  return { allowed: true, to: row.to };
}

/** The steps a person with these roles finds as buttons in this state. */
export function offeredMeetingSteps(state: MeetingState, roles: readonly Role[]): MeetingStep[] {
  return meetingSteps.filter((each) => each.from === state && each.by.some((role) => roles.includes(role)));
}

/** Whether a word that came from outside is an action of the table. */
export function isMeetingAction(word: string): word is MeetingAction {
  return meetingSteps.some(({ action }) => action === word);
}
