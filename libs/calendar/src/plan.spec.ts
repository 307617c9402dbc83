import fc from 'fast-check';
import { parseDeadline, type Deadline } from './deadline.js';
import { addDays, parseLocalDate, type LocalDate } from './local-date.js';
import { planBackwards, type Plan } from './plan.js';
import { DEFAULT_STEPS, type PlanStep } from './plan-steps.js';
import { type CommitteeMeeting, type PlanInput } from './plan-shapes.js';
import { lastWorkingMoment } from './schedule.js';
import { addWorkingDays, countWorkingDays, isWorkingDay, workingDayOnOrAfter } from './working-days.js';

const on = parseLocalDate;
const meeting = (agendaClose: string, date: string): CommitteeMeeting => ({ agendaClose: on(agendaClose), date: on(date) });
const kindsOf = (plan: Plan) => plan.proposals.map(({ changes }) => changes.map(({ kind }) => kind).join(' + '));
/** A chain that asks the board after the chair. */
const boarded = () => DEFAULT_STEPS.flatMap((step) => (step.id === 'approval' ? [step, boardStep] : [step]));
const stepOf = (plan: Plan, id: string) => plan.steps.find((step) => step.id === id)!;

describe('the last working moment before a deadline', () => {
  it.each([
    ['2025-08-21T12:00', '2025-08-21', '12:00'],
    ['2021-08-18', '2021-08-18', '16:00'],
    ['2021-08-18T23:59', '2021-08-18', '16:00'],
    ['2021-08-18T09:00', '2021-08-17', '16:00'],
    ['2020-08-23', '2020-08-21', '16:00'],
    ['2026-12-26T12:00', '2026-12-23', '16:00'],
  ])('of %s is %s at %s', (deadline, date, time) => {
    expect(lastWorkingMoment(parseDeadline(deadline))).toEqual({ date, time });
  });
});

