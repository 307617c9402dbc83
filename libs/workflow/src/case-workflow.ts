import { approverRoles, gateRoles, type JobName, type Role } from '@genmaele/contracts';

/** Where a case can stand. `waitsFor` names who moves it on; `system` states are left by the worker alone, and the repair sweep watches them. */
export const states = {
  opened:              { danish: 'Oprettet',             waitsFor: 'person' },
  drafting:            { danish: 'Under udarbejdelse',   waitsFor: 'person' },
  'in-committee':      { danish: 'I udvalg',             waitsFor: 'person' },
  'in-approval':       { danish: 'Til godkendelse',      waitsFor: 'person' },
  approved:            { danish: 'Godkendt',             waitsFor: 'system' },
  rendered:            { danish: 'Brev dannet',          waitsFor: 'system' },
  signed:              { danish: 'Underskrevet',         waitsFor: 'person' },
  sending:             { danish: 'Under afsendelse',     waitsFor: 'system' },
  uncertain:           { danish: 'Afsendelse uvis',      waitsFor: 'person' },
  sent:                { danish: 'Afsendt',              waitsFor: 'outside' },
  acknowledged:        { danish: 'Modtagelse bekræftet', waitsFor: 'outside' },
  'not-answered':      { danish: 'Besvares ikke',        waitsFor: 'nobody' },
  joined:              { danish: 'Lagt til anden sag',   waitsFor: 'nobody' },
  lapsed:              { danish: 'Bortfaldet',           waitsFor: 'nobody' },
} as const satisfies Record<string, { danish: string; waitsFor: 'person' | 'system' | 'outside' | 'nobody' }>;

/** A state of a case. */
export type CaseState = keyof typeof states;

/** What an action needs beside its role; each is answered by a fact (see `decide`). */
export type Need =
  | 'draft'           // a draft version exists
  | 'based-on'        // the actor names the hash of the version the new one is made from, when there is one
  | 'seen-version'    // the actor names the hash of the version in force
  | 'not-author'      // the actor did not write that version
  | 'comment'         // the actor says why
  | 'seen-letter'     // the actor names the hash of the signed letter
  | 'reply-address'   // the hearing letter gave an address to answer to
  | 'fresh'           // the actor has shown who they are a short while ago
  | 'reservation'     // a political reservation has been taken
  | 'open-step'       // an open step of the chain asks the actor, or whom they stand in for, to approve
  | 'open-gate'       // an open gate of the chain asks the actor, or whom they stand in for, to pass the text on
  | 'own-approval'    // the actor has given an approval that stands
  | 'covered'         // every part of the version in force is approved by the quorum of every step
  | 'undo-open'       // the latest approval may still be undone
  | 'undo-over'       // no approval may be undone any more
  | 'publishable'     // nothing bars the letter from being public: the case is not closed, and answers no pre-hearing
  | 'unpublished'     // the letter is neither public nor proposed to be
  | 'proposed'        // somebody has proposed that the letter is made public
  | 'second-person'   // the actor did not propose it, nor does whom they act for
  | 'published'       // the letter is public
  | 'chain';          // approved version, rendered and signed letter are one chain of hashes

/** One row of the table: an action that leads from a state to a state. */
export interface Row {
  readonly from: CaseState;
  readonly action: string;
  readonly danish: string;
  readonly to: CaseState;
  readonly by: readonly Role[];
  readonly needs: readonly Need[];
  readonly enqueues: readonly JobName[];
}

const approvers = [...approverRoles];
const gates = [...gateRoles];
const chairs: Role[] = ['chair', 'vice-chair', 'association-chair'];
const deciders: Role[] = [...chairs, ...gates];

const publishers: Role[] = ['head-of-office', 'dispatcher'];
const proposers: Role[] = ['officer', ...publishers];

const row = <A extends string>(from: CaseState, action: A, danish: string, to: CaseState, by: Role[], needs: Need[], enqueues: JobName[]) =>
  ({ from, action, danish, to, by, needs, enqueues }) as const;

/**
 * The process on one page. There is no other way from state to state: no bypass, no flag. An override is a row of its own that needs a
 * reason (`skip-committee`). From this table come the diagram in docs/workflow.md, the buttons on the page, the database's check of states,
 * the test matrix, the list of stuck cases and the repair sweep.
 *
 *    from              action                 what the button says            to                by                        needs                         enqueues
 */
