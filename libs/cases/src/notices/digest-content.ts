import { tellable, viewerParameters } from '@genmaele/access';
import { addWorkingDays, formatDate, formatDeadline, localDateOf, parseDeadline, parseLocalDate } from '@genmaele/calendar';
import { type ReservationKind, reservationKinds, type Role, roleNames } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type CaseState, states } from '@genmaele/workflow';
import { asksForAgenda } from '../body-steps.js';
import { caseName, holdsTask, isTheirs, namedCase, type NamedCase, taskStandsInFor, unsentStates } from './case-naming.js';
import { type DigestContent } from './digest-text.js';
import { publicationsWaitingFor } from '../publications.js';
import { momentText, type NoticeSentence } from './notice-text.js';

/** Whose digest it is, and the span it tells of. */
export interface DigestScope {
  readonly personId: string;
  /** When the last one was built. */
  readonly since: Date;
  readonly now: Date;
}

/** What is true for a person at `now`, and has not been told since the last digest. Reads only. */
export async function digestContent(tx: Tx, scope: DigestScope): Promise<DigestContent> {
  return {
    tasks: [...(await openTasks(tx, scope)), ...(await proposedPublications(tx, scope))],
    deadlines: await nearDeadlines(tx, scope),
    reservations: await openReservations(tx, scope),
    news: [...(await untoldLines(tx, scope)), ...(await changes(tx, scope))],
  };
}

async function openTasks(tx: Tx, { personId, now }: DigestScope): Promise<NoticeSentence[]> {
  const rows = await rowsOf<
    NamedCase & {
      role: Role;
      escalateTo: Role;
      committee: string | null;
      standsInFor: string | null;
      dueAt: Date;
      escalatedAt: Date | null;
      forAgenda: boolean;
    }
  >(
    tx,
    `SELECT ${namedCase}, t.role, ${asksForAgenda('t', 'c')} AS "forAgenda", m.name AS committee, t.due_at AS "dueAt", t.escalated_at AS "escalatedAt",
            t.escalate_to AS "escalateTo", ${taskStandsInFor('$1', '$2')} AS "standsInFor"
     FROM approval_task t JOIN response_case c ON c.id = t.case_id LEFT JOIN committee m ON m.id = t.committee_id
     WHERE t.state = 'open' AND ${holdsTask('$1', '$2')} ORDER BY t.due_at, c.number`,
    [personId, now],
  );
  return rows.map(({ role, escalateTo, committee, standsInFor, dueAt, escalatedAt, forAgenda, ...found }) => ({
    headline: `${caseName(found)} ${forAgenda ? 'skal på en dagsorden' : 'venter på, at du tager stilling'}`,
    why: whyOfRole(role, committee, standsInFor),
    due: dueAt,
    ifNothing: escalatedAt
      ? `sagen står stille; besked er gået til ${roleNames[escalateTo]}`
      : `sagen står stille, og ${escalationText(escalateTo, dueAt)}`,
  }));
}

/** Letters that somebody has proposed to make public, and that the person may release. They wait without a deadline. */
async function proposedPublications(tx: Tx, { personId, now }: DigestScope): Promise<NoticeSentence[]> {
  const waiting = await publicationsWaitingFor(tx, personId, now);
  return waiting.map(({ proposedBy, proposedAt, role, standsInFor, ...found }) => ({
    headline: `${caseName(found)} har et svar, som ${proposedBy} foreslog at offentliggøre ${momentText(proposedAt)}. Du kan offentliggøre det eller tage forslaget tilbage`,
    why: `${whyOfRole(role, null, standsInFor)}, og der skal to til at offentliggøre`,
    ifNothing: 'svaret bliver ikke offentligt, og forslaget bliver stående; der er ingen frist',
  }));
}

/** Why a person is asked: the role they hold, or that of the person they stand in for. */
export function whyOfRole(role: Role, committee: string | null, standsInFor: string | null = null): string {
  const held = committee ? `${roleNames[role]} (${committee})` : roleNames[role];
  return standsInFor === null ? `du er ${held}` : `du er stedfortræder for ${standsInFor}, der er ${held}`;
}

/** What happens to a task that nobody does: who is told, and when. */
export function escalationText(escalateTo: Role, dueAt: Date): string {
  return `besked går til ${roleNames[escalateTo]} ${momentText(dueAt)}`;
}

