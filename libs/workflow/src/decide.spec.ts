import fc from 'fast-check';
import { type Role, roles } from '@genmaele/contracts';
import { type CaseAction, caseActions, caseStates, caseWorkflow, isCaseAction, type Row } from './case-workflow.js';
import { type CaseFacts, decide, offeredRows } from './decide.js';

const version = 'a'.repeat(64);
const letter = 'b'.repeat(64);
const other = 'c'.repeat(64);

const chainFacts = { openStep: true, openGate: true, ownApproval: true, covered: true, undoOver: true };
/** What the chain of approval says of a case: nothing, all, and all but one. */
const oneMissing = Object.keys(chainFacts);

/** Whether nothing but the chain of approval could refuse: only then are its facts taken away one by one. */
const isSound = (facts: CaseFacts) =>
  facts.reservedPolitically === true && facts.signedInFresh && facts.chainHolds && facts.hasReplyAddress && !facts.actorIsAuthor;

/** How far a letter can be on its way to the public, who asks, and whether anything bars it. */
const everyPublication = ([undefined, 'proposed', 'published'] as const).flatMap((publication) =>
  [true, false].flatMap((publishable) => [true, false].map((secondPerson) => ({ publication, publishable, secondPerson }))),
);

/** Every combination of facts that a need can tell apart. */
const everyFacts: CaseFacts[] = [undefined, version]
  .flatMap((currentVersion) =>
    [undefined, letter].flatMap((signedLetter) =>
      [undefined, version, letter, other].flatMap((seen) =>
        [undefined, '  ', 'fordi'].flatMap((comment) =>
          [true, false].flatMap((actorIsAuthor) =>
            [true, false].flatMap((hasReplyAddress) =>
              [true, false].flatMap((chainHolds) =>
                [true, false].map((signedInFresh) => ({
                  actorIsAuthor,
                  hasReplyAddress,
                  chainHolds,
                  signedInFresh,
                  ...(currentVersion ? { currentVersion } : {}),
                  ...(signedLetter ? { signedLetter } : {}),
                  ...(seen ? { seen } : {}),
                  ...(comment ? { comment } : {}),
                })),
              ),
            ),
          ),
        ),
      ),
    ),
  )
  .flatMap((facts) => [facts, { ...facts, reservedPolitically: true, ...chainFacts }])
  .flatMap((facts) => [
    facts,
    ...(isSound(facts)
      ? [...oneMissing.map((missing) => ({ ...facts, [missing]: false })), ...everyPublication.map((each) => ({ ...facts, ...each }))]
      : []),
  ]);

/**
 * The process said once more, by hand and in another form: from each state, who may do what, what must be true, and where it leads. Written
 * from the association's way of working, not from the table.
 */