export const caseWorkflow = [
  row('opened',         'start',               'Begynd udkast',                'drafting',       ['officer'],              [],                           []),
  row('opened',         'decline',             'Besvar ikke',                  'not-answered',   ['head-of-office'],       ['comment'],                  []),
  row('opened',         'join',                'Læg til en anden sag',         'joined',         ['officer', 'head-of-office'], ['comment'],                []),
  row('opened',         'lapse',               'Høringen er trukket tilbage',  'lapsed',         ['head-of-office'],       ['comment'],                  []),
  row('drafting',       'save',                'Gem udkast',                   'drafting',       ['officer'],              ['based-on'],                 []),
  row('drafting',       'submit',              'Send til udvalg',              'in-committee',   ['officer'],              ['draft', 'seen-version'],    ['committee.ask']),
  row('drafting',       'submit-reserved',       'Send med forbehold',           'in-approval',    ['officer'],              ['draft', 'seen-version', 'reservation'], ['approval.ask']),
  row('drafting',       'decline',             'Besvar ikke',                  'not-answered',   ['head-of-office'],       ['comment'],                  []),
  row('drafting',       'join',                'Læg til en anden sag',         'joined',         ['officer', 'head-of-office'], ['comment'],                []),
  row('drafting',       'lapse',               'Høringen er trukket tilbage',  'lapsed',         ['head-of-office'],       ['comment'],                  []),
  row('in-committee',   'save',                'Gem udkast',                   'in-committee',   ['officer'],              ['based-on'],                 []),
  row('in-committee',   'recommend',           'Anbefal til godkendelse',      'in-approval',    ['committee-secretary'],  ['seen-version'],             ['approval.ask']),
  row('in-committee',   'return',              'Send tilbage',                 'drafting',       ['committee-secretary'],  ['comment'],                  []),
  row('in-committee',   'committee-approved',    'Udvalget har godkendt',        'in-approval',    ['system'],               ['seen-version'],             ['approval.ask']),
  row('in-committee',   'committee-returned',    'Udvalget ønsker ændringer',    'drafting',       ['system'],               ['comment'],                  []),
  row('in-committee',   'recall',              'Træk tilbage',                 'drafting',       ['officer'],              ['comment'],                  []),
  row('in-committee',   'skip-committee',      'Gå uden om udvalget',          'in-approval',    ['head-of-office'],       ['seen-version', 'comment'],  ['approval.ask']),
  row('in-committee',   'lapse',               'Høringen er trukket tilbage',  'lapsed',         ['head-of-office'],       ['comment'],                  []),
  row('in-approval',    'save',                'Gem udkast',                   'in-approval',    ['officer'],              ['based-on'],                 ['approval.ask']),
  row('in-approval',    'approve',             'Godkend',                      'in-approval',    approvers,                ['seen-version', 'not-author', 'open-step', 'fresh'], ['approval.ask']),
  row('in-approval',    'pass-gate',           'Lad gå videre',                'in-approval',    gates,                    ['seen-version', 'not-author', 'open-gate'], ['approval.ask']),
  row('in-approval',    'undo-approval',       'Fortryd godkendelse',          'in-approval',    deciders,                 ['own-approval'],             ['approval.ask']),
  row('in-approval',    'urgent',              'Gør det hastende',             'in-approval',    ['officer', 'head-of-office'], ['comment'],             ['approval.ask']),
  row('in-approval',    'approvals-complete',  'Alle har godkendt',            'approved',       ['system'],               ['covered'],                  ['letter.render']),
  row('in-approval',    'body-decided',          'Et organ har besluttet',       'in-approval',    ['system'],               [],                           ['approval.ask']),
  row('in-approval',    'body-returned',         'Et organ ønsker ændringer',    'drafting',       ['system'],               ['comment'],                  []),
  row('in-approval',    'return',              'Send tilbage',                 'drafting',       deciders,                 ['comment'],                  []),
  row('in-approval',    'recall',              'Træk tilbage',                 'drafting',       ['officer'],              ['comment'],                  []),
  row('in-approval',    'lapse',               'Høringen er trukket tilbage',  'lapsed',         ['head-of-office'],       ['comment'],                  []),
  row('approved',       'withdraw-approval',   'Træk godkendelsen tilbage',    'drafting',       chairs,                   ['comment'],                  []),
  row('approved',       'undo-approval',       'Fortryd godkendelse',          'in-approval',    deciders,                 ['own-approval', 'undo-open'], ['approval.ask']),
  row('approved',       'body-decided',          'Et organ har besluttet',       'in-approval',    ['system'],               [],                           ['approval.ask']),
  row('approved',       'body-returned',         'Et organ ønsker ændringer',    'drafting',       ['system'],               ['comment'],                  []),
  row('approved',       'letter-rendered',     'Brevet er dannet',             'rendered',       ['system'],               ['chain'],                    ['letter.sign']),
  row('rendered',       'withdraw-approval',   'Træk godkendelsen tilbage',    'drafting',       chairs,                   ['comment'],                  []),
  row('rendered',       'undo-approval',       'Fortryd godkendelse',          'in-approval',    deciders,                 ['own-approval', 'undo-open'], ['approval.ask']),
  row('rendered',       'body-decided',          'Et organ har besluttet',       'in-approval',    ['system'],               [],                           ['approval.ask']),
  row('rendered',       'body-returned',         'Et organ ønsker ændringer',    'drafting',       ['system'],               ['comment'],                  []),
  row('rendered',       'letter-signed',       'Brevet er underskrevet',       'signed',         ['system'],               ['chain'],                    []),
  row('signed',         'withdraw-approval',   'Træk godkendelsen tilbage',    'drafting',       chairs,                   ['comment'],                  []),
  row('signed',         'undo-approval',       'Fortryd godkendelse',          'in-approval',    deciders,                 ['own-approval', 'undo-open'], ['approval.ask']),
  row('signed',         'body-decided',          'Et organ har besluttet',       'in-approval',    ['system'],               [],                           ['approval.ask']),
  row('signed',         'body-returned',         'Et organ ønsker ændringer',    'drafting',       ['system'],               ['comment'],                  []),
  row('signed',         'send',                'Send til ministeriet',         'sending',        ['dispatcher'],           ['seen-letter', 'reply-address', 'undo-over', 'chain', 'fresh'], ['letter.send']),
  row('sending',        'letter-sent',         'Brevet er sendt',              'sent',           ['system'],               ['chain'],                    []),
  row('sending',        'letter-refused',      'Brevet blev afvist',           'signed',         ['system'],               [],                           []),
  row('sending',        'letter-uncertain',    'Afsendelsen er uvis',          'uncertain',      ['system'],               [],                           []),
  row('uncertain',      'confirm-sent',        'Bekræft, at det kom frem',     'sent',           ['dispatcher'],           ['comment', 'chain'],         []),
  row('uncertain',      'send-again',          'Send igen',                    'sending',        ['dispatcher'],           ['comment', 'chain', 'fresh'], ['letter.send']),
  row('uncertain',      'letter-sent',         'Brevet er sendt',              'sent',           ['system'],               ['chain'],                    []),
  row('uncertain',      'receipt-arrived',     'Kvittering modtaget',          'acknowledged',   ['system'],               ['chain'],                    []),
  row('uncertain',      'delivery-failed',     'Brevet kom ikke frem',         'signed',         ['system'],               [],                           []),
  row('sent',           'receipt-arrived',     'Kvittering modtaget',          'acknowledged',   ['system'],               ['chain'],                    []),
  row('sent',           'delivery-failed',     'Brevet kom ikke frem',         'signed',         ['system'],               [],                           []),
  row('acknowledged',   'delivery-failed',     'Brevet kom ikke frem',         'signed',         ['system'],               [],                           []),
  row('sent',           'confirm-receipt',     'Bekræft modtagelse',           'acknowledged',   ['dispatcher'],           ['comment'],                  []),
  row('sent',          'propose-publication', 'Foreslå offentliggørelse',     'sent',           proposers,                ['seen-letter', 'publishable', 'unpublished'], []),
  row('sent',          'publish',             'Offentliggør',                 'sent',           publishers,               ['seen-letter', 'publishable', 'proposed', 'second-person', 'fresh'], []),
  row('sent',          'drop-publication',    'Tag forslaget tilbage',        'sent',           proposers,                ['proposed'],                 []),
  row('sent',          'withdraw-publication', 'Træk offentliggørelsen tilbage', 'sent',         publishers,               ['published', 'comment'],     []),
  row('acknowledged',  'propose-publication', 'Foreslå offentliggørelse',     'acknowledged',   proposers,                ['seen-letter', 'publishable', 'unpublished'], []),
  row('acknowledged',  'publish',             'Offentliggør',                 'acknowledged',   publishers,               ['seen-letter', 'publishable', 'proposed', 'second-person', 'fresh'], []),
  row('acknowledged',  'drop-publication',    'Tag forslaget tilbage',        'acknowledged',   proposers,                ['proposed'],                 []),
  row('acknowledged',  'withdraw-publication', 'Træk offentliggørelsen tilbage', 'acknowledged', publishers,               ['published', 'comment'],     []),
] as const;

