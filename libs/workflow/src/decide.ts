import { type ErrorCode, type ErrorFacts, type JobName, type Role, roleNames } from '@genmaele/contracts';
import { type CaseAction, type CaseState, caseWorkflow, type Need, type Row, states } from './case-workflow.js';

/** What is true of a case at the moment of an action; read under the case's lock. Hashes are SHA-256 in hexadecimal. */
export interface CaseFacts {
  /** Hash of the draft version in force, if there is one. */
  readonly currentVersion?: string;
  /** Hash of the signed letter, if there is one. */
  readonly signedLetter?: string;
  /** The hash the actor says they saw. */
  readonly seen?: string;
  /** Whether the actor wrote the version in force, or a part of it that still stands. */
  readonly actorIsAuthor: boolean;
  /** The actor's reason. */
  readonly comment?: string;
  /** Whether the hearing gave an address to answer to. */
  readonly hasReplyAddress: boolean;
  /** Whether the actor has shown who they are (password, second factor) a short while ago. */
  readonly signedInFresh: boolean;
  /** Whether the case has an open political reservation. */
  readonly reservedPolitically?: boolean;
  /** Whether an open step of the chain asks the actor to approve. */
  readonly openStep?: boolean;
  /** Whether an open gate of the chain asks the actor to pass the text on. */
  readonly openGate?: boolean;
  /** Whether the actor has given an approval that stands. */
  readonly ownApproval?: boolean;
  /** Whether the chain is complete for the version in force. */
  readonly covered?: boolean;
  /** Whether the time is over in which the latest approval may be undone. */
  readonly undoOver?: boolean;
  /** Whether nothing bars the letter from being public. */
  readonly publishable?: boolean;
  /** How far the letter has come on its way to the public; undefined when it is neither proposed nor public. */
  readonly publication?: 'proposed' | 'published' | undefined;
  /** Whether the actor may release as another than who proposed. */
  readonly secondPerson?: boolean;
  /** Whether approved version, rendered letter and signed letter form one chain, as far as the case has come. */
  readonly chainHolds: boolean;
}

/** The outcome of `decide`: where the case goes and what work that causes, or which error and why. */
export type Decision =
  | { readonly allowed: true; readonly to: CaseState; readonly enqueues: readonly JobName[]; readonly row: Row }
  | { readonly allowed: false; readonly code: ErrorCode; readonly facts: ErrorFacts };

type Refusal = { code: ErrorCode; facts: ErrorFacts } | undefined;

function unmet(action: string, reason: string, remedy: string): Refusal {
  return { code: 'case.need-unmet', facts: { action, reason, remedy } };
}

function seenRefusal(seen: string | undefined, current: string | undefined): Refusal {
  if (!seen) return { code: 'case.seen-version-missing', facts: {} };
  if (seen !== current)
    return { code: 'case.version-stale', facts: { seen: seen.slice(0, 12), current: (current ?? 'ingen').slice(0, 12) } };
  return undefined;
}