const author = (f: CaseFacts) => f.actorIsAuthor;
const why = (f: CaseFacts) => (f.comment ?? '').trim().length > 0;
const sawVersion = (f: CaseFacts) => f.currentVersion !== undefined && f.seen === f.currentVersion;
const sawLetter = (f: CaseFacts) => f.signedLetter !== undefined && f.seen === f.signedLetter;
const based = (f: CaseFacts) => f.currentVersion === undefined || f.seen === f.currentVersion;
const always = () => true;
const chain = (f: CaseFacts) => f.chainHolds;
const fresh = (f: CaseFacts) => f.signedInFresh;
type Law = [who: Role | readonly Role[], when: (facts: CaseFacts) => boolean, to: string, work?: string];
const lapse: Law = ['head-of-office', why, 'lapsed'];
const join: Law = [['officer', 'head-of-office'], why, 'joined'];
const chairs: Role[] = ['chair', 'vice-chair', 'association-chair'];
const gates: Role[] = ['committee-secretary', 'head-of-office'];
const approvers: Role[] = [...chairs, 'head-of-office'];
const own = (f: CaseFacts) => f.ownApproval === true;
const bodySays: Record<string, Law> = {
  'body-decided': ['system', always, 'in-approval', 'approval.ask'],
  'body-returned': ['system', why, 'drafting'],
};
const takenBack: Record<string, Law> = {
  ...bodySays,
  'withdraw-approval': [chairs, why, 'drafting'],
  'undo-approval': [[...chairs, ...gates], (f) => own(f) && f.undoOver !== true, 'in-approval', 'approval.ask'],
};
const published = (to: string): Record<string, Law> => ({
  'propose-publication': [
    ['officer', 'head-of-office', 'dispatcher'],
    (f) => sawLetter(f) && f.publishable === true && f.publication === undefined,
    to,
  ],
  publish: [
    ['head-of-office', 'dispatcher'],
    (f) => sawLetter(f) && f.publishable === true && f.publication === 'proposed' && f.secondPerson === true && fresh(f),
    to,
  ],
  'drop-publication': [['officer', 'head-of-office', 'dispatcher'], (f) => f.publication === 'proposed', to],
  'withdraw-publication': [['head-of-office', 'dispatcher'], (f) => f.publication === 'published' && why(f), to],
});
const law: Record<string, Record<string, Law>> = {
  opened: { start: ['officer', always, 'drafting'], decline: ['head-of-office', why, 'not-answered'], join, lapse },
  drafting: {
    save: ['officer', based, 'drafting'],
    submit: ['officer', sawVersion, 'in-committee', 'committee.ask'],
    'submit-reserved': ['officer', (f) => sawVersion(f) && f.reservedPolitically === true, 'in-approval', 'approval.ask'],
    decline: ['head-of-office', why, 'not-answered'],
    join,
    lapse,
  },
  'in-committee': {
    save: ['officer', based, 'in-committee'],
    recommend: ['committee-secretary', sawVersion, 'in-approval', 'approval.ask'],
    return: ['committee-secretary', why, 'drafting'],
    'committee-approved': ['system', sawVersion, 'in-approval', 'approval.ask'],
    'committee-returned': ['system', why, 'drafting'],
    recall: ['officer', why, 'drafting'],
    'skip-committee': ['head-of-office', (f) => sawVersion(f) && why(f), 'in-approval', 'approval.ask'],
    lapse,
  },
  'in-approval': {
    save: ['officer', based, 'in-approval', 'approval.ask'],
    approve: [approvers, (f) => sawVersion(f) && !author(f) && f.openStep === true && fresh(f), 'in-approval', 'approval.ask'],
    'pass-gate': [gates, (f) => sawVersion(f) && !author(f) && f.openGate === true, 'in-approval', 'approval.ask'],
    'undo-approval': [[...chairs, ...gates], own, 'in-approval', 'approval.ask'],
    urgent: [['officer', 'head-of-office'], why, 'in-approval', 'approval.ask'],
    ...bodySays,
    'approvals-complete': ['system', (f) => f.covered === true, 'approved', 'letter.render'],
    return: [[...chairs, ...gates], why, 'drafting'],
    recall: ['officer', why, 'drafting'],
    lapse,
  },
  approved: { ...takenBack, 'letter-rendered': ['system', chain, 'rendered', 'letter.sign'] },
  rendered: { ...takenBack, 'letter-signed': ['system', chain, 'signed'] },
  signed: {
    ...takenBack,
    send: ['dispatcher', (f) => sawLetter(f) && f.hasReplyAddress && f.undoOver === true && chain(f) && fresh(f), 'sending', 'letter.send'],
  },
  sending: {
    'letter-sent': ['system', chain, 'sent'],
    'letter-refused': ['system', always, 'signed'],
    'letter-uncertain': ['system', always, 'uncertain'],
  },
  uncertain: {
    'confirm-sent': ['dispatcher', (f) => why(f) && chain(f), 'sent'],
    'send-again': ['dispatcher', (f) => why(f) && chain(f) && fresh(f), 'sending', 'letter.send'],
    'letter-sent': ['system', chain, 'sent'],
    'receipt-arrived': ['system', chain, 'acknowledged'],
    'delivery-failed': ['system', always, 'signed'],
  },
  sent: {
    'receipt-arrived': ['system', chain, 'acknowledged'],
    'delivery-failed': ['system', always, 'signed'],
    'confirm-receipt': ['dispatcher', why, 'acknowledged'],
    ...published('sent'),
  },
  acknowledged: { 'delivery-failed': ['system', always, 'signed'], ...published('acknowledged') },
  'not-answered': {},
  joined: {},
  lapsed: {},
};

