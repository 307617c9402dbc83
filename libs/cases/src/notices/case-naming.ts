import { tellable, visibleTo } from '@genmaele/access';
import { standInCarries } from '../stand-in-speakers.js';

/** What a query selects of the case `c` to name it to a person. */
export const namedCase = 'c.id AS "caseId", c.number, CASE WHEN c.confidential THEN NULL ELSE c.title END AS title';

/** A case as {@link namedCase} selects it; a closed case has no title. */
export interface NamedCase {
  readonly caseId: string;
  readonly number: string;
  readonly title: string | null;
}

/** How a mail or a calendar names a case: by its number, and by its title unless it is closed. */
export function caseName({ number, title }: Pick<NamedCase, 'number' | 'title'>): string {
  return title ? `Sag ${number} (${title})` : `Sag ${number}`;
}

/**
 * The condition that the case `c` is one of a person's own: they have taken a step on it, or are named on it, and they still see it. The person and
 * the moment are `$first` and `$first+2`, as `viewerParameters` gives them.
 */
export function isTheirs(first: number): string {
  const person = `$${first}::uuid`;
  return `(EXISTS (SELECT 1 FROM case_step mine WHERE mine.case_id = c.id AND mine.actor_id = ${person})
    OR EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = c.id AND a.person_id = ${person} AND a.ended_at IS NULL))
    AND ${visibleTo('case', 'c', first)}`;
}

const holdsGrant = (person: string, now: string): string =>
  `g.person_id = ${person} AND g.role = t.role AND g.valid_from <= ${now} AND (g.valid_to IS NULL OR g.valid_to > ${now})
     AND (t.committee_id IS NULL OR g.committee_id IS NULL OR g.committee_id = t.committee_id)`;

const holdsRole = (person: string, now: string): string => `EXISTS (SELECT 1 FROM role_grant g WHERE ${holdsGrant(person, now)})`;

/** SQL: the name of whom a person stands in for in the task `t` of the case `c`; null for a task of their own, and when it is none of theirs. */
export function taskStandsInFor(person: string, now: string): string {
  const carries = standInCarries({ role: 't.role', committee: 't.committee_id', kind: 'c.kind', now });
  return `CASE WHEN ${holdsRole(person, now)} THEN NULL ELSE (SELECT min(p.name) FROM stand_in s JOIN person p ON p.id = s.person_id
    WHERE s.by_person_id = ${person} AND p.disabled_at IS NULL AND ${carries} AND EXISTS (SELECT 1 FROM role_grant g WHERE ${holdsGrant('p.id', now)})) END`;
}

/**
 * The condition that a person holds the role of the task `t` of the case `c`, in its committee, or stands in for one who does, and may be told of the
 * case.
 */
export function holdsTask(person: string, now: string): string {
  return `(${holdsRole(person, now)} OR ${taskStandsInFor(person, now)} IS NOT NULL) AND ${tellable('c', person, now)}`;
}

/** States in which a case's answer has not left yet. */
export const unsentStates = ['opened', 'drafting', 'in-committee', 'in-approval', 'approved', 'rendered', 'signed', 'sending', 'uncertain'];