/** One question for each need: undefined when it is met. */
const questions: Record<Need, (facts: CaseFacts, action: string) => Refusal> = {
  draft: (facts, action) =>
    facts.currentVersion ? undefined : unmet(action, 'Der er ikke gemt et udkast.', 'Skriv og gem et udkast først.'),
  'based-on': (facts) => (facts.currentVersion ? seenRefusal(facts.seen, facts.currentVersion) : undefined),
  'seen-version': (facts) => seenRefusal(facts.seen, facts.currentVersion),
  'not-author': (facts, action) =>
    facts.actorIsAuthor
      ? unmet(action, 'Du har selv skrevet i den gældende version.', 'En anden med rollen skal godkende den.')
      : undefined,
  comment: (facts, action) =>
    facts.comment?.trim() ? undefined : unmet(action, 'Der er ikke givet en begrundelse.', 'Skriv en begrundelse.'),
  'seen-letter': (facts) => seenRefusal(facts.seen, facts.signedLetter),
  'reply-address': (facts, action) =>
    facts.hasReplyAddress ? undefined : unmet(action, 'Høringsbrevet gav ingen svaradresse.', 'Skriv svaradressen på sagen.'),
  fresh: (facts, action) => (facts.signedInFresh ? undefined : { code: 'sign-in.not-fresh', facts: { action } }),
  reservation: (facts, action) =>
    facts.reservedPolitically
      ? undefined
      : unmet(
          action,
          'Sagen har intet forbehold for politisk behandling.',
          'Tag forbeholdet først, og gem udkastet, så brevet nævner det.',
        ),
  'open-step': (facts, action) =>
    facts.openStep ? undefined : unmet(action, 'Ingen åbne trin venter på dig.', 'Se på sagen, hvem den venter på.'),
  'open-gate': (facts, action) =>
    facts.openGate ? undefined : unmet(action, 'Ingen åbne trin venter på dig.', 'Se på sagen, hvem den venter på.'),
  'own-approval': (facts, action) =>
    facts.ownApproval ? undefined : unmet(action, 'Du har ingen godkendelse, der står ved magt.', 'Se på sagen, hvem der har godkendt.'),
  covered: (facts, action) =>
    facts.covered ? undefined : unmet(action, 'Ikke alle dele af teksten er godkendt af alle.', 'Vent på de trin, der er åbne.'),
  'undo-open': (facts, action) =>
    facts.undoOver ? unmet(action, 'Fristen for at fortryde er gået.', 'Træk godkendelsen tilbage med en begrundelse.') : undefined,
  'undo-over': (facts, action) =>
    facts.undoOver
      ? undefined
      : unmet(action, 'Godkendelsen kan endnu fortrydes.', 'Vent, til fristen for at fortryde er gået, og send så.'),
  publishable: (facts) => (facts.publishable ? undefined : { code: 'publication.barred', facts: {} }),
  unpublished: (facts, action) =>
    facts.publication ? unmet(action, 'Brevet er allerede foreslået eller offentligt.', 'Se på sagen, hvor langt det er.') : undefined,
  proposed: (facts, action) =>
    facts.publication === 'proposed'
      ? undefined
      : unmet(action, 'Ingen har et åbent forslag om at offentliggøre brevet.', 'Se på sagen, hvor langt det er.'),
  'second-person': (facts) => (facts.secondPerson ? undefined : { code: 'publication.same-person', facts: {} }),
  published: (facts, action) =>
    facts.publication === 'published' ? undefined : unmet(action, 'Brevet er ikke offentligt.', 'Se på sagen, hvor langt det er.'),
  chain: (facts) =>
    facts.chainHolds ? undefined : { code: 'letter.chain-broken', facts: { link: 'godkendt version, dannet brev og underskrevet brev' } },
};

/**
 * Whether an action may be taken on a case, and what follows. Pure: the same four arguments give the same answer.
 *
 * Errors: `case.action-not-allowed` (no row from this state), `case.role-missing`, `case.seen-version-missing`, `case.version-stale`,
 * `case.need-unmet`, `letter.chain-broken`, `publication.barred`, `publication.same-person`, `sign-in.not-fresh`; asked in that order, so that a person without the role learns nothing of the facts.
 */
export function decide(state: CaseState, action: CaseAction, roles: readonly Role[], facts: CaseFacts): Decision {
  const row: Row | undefined = caseWorkflow.find((each) => each.from === state && each.action === action);
  if (!row) return { allowed: false, code: 'case.action-not-allowed', facts: { action, state: states[state].danish } };
  if (!row.by.some((role) => roles.includes(role))) {
    return { allowed: false, code: 'case.role-missing', facts: { action, allowed: row.by.map((role) => roleNames[role]).join(', ') } };
  }
  for (const need of row.needs) {
    const refusal = questions[need](facts, action);
    if (refusal) return { allowed: false, ...refusal };
  }
  return { allowed: true, to: row.to, enqueues: row.enqueues, row };
}

/** The rows a person with these roles finds as buttons in this state; their needs are asked when the button is pressed. */
export function offeredRows(state: CaseState, roles: readonly Role[]): Row[] {
  return caseWorkflow.filter((each) => each.from === state && each.by.some((role) => roles.includes(role)));
}

/** The jobs that carry a case out of a state that only the system leaves: what the repair sweep must find open, or make anew. */
export function jobsThatLeave(state: CaseState): JobName[] {
  if (states[state].waitsFor !== 'system') return [];
  return [...new Set(caseWorkflow.filter((each) => each.to === state).flatMap((each) => each.enqueues))];
}