describe('a plan backwards from the deadline', () => {
  it('gives each step its latest days and says how long the first can wait', () => {
    const plan = planBackwards({ today: on('2026-11-23'), deadline: parseDeadline('2026-12-11T12:00') });
    expect(plan.steps.map(({ id, latestStart, latestEnd }) => [id, latestStart, latestEnd])).toEqual([
      ['draft', '2026-12-01', '2026-12-04'],
      ['committee', '2026-12-07', '2026-12-08'],
      ['approval', '2026-12-09', '2026-12-09'],
      ['letter', '2026-12-10', '2026-12-10'],
      ['dispatch', '2026-12-11', '2026-12-11'],
    ]);
    expect(plan).toMatchObject({ slack: 6, possible: true, overdue: false, warnings: [], proposals: [] });
  });

  it('waits for the last meeting that fits, and has the draft ready before its agenda closes', () => {
    const meetings = [meeting('2026-11-30', '2026-12-07'), meeting('2026-12-01', '2026-12-08'), meeting('2026-12-03', '2026-12-10')];
    const plan = planBackwards({ today: on('2026-11-23'), deadline: parseDeadline('2026-12-11T12:00'), meetings });
    expect(stepOf(plan, 'committee')).toMatchObject({ latestStart: '2026-12-01', latestEnd: '2026-12-08', meeting: meetings[1] });
    expect(stepOf(plan, 'draft').latestEnd).toBe('2026-11-30');
    expect(plan.possible).toBe(true);
  });

  it('whose agenda closes before the draft can be ready proposes written procedure, the chair or a reservation', () => {
    const plan = planBackwards({
      today: on('2026-11-23'),
      deadline: parseDeadline('2026-12-11'),
      meetings: [meeting('2026-11-26', '2026-12-08')],
    });
    expect(plan).toMatchObject({ possible: false, withoutMeeting: true, slack: 6 });
    expect(kindsOf(plan)).toEqual(['written-procedure', 'chair-approval', 'reservation', 'express']);
    expect(plan.warnings).toEqual([
      'Intet møde passer til »Behandling i udvalget« (holdt senest 8. december 2026, med tid til udkastet før dagsordenen lukker). Det næste møde er tirsdag den 8. december 2026, dagsordenen lukker 26. november 2026.',
      'Muligt i stedet: skriftlig procedure i udvalget i stedet for et møde, godkendelse hos formanden uden udvalgsbehandling, afsendelse med politisk forbehold og efterfølgende behandling på udvalgets næste møde eller hastespor, hvor hvert trin tager højst én arbejdsdag.',
    ]);
  });

  it('takes the papers no later than the day the agenda closes, and the draft one working day before', () => {
    const today = on('2026-11-23');
    const fits = (close: string) =>
      planBackwards({ today, deadline: parseDeadline('2026-12-18'), meetings: [meeting(close, '2026-12-08')] }).possible;
    expect([fits('2026-11-26'), fits('2026-11-27')]).toEqual([false, true]);
  });

  it('with too few days says how many are missing and offers what still holds', () => {
    const plan = planBackwards({ today: on('2026-11-23'), begins: on('2026-11-02'), deadline: parseDeadline('2026-11-30T12:00') });
    expect(plan).toMatchObject({ possible: false, slack: -3 });
    expect(plan.warnings[0]).toBe(
      'Der mangler 3 arbejdsdage: »Udkast til høringssvar« skulle være begyndt senest onsdag den 18. november 2026.',
    );
    expect(kindsOf(plan)).toEqual(['express', 'more-time']);
    expect(plan.proposals[1]).toMatchObject({
      text: 'anmodning til ministeriet om længere frist (til 3. december 2026)',
      doneOn: '2026-12-03',
    });
  });

  it('for a deadline that has passed is a plan marked overdue, not an error', () => {
    const plan = planBackwards({ today: on('2026-11-23'), deadline: parseDeadline('2021-08-18T12:00'), meetings: [] });
    expect(plan).toMatchObject({ overdue: true, possible: false });
    expect(plan.steps).toHaveLength(5);
    expect(plan.warnings[0]).toBe('Fristen 18. august 2021 kl. 12.00 er overskredet med 1923 dage.');
  });

  it('for a deadline of today is overdue only once its minute has passed', () => {
    const input = { today: on('2026-11-23'), deadline: parseDeadline('2026-11-23T12:00'), steps: [DEFAULT_STEPS[4]!] };
    expect(planBackwards(input)).toMatchObject({ overdue: false, possible: true });
    expect(planBackwards({ ...input, now: '2026-11-23T11:00:00Z' }).overdue).toBe(false);
    const late = planBackwards({ ...input, now: '2026-11-23T11:00:00.001Z' });
    expect(late.overdue).toBe(true);
    expect(late.warnings[0]).toBe('Fristen 23. november 2026 kl. 12.00 er overskredet i dag.');
  });

  it.each([
    [
      '2020-08-23',
      'Fristen 23. august 2020 falder på en dag uden arbejde (søndag). Svaret skal af sted senest fredag den 21. august 2020 kl. 16.00.',
    ],
    [
      '2020-08-20T09:00',
      'Fristen 20. august 2020 kl. 09.00 ligger tidligt på dagen. Svaret skal af sted senest onsdag den 19. august 2020 kl. 16.00.',
    ],
    [
      '2020-12-24',
      'Fristen 24. december 2020 falder på en dag uden arbejde (Juleaftensdag). Svaret skal af sted senest onsdag den 23. december 2020 kl. 16.00.',
    ],
  ])('for %s warns when the letter must leave on an earlier day', (deadline, warning) => {
    expect(planBackwards({ today: on('2020-07-05'), deadline: parseDeadline(deadline) }).warnings).toEqual([warning]);
  });

  it('lays the meeting of a body that the chain asks after the committee, and what goes before it by the day its agenda closes', () => {
    const committee = [meeting('2026-11-30', '2026-12-07'), meeting('2026-12-07', '2026-12-14')];
    const board = [meeting('2026-12-03', '2026-12-10'), meeting('2026-12-09', '2026-12-15'), meeting('2026-12-10', '2026-12-17')];
    const given = { today: on('2026-11-23'), deadline: parseDeadline('2026-12-18T12:00'), steps: boarded(), meetings: committee };
    const plan = planBackwards({ ...given, bodyMeetings: { board } });
    expect(plan.possible).toBe(true);
    expect(plan.steps.map(({ id, latestStart, latestEnd }) => [id, latestStart, latestEnd])).toEqual([
      ['draft', '2026-11-24', '2026-11-27'],
      ['committee', '2026-11-30', '2026-12-07'],
      ['approval', '2026-12-08', '2026-12-08'],
      ['body:board', '2026-12-09', '2026-12-15'],
      ['letter', '2026-12-17', '2026-12-17'],
      ['dispatch', '2026-12-18', '2026-12-18'],
    ]);
  });

  it('that no meeting of such a body fits offers to ask it in writing, or for more time, and never to leave it out', () => {
    const plan = planBackwards({
      ...{ today: on('2026-11-23'), deadline: parseDeadline('2026-12-18'), steps: boarded() },
      bodyMeetings: { board: [meeting('2026-12-17', '2027-01-07')] },
    });
    expect(plan).toMatchObject({ possible: false, withoutMeeting: true });
    expect(kindsOf(plan)).toEqual(['body-in-writing', 'more-time']);
    expect(plan.warnings[0]).toBe(
      'Intet møde passer til »Behandling i bestyrelsen« (holdt senest 16. december 2026, med det, der går forud, gjort før dagsordenen lukker). Det næste møde er torsdag den 7. januar 2027, dagsordenen lukker 17. december 2026.',
    );
    expect(plan.proposals.map(({ text, doneOn }) => [text, doneOn])).toEqual([
      ['skriftlig procedure i bestyrelsen i stedet for et møde', '2026-12-07'],
      ['anmodning til ministeriet om længere frist (til 11. januar 2027)', '2027-01-11'],
    ]);
  });

  it('refuses steps that cannot be', () => {
    const bad: PlanStep[][] = [[], [{ ...DEFAULT_STEPS[0]!, workingDays: 0 }], [DEFAULT_STEPS[1]!, DEFAULT_STEPS[1]!]];
    for (const steps of bad)
      expect(() => planBackwards({ today: on('2026-11-23'), deadline: parseDeadline('2026-12-11'), steps })).toThrow(RangeError);
  });
});