/** The name of an action of the table. */
export type CaseAction = (typeof caseWorkflow)[number]['action'];

/** Every action once, in the order of the table. */
export const caseActions = [...new Set(caseWorkflow.map((each) => each.action))] as CaseAction[];

/** Every state, in the order of the way. */
export const caseStates = Object.keys(states) as CaseState[];

const turning: ReadonlySet<string> = new Set<CaseAction>([
  ...(['decline', 'join', 'lapse', 'return', 'recall', 'skip-committee'] as const),
  ...(['undo-approval', 'urgent', 'withdraw-approval'] as const),
  ...(['propose-publication', 'publish', 'drop-publication', 'withdraw-publication'] as const),
]);

/** Whether an action is the way on; the others turn a case round, end it or hurry it, or make public what was sent. */
export function movesOn(action: string): boolean {
  return !turning.has(action);
}

/** The states in which nobody has more to do. */
export const endedStates = caseStates.filter((state) => state === 'acknowledged' || states[state].waitsFor === 'nobody');

/** Whether nobody has more to do on a case in this state. */
export function hasEnded(state: CaseState): boolean {
  return endedStates.includes(state);
}

/** The state of a case that has just been opened. */
export const firstState: CaseState = 'opened';

/** Whether a word that came from outside is an action of the table. */
export function isCaseAction(word: string): word is CaseAction {
  return (caseActions as string[]).includes(word);
}