const laws = Object.values(law).flatMap((actions) => Object.keys(actions));

describe('decide, against the process said once more by hand', () => {
  it.each(caseStates)('agrees for every action, role and fact in «%s»', (state) => {
    for (const action of caseActions) {
      for (const role of roles) {
        const rule = law[state]?.[action];
        for (const facts of everyFacts) {
          const allowed = rule !== undefined && [rule[0]].flat().includes(role) && rule[1](facts);
          const decision = decide(state, action, [role], facts);
          if (decision.allowed !== allowed) throw new Error(`${state} ${action} ${role} ${JSON.stringify(facts)}: ${decision.allowed}`);
          if (!decision.allowed || !rule) continue;
          if (decision.to !== rule[2] || decision.enqueues.join() !== (rule[3] ?? ''))
            throw new Error(`${state} ${action} leads elsewhere`);
        }
      }
    }
  });

  it('knows as many rows as the hand does', () => {
    expect(laws).toHaveLength(caseWorkflow.length);
  });
});

describe('decide, whatever it is asked', () => {
  const facts = fc.constantFrom(...everyFacts);
  const someRoles = fc.uniqueArray(fc.constantFrom(...roles));
  const state = fc.constantFrom(...caseStates);
  const action = fc.constantFrom(...caseActions);

  it('gives more only for more roles, never less', () => {
    fc.assert(
      fc.property(state, action, someRoles, someRoles, facts, (at, wanted, few, more, given) => {
        const [narrow, wide] = [decide(at, wanted, few, given), decide(at, wanted, [...few, ...more], given)];
        expect(!narrow.allowed || wide.allowed).toBe(true);
      }),
    );
  });

  it('tells a person without the role nothing of the facts', () => {
    fc.assert(
      fc.property(state, action, someRoles, facts, facts, (at, wanted, held, one, two) => {
        const row = (caseWorkflow as readonly Row[]).find((each) => each.from === at && each.action === wanted);
        fc.pre(row !== undefined && !row.by.some((role) => held.includes(role)));
        expect(decide(at, wanted, held, one)).toEqual(decide(at, wanted, held, two));
      }),
    );
  });

  it('answers the same when asked again, and changes nothing it was given', () => {
    fc.assert(
      fc.property(state, action, someRoles, facts, (at, wanted, held, given) => {
        const frozen = Object.freeze({ ...given });
        expect(decide(at, wanted, Object.freeze([...held]), frozen)).toEqual(decide(at, wanted, held, given));
      }),
    );
  });

  it('allows nothing that is not offered as a button to those roles', () => {
    fc.assert(
      fc.property(state, action, someRoles, facts, (at, wanted, held, given) => {
        const offered = offeredRows(at, held).map((row) => row.action);
        expect(!decide(at, wanted, held, given).allowed || offered.includes(wanted)).toBe(true);
      }),
    );
  });

  it('gives the two versions of a stale approval in short, so that a person can compare them', () => {
    const decision = decide('in-approval', 'approve', ['chair'], {
      ...everyFacts[0]!,
      currentVersion: version,
      seen: other,
      actorIsAuthor: false,
    });
    expect(decision).toMatchObject({ code: 'case.version-stale', facts: { seen: 'cccccccccccc', current: 'aaaaaaaaaaaa' } });
  });

  it.each(['constructor', 'toString', '', 'APPROVE', 'approve '])('does not take «%s» for an action', (word) => {
    expect(isCaseAction(word)).toBe(false);
    expect(decide('in-approval', word as CaseAction, [...roles], everyFacts[0]!)).toMatchObject({ code: 'case.action-not-allowed' });
  });
});