const START = on('2026-02-01');
const DAYS = Array.from({ length: 151 }, (_, n) => addDays(START, n));
const day = fc.constantFrom(...DAYS);
const DAYS_OF_NOTE = ['2026-03-29', '2026-10-25', '2027-03-28', '2027-10-31', '2028-02-29', '2028-06-05'].map(on);
const deadline: fc.Arbitrary<Deadline> = fc
  .tuple(fc.oneof(day, fc.constantFrom(...DAYS_OF_NOTE)), fc.constantFrom('', 'T09:00', 'T12:00', 'T02:30', 'T23:59'))
  .map(([date, time]) => parseDeadline(date + time));
const meetings = fc.option(
  fc.array(
    fc.tuple(day, fc.integer({ min: 0, max: 20 })).map(([date, before]) => ({ date, agendaClose: addDays(date, -before) })),
    { maxLength: 6 },
  ),
  { nil: undefined },
);
const steps = fc.oneof(
  fc.constant(undefined),
  fc
    .tuple(fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 7 }), fc.integer({ min: 0, max: 8 }))
    .map(([days, meets]) =>
      days.map((workingDays, i): PlanStep => ({ id: `s${i}`, name: `Trin ${i}`, by: 'officer', workingDays, meets: i === meets })),
    ),
);
const input: fc.Arbitrary<PlanInput> = fc.record({
  today: fc.oneof(day, fc.constantFrom(...DAYS_OF_NOTE)),
  begins: fc.constant(on('2025-06-02')), // long enough ago for every deadline to be an ordinary one
  deadline,
  meetings,
  steps,
  closingDays: fc.uniqueArray(day, { maxLength: 6 }).map((days) => new Set<LocalDate>(days)),
});

