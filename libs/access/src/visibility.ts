import { type Permission } from './permissions.js';
import { type Role, roleNames } from '@genmaele/contracts';

/**
 * Who looks: the person, and, when an administrator looks through that person's eyes, the administrator too. Then only what both may see is
 * seen, so that eyes open no door that is closed to the one who looks through them.
 */
export interface Viewer {
  readonly personId: string;
  readonly throughId?: string | undefined;
  readonly now: Date;
}

/**
 * What rows are of: `letter` is the letter of a case and how it left, `log` is what the log says of a case, `own-contribution` is what one's own
 * municipality is asked and writes, drafts too.
 */
export type Noun = 'case' | 'hearing' | 'letter' | 'log' | 'contribution-request' | 'contribution' | 'own-contribution';

/** The SQL of a rule: `row` is the alias of the row's table, `person` and `now` are placeholders (`$2`). */
interface Names {
  readonly row: string;
  readonly person: string;
  readonly now: string;
}

/** One reason for which a row is seen. `why` is Danish and is what people are told. */
interface Rule {
  readonly why: string;
  readonly sql: (names: Names) => string;
}

/** Roles of the association's own house: they see every case that is not closed. */
export const staffRoles = [
  'officer',
  'head-of-office',
  'economist',
  'committee-secretary',
  'dispatcher',
  'auditor',
  'administrator',
] as const;

/** Roles that see the cases of a body from the day on which it has had its papers; the association's chair sees those of every body. */
export const committeeRoles = ['member', 'vice-chair', 'chair', 'association-chair'] as const;

/** Roles that are asked to approve: they see a case of theirs from when it is to be approved, whether or not a body has met about it. */
export const chairRoles = ['vice-chair', 'chair', 'association-chair'] as const;

/** Roles that read what municipalities have sent, on the cases that they see; a body's members do not, as some of them sit in one of the municipalities. */
export const contributionRoles = ['officer', 'head-of-office', 'economist', 'committee-secretary', 'auditor', 'administrator'] as const;

/** States of a case that is to be approved, or has been. */
export const approvalStates = ['in-approval', 'approved', 'rendered', 'signed', 'sending', 'uncertain', 'sent', 'acknowledged'] as const;

/** States in which a body that has had the papers of a case sees it. Taken back to its author it is a draft again. */
export const committeeStates = ['in-committee', ...approvalStates] as const;

/** States of a meeting whose agenda and papers have been sent. */
const dispatchedMeetings = ['papers-sent', 'held', 'minutes-out', 'minutes-confirmed'] as const;

/** States of a case whose letter is in the ministry's hands. */
export const sentStates = ['sent', 'acknowledged'] as const;

const listed = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

/** The person holds one of the roles now; `more` is said of the grant `g`. */
const holds = (wanted: readonly Role[], { person, now }: Names, more = 'true'): string =>
  `EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = ${person} AND g.role IN (${listed(wanted)})
     AND g.valid_from <= ${now} AND (g.valid_to IS NULL OR g.valid_to > ${now}) AND ${more})`;

const named = (caseId: string, { person, now }: Names): string =>
  `EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = ${caseId} AND a.person_id = ${person}
     AND a.given_at <= ${now} AND (a.ended_at IS NULL OR a.ended_at > ${now}))`;

/**
 * The body of the grant `g` (every body, for a grant of none) has had the papers of the case: on an agenda that was sent, where a late item counts
 * from the chair's consent, or by a written procedure.
 */
const papersSent = (caseId: string): string =>
  `(EXISTS (SELECT 1 FROM agenda_item i JOIN committee_meeting m ON m.id = i.meeting_id
      WHERE i.case_id = ${caseId} AND i.withdrawn_at IS NULL AND m.state IN (${listed(dispatchedMeetings)})
        AND (NOT i.late OR i.late_consent_at IS NOT NULL) AND (g.committee_id IS NULL OR g.committee_id = m.committee_id))
    OR EXISTS (SELECT 1 FROM written_procedure w
      WHERE w.case_id = ${caseId} AND (g.committee_id IS NULL OR g.committee_id = w.committee_id)))`;

const namesOf = (roles: readonly Role[]): string => roles.map((role) => roleNames[role]).join(', ');

const ofCase: readonly Rule[] = [
  {
    why: 'nævnt på den lukkede sag',
    sql: (names) => `${names.row}.confidential AND ${named(`${names.row}.id`, names)}`,
  },
  {
    why: `sagen er ikke lukket (${namesOf(staffRoles)})`,
    sql: (names) => `NOT ${names.row}.confidential AND ${holds(staffRoles, names)}`,
  },
  {
    why: `sagens bilag er sendt til personens udvalg (${namesOf(committeeRoles)})`,
    sql: (names) => `NOT ${names.row}.confidential AND ${names.row}.state IN (${listed(committeeStates)})
      AND ${holds(committeeRoles, names, papersSent(`${names.row}.id`))}`,
  },
  {
    why: `sagen er til godkendelse, eller er godkendt, hos personen (${namesOf(chairRoles)})`,
    sql: (names) => `NOT ${names.row}.confidential AND ${names.row}.state IN (${listed(approvalStates)})
      AND ${holds(chairRoles, names, `(g.committee_id IS NULL OR g.committee_id = ${names.row}.committee_id)`)}`,
  },
];

const anyOf = (rules: readonly Rule[], names: Names): string => rules.map(({ sql }) => `(${sql(names)})`).join('\n OR ');

/** The person reads contributions, and sees the case with this id. */
const readsOn = (caseId: string, names: Names): string =>
  `${holds(contributionRoles, names)}
    AND EXISTS (SELECT 1 FROM response_case k WHERE k.id = ${caseId} AND (${anyOf(ofCase, { ...names, row: 'k' })}))`;