/** Deadlines within five working days, of the person's own cases whose answer has not left. */
async function nearDeadlines(tx: Tx, { personId, now }: DigestScope): Promise<NoticeSentence[]> {
  const horizon = parseDeadline(addWorkingDays(localDateOf(now), 5)).instant;
  const rows = await rowsOf<NamedCase & { state: CaseState; deadline: string }>(
    tx,
    `SELECT ${namedCase}, c.state, h.deadline FROM response_case c JOIN case_occasion h ON h.case_id = c.id
     WHERE ${isTheirs(1)} AND c.state = ANY($4) AND h.deadline_at > $3 AND h.deadline_at <= $5 ORDER BY h.deadline_at, c.number`,
    [...viewerParameters({ personId, now }), unsentStates, horizon],
  );
  return rows.map(({ state, deadline, ...found }) => ({
    headline: `${caseName(found)} skal besvares senest ${formatDeadline(parseDeadline(deadline))}. Den er nu: ${states[state].danish}`,
    why: 'du har arbejdet på sagen',
    ifNothing: 'svaret kommer ikke frem i tide',
  }));
}

/** Reservations of the person's own cases that nobody has lifted yet. */
async function openReservations(tx: Tx, { personId, now }: DigestScope): Promise<NoticeSentence[]> {
  const rows = await rowsOf<NamedCase & { kind: ReservationKind; reviewOn: string }>(
    tx,
    `SELECT ${namedCase}, r.kind, to_char(r.review_on, 'YYYY-MM-DD') AS "reviewOn" FROM reservation r JOIN response_case c ON c.id = r.case_id
     WHERE r.state = 'taken' AND ${isTheirs(1)} ORDER BY r.review_on, c.number`,
    viewerParameters({ personId, now }),
  );
  return rows.map(({ kind, reviewOn, ...found }) => ({
    headline: `${caseName(found)} har et åbent forbehold: ${reservationKinds[kind]}. Det ses på igen ${formatDate(parseLocalDate(reviewOn))}`,
    why: 'du har arbejdet på sagen',
    ifNothing: 'forbeholdet bliver stående, til det er bekræftet, ændret eller trukket tilbage',
  }));
}

async function untoldLines(tx: Tx, { personId, now }: DigestScope): Promise<NoticeSentence[]> {
  return rowsOf(
    tx,
    `SELECT l.headline, l.why, CASE WHEN l.due_at > $2 THEN l.due_at END AS due, l.if_nothing AS "ifNothing"
     FROM notice_line l LEFT JOIN response_case c ON c.id = l.case_id
     WHERE l.person_id = $1 AND l.told_at IS NULL AND l.created_at <= $2 AND (c.id IS NULL OR ${tellable('c', '$1', '$2')}) ORDER BY l.created_at, l.id`,
    [personId, now],
  );
}

/** One line for each of the person's own cases that others have moved, however often. */
async function changes(tx: Tx, { personId, since, now }: DigestScope): Promise<NoticeSentence[]> {
  const rows = await rowsOf<NamedCase & { state: CaseState; steps: number; saves: number }>(
    tx,
    `SELECT ${namedCase}, c.state, count(*)::int AS steps, (count(*) FILTER (WHERE s.action = 'save'))::int AS saves
     FROM response_case c JOIN case_step s ON s.case_id = c.id
     WHERE ${isTheirs(1)} AND s.at > $4 AND s.at <= $3 AND s.actor_id IS DISTINCT FROM $1
     GROUP BY c.id ORDER BY max(s.at), c.number`,
    [...viewerParameters({ personId, now }), since],
  );
  return rows.map(({ state, steps, saves, ...found }) => ({
    headline: `${caseName(found)} er nu: ${states[state].danish}. Siden sidst: ${stepsText(steps, saves)}`,
    why: 'du har arbejdet på sagen',
    ifNothing: 'der sker ikke noget; det er til orientering',
  }));
}

function stepsText(steps: number, saves: number): string {
  const rest = steps - saves;
  const parts = [
    ...(saves > 0 ? [`udkastet er gemt ${saves} ${saves === 1 ? 'gang' : 'gange'}`] : []),
    ...(rest > 0 ? [`${rest} skridt er taget`] : []),
  ];
  return parts.join(', ');
}