const boardStep: PlanStep = {
  ...{ id: 'body:board', name: 'Behandling i bestyrelsen', by: 'committee-secretary', workingDays: 2, meets: true },
  body: { id: 'board', name: 'bestyrelsen' },
};

/** The same where the chain asks a board too, at any place of the way. */
const withBoard: fc.Arbitrary<PlanInput> = fc.tuple(input, fc.integer({ min: 0, max: 7 }), meetings).map(([given, place, board]) => ({
  ...given,
  steps: (given.steps ?? DEFAULT_STEPS).flatMap((step, i) => (i === place ? [boardStep, step] : [step])),
  ...(board ? { bodyMeetings: { board } } : {}),
}));

/** Walks the plan forwards from today: the day on which everything is done when nobody loses a day, or undefined when a meeting is missed. */
function finishes({ today, steps: all = DEFAULT_STEPS, closingDays }: PlanInput, plan: Plan): LocalDate | undefined {
  let next = workingDayOnOrAfter(today, closingDays);
  let done = next;
  for (const [i, step] of all.entries()) {
    const held = plan.steps[i]!.meeting;
    if (held && next > workingDayOnOrAfter(held.agendaClose, closingDays)) return undefined;
    done = held ? held.date : addWorkingDays(next, step.workingDays - 1, closingDays);
    next = addWorkingDays(done, 1, closingDays);
  }
  return done;
}

describe('any plan', () => {
  it('has steps in order that share no day, and none ends after the deadline', () => {
    fc.assert(
      fc.property(fc.oneof(input, withBoard), (given) => {
        const plan = planBackwards(given);
        plan.steps.forEach((step, i) => {
          expect(step.latestStart <= step.latestEnd).toBe(true);
          if (i > 0) expect(plan.steps[i - 1]!.latestEnd < step.latestStart).toBe(true);
          if (!step.meeting)
            expect(countWorkingDays(addDays(step.latestStart, -1), step.latestEnd, given.closingDays)).toBe(step.workingDays);
          expect(step.earliestStart <= step.earliestEnd).toBe(true);
          if (i > 0) expect(plan.steps[i - 1]!.earliestEnd < step.earliestStart || step.meeting !== undefined).toBe(true);
          if (plan.possible) expect(step.slack).toBeGreaterThanOrEqual(0);
        });
        const { date, time } = plan.lastWorkingMoment;
        expect(plan.steps.at(-1)!.latestEnd <= date).toBe(true);
        expect(parseDeadline(`${date}T${time}`).instant <= given.deadline.instant).toBe(true);
        expect(isWorkingDay(date, given.closingDays)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is called possible exactly when work begun today, day after day, is done in time', () => {
    let possible = 0;
    fc.assert(
      fc.property(fc.oneof(input, withBoard), (given) => {
        const plan = planBackwards(given);
        const done = finishes(given, plan);
        const inTime = done !== undefined && done <= plan.lastWorkingMoment.date && !plan.withoutMeeting;
        if (!plan.overdue) expect(plan.possible).toBe(inTime);
        if (plan.possible) {
          possible += 1;
          expect(plan.steps[0]!.latestStart >= given.today).toBe(true);
          expect(plan.proposals).toEqual([]);
        } else {
          expect(plan.warnings.length).toBeGreaterThan(0);
        }
        expect(plan.overdue).toBe(given.today > given.deadline.date);
      }),
      { numRuns: 1000 },
    );
    expect(possible).toBeGreaterThan(200);
  });

  it('takes the last meeting that fits: with any later meeting alone it would not work', () => {
    fc.assert(
      fc.property(input, (given) => {
        const chosen = planBackwards(given).steps.find((step) => step.meeting)?.meeting;
        for (const other of given.meetings ?? []) {
          if (chosen && other.date <= chosen.date) continue;
          expect(planBackwards({ ...given, meetings: [other] }).steps.some((step) => step.meeting)).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
