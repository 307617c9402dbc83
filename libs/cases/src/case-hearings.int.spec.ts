import { randomUUID } from 'node:crypto';
import { caseOfHearing, caseView, hearingsOf, openLetterCase } from '@genmaele/cases';
import { billLinkBody, type DraftContent, type MinisterialLetterBody } from '@genmaele/contracts';
import { letterLook, letterOf, sourceOfDraft } from '@genmaele/documents';
import { billsOf, hearingsOfBill, linkBill, ministryNameOn, roundsOf, unlinkBill } from '@genmaele/intake';
import { schemaDrift } from '@genmaele/migrations';
import { act, caseIn, newHearing, openTestHouse, sampleResponse, type TestHouse, testStart } from '@genmaele/testing';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

const by = () => ({ actorId: house.people.officer.id, now: house.clock.now() });
const join = (id: string, joinTo?: string) =>
  act(house, id, 'join', house.people.officer, { comment: 'samme aftale', ...(joinTo ? { joinTo } : {}) });

describe('hearings and cases', () => {
  it('are as the migrations and the entities both say', async () => {
    expect(
      (await schemaDrift(process.env['DATABASE_OWNER_URL']!)).filter((line) => /case|hearing|bill|kle|routing|reservation/.test(line)),
    ).toEqual([]);
  });

  it('lets one case answer two hearings after they are joined, planned by the earliest deadline', async () => {
    const later = await caseIn(house, 'drafting', { deadline: '2026-12-18', caseNumber: '2026-1' });
    const earlier = await caseIn(house, 'opened', { deadline: '2026-12-11', caseNumber: '2026-2' });
    await join(earlier.id, later.id);
    const [joined, both] = [await caseView(house.database, earlier.id), await caseView(house.database, later.id)];
    expect([joined.state, both.state, both.deadline, both.plan.deadline.date]).toEqual(['joined', 'drafting', '2026-12-11', '2026-12-11']);
    expect((await hearingsOf(house.database, later.id)).map(({ hearingId, leading }) => [hearingId, leading])).toEqual([
      [later.hearingId, true],
      [earlier.hearingId, false],
    ]);
    expect(await caseOfHearing(house.database, earlier.hearingId!)).toBe(later.id);
  });

  it('names every draft and every case number in a letter that answers several', async () => {
    const main = await caseIn(house, 'drafting', { caseNumber: '2026-21' });
    const other = await caseIn(house, 'opened', { caseNumber: '2026-22' });
    await join(other.id, main.id);
    const look = letterLook(undefined);
    const source = await sourceOfDraft(house.database, main.id, sampleResponse(), house.clock.now(), look);
    const letter = letterOf(source, 'draft', look);
    const text = JSON.stringify(letter.blocks);
    expect(text).toContain(`”${main.title}” og ”${other.title}”`);
    expect(text).toContain('(sagsnr. 2026-21 og 2026-22)');
  });

  it('refuses to join a case to itself, to nothing, to one that has ended and to one that waits for approval', async () => {
    const own = await caseIn(house, 'opened');
    const asked = await caseIn(house, 'in-approval');
    const ended = await caseIn(house, 'drafting');
    await act(house, ended.id, 'decline', house.people.head, { comment: 'uden betydning' });
    for (const target of [own.id, undefined, randomUUID(), asked.id, ended.id])
      await expect(join(own.id, target)).rejects.toMatchObject({ code: 'case.join-target' });
    expect((await caseView(house.database, own.id)).state).toBe('opened');
  });

  it('keeps two cases that join each other at once from both ending', async () => {
    const [one, two] = [await caseIn(house, 'drafting'), await caseIn(house, 'drafting')];
    const outcomes = await Promise.allSettled([join(one.id, two.id), join(two.id, one.id)]);
    const states = [(await caseView(house.database, one.id)).state, (await caseView(house.database, two.id)).state];
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(states.filter((state) => state === 'joined').length);
    expect(states).toContain('drafting');
  });

  it('ties a supplementary round to the main one of the same ministry and case number', async () => {
    const main = await newHearing(house, { caseNumber: '2026-77', parties: ['KL', 'Danske Regioner'] });
    const supplement = await newHearing(house, { caseNumber: '2026-77', round: 'supplementary', deadline: '2026-12-22', parties: ['KL'] });
    const rounds = await roundsOf(house.database, supplement, {
      personId: house.people.officer.id,
      now: house.clock.now(),
    });
    expect(rounds.map(({ id, round, deadline, parties }) => [id, round, deadline, parties])).toEqual([
      [main, 'main', '2026-12-18T12:00', ['KL', 'Danske Regioner']],
      [supplement, 'supplementary', '2026-12-22', ['KL']],
    ]);
    await expect(newHearing(house, { round: 'renewed', mainHearingId: randomUUID() })).rejects.toMatchObject({ code: 'hearing.not-found' });
  });

  it('lets a bill come of two hearings, and be split into parts from a day on', async () => {
    const [first, second] = [await newHearing(house, { caseNumber: randomUUID() }), await newHearing(house, { caseNumber: randomUUID() })];
    const link = (hearing: string, designation: string, validFrom: string) =>
      house.tx((tx) => linkBill(tx, hearing, billLinkBody.parse({ designation, session: '20181', validFrom }), by()));
    await link(first, 'l51', '2026-10-01');
    await link(second, 'L 51', '2026-10-01');
    await link(first, 'L 51', '2026-10-01');
    expect(await hearingsOfBill(house.database, 'L 51', '20181', '2026-10-02')).toEqual([first, second].sort());
    for (const part of ['L 51 A', 'L 51 b', 'L51C']) await link(first, part, '2026-11-15');
    expect((await billsOf(house.database, first)).map(({ designation, splitFrom, validTo }) => [designation, splitFrom, validTo])).toEqual([
      ['L 51', null, '2026-11-15'],
      ['L 51 A', 'L 51', null],
      ['L 51 B', 'L 51', null],
      ['L 51 C', 'L 51', null],
    ]);
    expect(await hearingsOfBill(house.database, 'L 51', '20181', '2026-11-20')).toEqual([second]);
    const [, part] = await billsOf(house.database, first);
    await house.tx((tx) => unlinkBill(tx, first, part!.billId, '2026-11-20', by()));
    expect(await hearingsOfBill(house.database, 'L 51 A', '20181', '2026-11-20')).toEqual([]);
    await expect(house.tx((tx) => unlinkBill(tx, first, part!.billId, '2026-11-20', by()))).rejects.toMatchObject({
      code: 'hearing.not-found',
    });
  });

  it.each<[string, Partial<DraftContent>, string[]]>([
    [
      'a response with reservation, who treats it and when',
      { template: 'hoeringssvar-med-forbehold', treatment: { body: 'Boligudvalget', date: '2026-12-22' } },
      ['Boligudvalget', '22. december 2026', 'Et punkt.'],
    ],
    [
      'an economic response, its estimate, reservation and points',
      {
        template: 'oekonomisk-svar',
        economic: {
          ...{ priceLevel: '2027-pl', years: [2027], position: 'partly', assumptions: ['Et år har 52 uger.'] },
          effects: [{ party: 'municipalities', kind: 'operation', ministry: [1234.5] }],
        },
      },
      ['1.234,5', 'Et år har 52 uger.', 'Egne ord.', 'Et punkt.'],
    ],
  ])('goes to a letter that is %s, with all that was written', async (_what, more, said) => {
    const { id } = await caseIn(house, 'drafting');
    const own = more.economic ? { wording: { political: 'Egne ord.' } } : {};
    const reservations = { political: true, economic: false, ...own };
    const draft = { ...sampleResponse('Et punkt.'), ...more, reservations } as DraftContent;
    const look = letterLook(undefined);
    const letter = letterOf(await sourceOfDraft(house.database, id, draft, house.clock.now(), look), 'draft', look);
    expect(letter.template).toBe(more.template);
    for (const words of said) expect(JSON.stringify(letter.blocks)).toContain(words);
    const twin = JSON.parse(Buffer.from(letter.attachments[0]!.bytes).toString('utf8')) as Record<string, unknown>;
    expect(twin).toMatchObject({ template: more.template, points: [{ text: 'Et punkt.' }], reservations: { political: true } });
  });

  it('closes the case of a pre-hearing by default', async () => {
    const { id } = await caseIn(house, 'opened', { round: 'pre-hearing' });
    expect(await house.rows('SELECT confidential FROM response_case WHERE id = $1', [id])).toEqual([{ confidential: true }]);
  });

  it('prints the name that the ministry bears on the day of the letter', async () => {
    const name = (id: string, day: string) => ministryNameOn(house.database, id, 'ukendt', day);
    expect(await name('inbm', '2021-08-18')).toBe('Indenrigs- og Boligministeriet');
    expect(await name('inbm', '2022-12-20')).toBe('Social-, Bolig- og Ældreministeriet');
    expect(await name('inbm', '2024-08-29')).toBe('Social- og Boligministeriet');
    expect(await name('findes-ikke', '2024-08-29')).toBe('ukendt');
  });
});