const caseAsked = (row: string): string => `(SELECT asked.case_id FROM contribution_request asked WHERE asked.id = ${row}.request_id)`;

const ofOwnMunicipality: Rule = {
  why: `kontaktperson i kommunen, og sagen er ikke lukket (${roleNames['municipality-contact']})`,
  sql: (names) =>
    `NOT publication_barred(${caseAsked(names.row)}) AND ${holds(['municipality-contact'], names, `g.municipality_code = ${names.row}.municipality_code`)}`,
};

/** Every rule by which a row is seen, by noun: a row is seen when one of them holds. */
export const visibility: Readonly<Record<Noun, readonly Rule[]>> = {
  case: ofCase,
  letter: [
    ...ofCase,
    {
      why: `brevet er sendt til personens ministerium (${roleNames['ministry-contact']})`,
      sql: (names) =>
        `NOT ${names.row}.confidential AND ${names.row}.state IN (${listed(sentStates)}) AND ${holds(
          ['ministry-contact'],
          names,
          `g.ministry_id = (SELECT o.ministry_id FROM case_occasion o WHERE o.case_id = ${names.row}.id)`,
        )}`,
    },
  ],
  log: [...ofCase, { why: `læser loggen (${roleNames.auditor})`, sql: (names) => holds(['auditor'], names) }],
  hearing: [
    {
      why: `høringen er ikke lukket (${namesOf(staffRoles)})`,
      sql: (names) => `NOT ${names.row}.confidential AND ${holds(staffRoles, names)}`,
    },
    {
      why: 'modtog den lukkede høring, eller er kontorchef for en, der kom af sig selv, før sagen er oprettet',
      sql: (names) => `${names.row}.confidential AND NOT EXISTS (SELECT 1 FROM case_hearing o WHERE o.hearing_id = ${names.row}.id)
        AND (${names.row}.received_by = ${names.person} OR (${names.row}.received_by IS NULL AND ${holds(['head-of-office'], names)}))`,
    },
    {
      why: 'kan se høringens sag',
      sql: (names) =>
        `EXISTS (SELECT 1 FROM case_hearing l JOIN response_case c ON c.id = l.case_id
          WHERE l.hearing_id = ${names.row}.id AND (${anyOf(ofCase, { ...names, row: 'c' })}))`,
    },
  ],
  'contribution-request': [{ why: `kan se sagen (${namesOf(contributionRoles)})`, sql: (names) => readsOn(`${names.row}.case_id`, names) }],
  contribution: [
    ofOwnMunicipality,
    {
      why: `bidraget er sendt, og personen kan se sagen (${namesOf(contributionRoles)})`,
      sql: (names) =>
        `EXISTS (SELECT 1 FROM contribution_version v WHERE v.contribution_id = ${names.row}.id AND v.sent) AND ${readsOn(caseAsked(names.row), names)}`,
    },
  ],
  'own-contribution': [ofOwnMunicipality],
};

/** The table whose rows a noun is about. */
export const tableOf: Readonly<Record<Noun, 'response_case' | 'hearing' | 'contribution_request' | 'contribution'>> = {
  case: 'response_case',
  letter: 'response_case',
  log: 'response_case',
  hearing: 'hearing',
  'contribution-request': 'contribution_request',
  contribution: 'contribution',
  'own-contribution': 'contribution',
};

/**
 * The condition, for a WHERE, that the rows of `row` are seen by a viewer whose {@link viewerParameters} are `$first`, `$first+1` and
 * `$first+2`. Every list, count, page, export, feed, file and job that shows rows uses it.
 */
export function visibleTo(noun: Noun, row: string, first: number): string {
  const [person, through, now] = [`$${first}::uuid`, `$${first + 1}::uuid`, `$${first + 2}::timestamptz`];
  const seen = (who: string): string => `(${anyOf(visibility[noun], { row, person: who, now })})`;
  return `(${seen(person)} AND (${through} IS NULL OR ${seen(through)}))`;
}

/**
 * The condition that a person may be told of the case of `row` by a mail, a digest or a calendar, which go to whoever has something to do with it:
 * of a closed one those named on it alone. `person` and `now` are SQL.
 */
export function tellable(row: string, person: string, now: string): string {
  return `(NOT ${row}.confidential OR ${named(`${row}.id`, { row, person, now })})`;
}

/** The three parameters that {@link visibleTo} stands on. */
export const viewerParameters = ({ personId, throughId, now }: Viewer): unknown[] => [personId, throughId ?? null, now];

/** What the `:id` of an address is, by the word before it. */
const byPath: Readonly<Record<string, Noun>> = {
  cases: 'case',
  sager: 'case',
  hearings: 'hearing',
  hoeringer: 'hearing',
  'contribution-requests': 'contribution-request',
  contributions: 'contribution',
  bidrag: 'own-contribution',
};

/** Of a case, these permissions see another part than the case itself. */
const byPermission: Partial<Record<Permission, Noun>> = { 'letter.read': 'letter', 'log.read': 'log', 'case.export': 'log' };

/** The noun of a route's `:id`, whose rules decide who sees it; undefined when the route has no rows of these nouns. */
export function nounOf(path: string, permission: string | undefined): Noun | undefined {
  const noun = byPath[/^\/([a-z-]+)\/:id(?:\/|$)/.exec(path)?.[1] ?? ''];
  if (noun === 'contribution' && permission === 'contribution.write') return 'own-contribution';
  return noun === 'case' ? (byPermission[permission as Permission] ?? noun) : noun;
}
