import { type ErrorCode, type ErrorFacts, type Role, roleNames } from '@genmaele/contracts';

/** Where a reservation can stand. Open is `taken` alone; the others are ends. */
// prettier-ignore
export const reservationStates = {
  taken:     { danish: 'Taget',       open: true  },
  confirmed: { danish: 'Bekræftet',   open: false },
  changed:   { danish: 'Ændret',      open: false },
  withdrawn: { danish: 'Trukket',     open: false },
} as const satisfies Record<string, { danish: string; open: boolean }>;

/** A state of a reservation. */
export type ReservationState = keyof typeof reservationStates;

/** What a step of a reservation needs beside its role. */
export type ReservationNeed =
  | 'reason' // the actor says why
  | 'before-approval' // nobody has approved the letter that names it
  | 'after-dispatch'; // the letter that names it has left

/** One row of the table. */
export interface ReservationRow {
  readonly from: ReservationState;
  readonly action: string;
  readonly danish: string;
  readonly to: ReservationState;
  readonly by: readonly Role[];
  readonly needs: readonly ReservationNeed[];
}

// prettier-ignore
const row = <A extends string>(from: ReservationState, action: A, danish: string, to: ReservationState, by: Role[], needs: ReservationNeed[]) =>
  ({ from, action, danish, to, by, needs }) as const;

/**
 * The life of a reservation. A letter that is approved, drawn, signed or on its way names what was taken, so nothing moves meanwhile: before the
 * approval a reservation may be reworded or dropped, after the dispatch it is confirmed, changed or withdrawn.
 *
 *    from       action       what the button says     to             by                                                      needs
 */
// prettier-ignore
export const reservationWorkflow = [
  row('taken',   'reword',    'Ret ordlyden',          'taken',       ['officer', 'head-of-office'],                          ['before-approval']),
  row('taken',   'drop',      'Fjern forbeholdet',     'withdrawn',   ['officer', 'head-of-office'],                          ['reason', 'before-approval']),
  row('taken',   'confirm',   'Bekræft svaret',        'confirmed',   ['committee-secretary', 'head-of-office', 'system'],    ['reason', 'after-dispatch']),
  row('taken',   'change',    'Svaret er ændret',      'changed',     ['committee-secretary', 'head-of-office', 'system'],    ['reason', 'after-dispatch']),
  row('taken',   'withdraw',  'Træk svaret tilbage',   'withdrawn',   ['head-of-office', 'system'],                           ['reason', 'after-dispatch']),
] as const;

/** The name of a step of the table. */
export type ReservationAction = (typeof reservationWorkflow)[number]['action'];

/** Whether a word that came from outside is a step of the table. */
export function isReservationAction(word: string): word is ReservationAction {
  return reservationWorkflow.some((each) => each.action === word);
}

/** What is true of a reservation and its letter, read under the lock of both. */
export interface ReservationFacts {
  readonly reason?: string | undefined;
  readonly letter: 'open' | 'underway' | 'sent' | 'ended';
}

/** Where the reservation goes, or which error and why. */
export type ReservationDecision =
  | { readonly allowed: true; readonly to: ReservationState }
  | { readonly allowed: false; readonly code: ErrorCode; readonly facts: ErrorFacts };

const questions: Record<ReservationNeed, (facts: ReservationFacts) => [reason: string, remedy: string] | undefined> = {
  reason: ({ reason }) => (reason?.trim() ? undefined : ['Der er ikke givet en begrundelse.', 'Skriv en begrundelse.']),
  'before-approval': ({ letter }) =>
    letter === 'open'
      ? undefined
      : ['Svaret er godkendt eller afsluttet.', 'Træk godkendelsen tilbage først, eller vent, til svaret er sendt.'],
  'after-dispatch': ({ letter }) =>
    letter === 'sent' ? undefined : ['Svaret er ikke sendt endnu.', 'Fjern forbeholdet i udkastet, eller vent, til svaret er sendt.'],
};

/**
 * Whether a step may be taken on a reservation. Pure. Errors: `reservation.action-not-allowed` (no row from this state), `case.role-missing`,
 * `case.need-unmet`; asked in that order.
 */
export function decideReservation(
  state: ReservationState,
  action: ReservationAction,
  roles: readonly Role[],
  facts: ReservationFacts,
): ReservationDecision {
  const row: ReservationRow | undefined = reservationWorkflow.find((each) => each.from === state && each.action === action);
  if (!row) return { allowed: false, code: 'reservation.action-not-allowed', facts: { action, state: reservationStates[state].danish } };
  if (!row.by.some((role) => roles.includes(role)))
    return { allowed: false, code: 'case.role-missing', facts: { action, allowed: row.by.map((role) => roleNames[role]).join(', ') } };
  for (const need of row.needs) {
    const [reason, remedy] = questions[need](facts) ?? [];
    if (reason && remedy) return { allowed: false, code: 'case.need-unmet', facts: { action, reason, remedy } };
  }
  return { allowed: true, to: row.to };
}

/** The steps a person with these roles is offered, as far as letter and state allow. */
export function offeredReservationRows(
  state: ReservationState,
  roles: readonly Role[],
  letter: ReservationFacts['letter'],
): ReservationRow[] {
  return reservationWorkflow.filter(({ from, by, needs }) => {
    const fits = (needs as readonly ReservationNeed[]).every((need) => need === 'reason' || !questions[need]({ letter }));
    return from === state && by.some((role) => (roles as readonly string[]).includes(role)) && fits;
  });
}