describe('a ministerial letter', () => {
  const body: MinisterialLetterBody = {
    event: 'agreement',
    title: 'Aftale om blandede boligområder',
    date: '2026-11-20',
    ministry: 'Social- og Boligministeriet',
    recipients: [{ title: 'boligminister', name: 'Bo Ærø', email: 'minister@ministerium.example' }],
    wishedDate: '2026-12-04',
    replyTo: undefined,
  };

  it('is a case without a hearing, set off by an event and planned back from the day wished for', async () => {
    const { caseId } = await house.tx((tx) => openLetterCase(tx, body, by()));
    const view = await caseView(house.database, caseId);
    expect(view).toMatchObject({
      kind: 'ministerial-letter',
      hearingId: null,
      state: 'opened',
      deadline: '2026-12-04',
      replyTo: 'minister@ministerium.example',
      committeeId: 'kultur-erhverv-plan',
    });
    expect(view.plan.steps.at(-1)?.latestEnd).toBe('2026-12-04');
  });

  it('goes the same way as a response, to a letter that names the minister', async () => {
    const { caseId } = await house.tx((tx) => openLetterCase(tx, body, by()));
    await act(house, caseId, 'start', house.people.officer);
    const draft = {
      ...sampleResponse(),
      template: 'ministerbrev' as const,
      recipient: { title: 'boligminister', name: 'Bo Ærø' },
      points: [],
    };
    await act(house, caseId, 'save', house.people.officer, { draft });
    const look = letterLook(undefined);
    const letter = letterOf(await sourceOfDraft(house.database, caseId, undefined, house.clock.now(), look), 'draft', look);
    expect(letter).toMatchObject({ template: 'ministerbrev', title: body.title });
  });

  it('is refused for a ministry nobody knows and a day that is none', async () => {
    const open = (more: object) => house.tx((tx) => openLetterCase(tx, { ...body, ...more }, by()));
    await expect(open({ ministry: 'Ministeriet for Alt' })).rejects.toMatchObject({ code: 'hearing.ministry-unknown' });
    await expect(open({ wishedDate: '2026-02-30' })).rejects.toMatchObject({ code: 'hearing.deadline-unreadable' });
  });
});
