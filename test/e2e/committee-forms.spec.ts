import { addDays, localDateOf } from '@genmaele/calendar';
import { decisionsOfMeeting, meetingById } from '@genmaele/committees';
import { caseIn, housingCommittee, MeetingGround } from '@genmaele/testing';
import { Browser, linksIn, type Page, textOf } from './browser.js';
import { chromium, Chromium } from './chromium.js';
import { openServedHouse, password, type ServedHouse } from './house.js';

let house: ServedHouse;
let ground: MeetingGround;
beforeAll(async () => {
  house = await openServedHouse();
  ground = await MeetingGround.open(house);
}, 60_000);
afterAll(() => house?.close());

/** A new sign-in each time: the clock is moved past the end of sessions here. */
const browserOf = async ({ email }: { email: string }) => new Browser(await house.visitor().signedIn(email, password));
const secretary = () => browserOf(house.people.secretary);

/** The meeting that is open, and the page of its first item as the secretary has it. */
async function itemOpen(more: object = {}): Promise<{ browser: Browser; page: Page; meetingId: string; itemId: string }> {
  const { meetingId, items } = await ground.hold([more]);
  const browser = await secretary();
  return { browser, page: await browser.open(`/moeder/${meetingId}/punkter/${items[0]}`), meetingId, itemId: items[0]! };
}

async function withCase() {
  const { id, currentVersion } = await caseIn(house, 'in-committee');
  return { title: 'Svar med punkter', caseId: id, versionSha256: currentVersion!.sha256 };
}

const inForce = async (meetingId: string) =>
  (await decisionsOfMeeting(house.database, meetingId)).find(({ correctedBy }) => correctedBy === null);

/** What stands in a field of a form, as the page has it. */
const standsIn = (page: Page, button: string, name: string) => page.form(button).fields[name];

describe('the record of an item, on its page', () => {
  it('takes a decision for each point and a member’s dissent, and a correction that says why', async () => {
    const { browser, page, meetingId } = await itemOpen(await withCase());
    const bo = ground.members[1]!.id;
    const decided = await browser.submit(page.form('Før til protokol'), {
      outcome: 'approved-with-changes',
      'point-1-outcome': 'approved-with-changes',
      'point-1-text': 'Skriv «bør» i stedet for «skal».',
      [`dissent-${bo}`]: 'Jeg er imod.',
    });
    expect(decided.text).toMatch(/Punkt 1: godkendt med ændringer\. Skriv «bør».*Mindretalsudtalelse fra Bo: Jeg er imod\./);
    const points = [{ pointId: '1', outcome: 'approved-with-changes', text: 'Skriv «bør» i stedet for «skal».' }];
    expect(await inForce(meetingId)).toMatchObject({ points, dissents: [{ membershipId: bo, name: 'Bo', text: 'Jeg er imod.' }] });

    const form = decided.form('Ret beslutningen');
    expect(form.fields).toMatchObject({ 'point-1-outcome': 'approved-with-changes', [`dissent-${bo}`]: 'Jeg er imod.' });
    expect(form.required).toContain('reason');
    const corrected = await browser.submit(form, { 'point-1-outcome': 'rejected', reason: 'Skrivefejl' });
    expect(corrected.text).toMatch(/rettet: godkendt med ændringer.*Punkt 1: afvist/);
    expect(await inForce(meetingId)).toMatchObject({ reason: 'Skrivefejl' });
    const unknown = { 'point-9-outcome': 'rejected', reason: 'Et punkt, svaret ikke har' };
    const refused = await browser.submit(corrected.form('Ret beslutningen'), unknown);
    expect([refused.answer.status, refused.text]).toEqual([409, expect.stringContaining('Svaret har intet punkt 9.')]);
  });

  it.each(['approved', 'approved-with-changes', 'rejected', 'for-information'])('takes the outcome %s', async (outcome) => {
    const { browser, page, meetingId } = await itemOpen();
    await browser.submit(page.form('Før til protokol'), { outcome, changes: outcome === 'approved-with-changes' ? 'Ret dette.' : '' });
    expect((await inForce(meetingId))?.outcome).toBe(outcome);
  });

  it('postpones to a later meeting, on whose agenda the item then stands', async () => {
    const { browser, page, meetingId, itemId } = await itemOpen();
    const later = await ground.plan();
    const again = await browser.open(page.path);
    const decided = await browser.submit(again.form('Før til protokol'), { outcome: 'postponed', postponedTo: later });
    expect(decided.text).toContain('Beslutning: udsat.');
    expect(await inForce(meetingId)).toMatchObject({ itemId, postponedTo: later });
    expect((await browser.open(`/moeder/${later}`)).text).toContain('1. Lov om almene boliger');
  });

  it('that is refused stands again as it was typed, with the reason at the top and a way to the form', async () => {
    const { browser, page, meetingId } = await itemOpen(await withCase());
    const typed = { outcome: 'postponed', 'point-1-outcome': 'rejected', 'point-1-text': 'Lang <b>forklaring</b>\r\ni to linjer' };
    const refused = await browser.submit(page.form('Før til protokol'), typed);
    expect([refused.answer.status, refused.elements('title').map(textOf)]).toEqual([409, [expect.stringMatching(/^Fejl: /)]]);
    const [summary] = refused.elements('div').filter(({ attribs }) => attribs['role'] === 'alert');
    expect(textOf(summary!)).toMatch(/Beslutningen blev ikke ført til protokol\..*Vælg mødet, eller et andet udfald/);
    expect(linksIn(summary!)).toEqual(['#beslutning']);
    expect(refused.form('Før til protokol').fields).toMatchObject(typed);
    expect(await inForce(meetingId)).toBeUndefined();
    await browser.submit(refused.form('Før til protokol'), { outcome: 'approved' });
    expect((await inForce(meetingId))?.points).toEqual([
      { pointId: '1', outcome: 'rejected', text: expect.stringContaining('<b>forklaring</b>') },
    ]);
  });

  it('names the field that is wrong and leads to it', async () => {
    const { browser, page } = await itemOpen(await withCase());
    const refused = await browser.submit(page.form('Før til protokol'), { 'point-1-text': 'Uden udfald', changes: 'Behold mig' });
    const [summary] = refused.elements('div').filter(({ attribs }) => attribs['role'] === 'alert');
    expect(linksIn(summary!)).toEqual(['#beslutning-point-1-outcome']);
    expect(textOf(summary!)).toContain('Udfald: mangler');
    const ids = refused.elements('select').filter(({ attribs }) => attribs['aria-invalid'] === 'true');
    expect(ids.map(({ attribs }) => attribs['id'])).toEqual(['beslutning-point-1-outcome']);
    expect(standsIn(refused, 'Før til protokol', 'changes')).toBe('Behold mig');
  });

  it('says who is ineligible or out of the room, takes it back, and refuses a decision without a quorum', async () => {
    const { browser, page } = await itemOpen();
    const [anne, bo, carl] = ground.members.map(({ id }) => id) as [string, string, string];
    const button = 'Skriv ned, at medlemmet ikke deltager';
    let now = await browser.submit(page.form(button), { membershipId: anne, kind: 'ineligible', reason: 'Bor i den almene bolig' });
    expect(now.text).toMatch(/Anne: inhabil \(Bor i den almene bolig\).*4 af 4 pladser deltager/);
    for (const membershipId of [bo, carl]) now = await browser.submit(now.form(button), { membershipId, kind: 'absent' });
    expect(now.text).toMatch(/Bo: fraværende.*2 af 4 pladser deltager.*ikke beslutningsdygtig/);
    const refused = await browser.submit(now.form('Før til protokol'), { outcome: 'approved' });
    expect([refused.answer.status, refused.text]).toEqual([409, expect.stringContaining('ikke beslutningsdygtig i punktet')]);
    now = await browser.submit(now.form('Deltager alligevel: Bo'));
    expect((await browser.submit(now.form('Før til protokol'), { outcome: 'approved' })).text).toContain('Beslutning: godkendt.');
  });

  it('is not for members to write, but they read the item, its version and its papers', async () => {
    const { page } = await itemOpen(await withCase());
    const member = await browserOf(ground.members[1]!.actor);
    const seen = await member.open(page.path);
    expect(seen.text).toMatch(/Svaret, som medlemmerne har for sig \(version \d+\).*Punkt 1\. KL/);
    expect(seen.forms().filter(({ action }) => action.startsWith('/moeder'))).toEqual([]);
    expect((await member.submit(page.form('Før til protokol'), { outcome: 'approved' })).answer.status).toBe(403);
  });
});

describe('the papers of an item', () => {
  const file = { field: 'documents', name: 'notat.txt', bytes: Buffer.from('et notat'), type: 'text/plain' };

  it('are laid with it until the agenda is sent; the item is changed, moved and taken off', async () => {
    const browser = await secretary();
    const meetingId = await ground.plan();
    const [first, second] = [await ground.add(meetingId), await ground.add(meetingId, { title: 'Nummer to' })];
    const at = `/moeder/${meetingId}/punkter/${second}`;
    let page = await browser.open(at);
    page = await browser.submit(page.form('Læg bilaget ved'), {}, [file]);
    expect(page.text).toContain('notat.txt');
    page = await browser.submit(page.form('Gem punktet'), { title: 'Andet navn', closed: 'on' });
    expect(page.text).toMatch(/2\. Andet navn lukket/);
    page = await browser.submit(page.form('Flyt punktet'), { number: '1' });
    expect(page.title).toBe('1. Andet navn');
    expect((await browser.submit(page.form('Læg bilaget ved'), {}, [])).answer.status).toBe(400);
    await browser.submit((await browser.open(`/moeder/${meetingId}/punkter/${first}`)).form('Tag punktet af dagsordenen'));
    expect((await browser.open(`/moeder/${meetingId}`)).text).not.toContain('Lov om almene boliger');
    await ground.act(meetingId, 'close-agenda');
    await ground.act(meetingId, 'send-papers');
    expect((await browser.open(at)).forms().map(({ button }) => button)).not.toContain('Læg bilaget ved');
    expect((await browser.submit(page.form('Læg bilaget ved'), {}, [file])).answer.status).toBe(409);
  });

  it('of a late item come with it, until the chair consents on the item’s page', async () => {
    const browser = await secretary();
    const meetingId = await ground.plan();
    await ground.add(meetingId);
    await ground.act(meetingId, 'close-agenda');
    await ground.act(meetingId, 'send-papers');
    let page = await browser.open(`/moeder/${meetingId}`);
    const refused = await browser.submit(page.form('Sæt punktet på'), { title: 'Et sent punkt', recommendation: 'At det vedtages.' });
    expect(refused.text).toContain('Dagsordenen er lukket. Begrund, hvorfor punktet ikke kan vente');
    expect(refused.form('Sæt punktet på').fields).toMatchObject({ title: 'Et sent punkt', recommendation: 'At det vedtages.' });
    page = await browser.submit(refused.form('Sæt punktet på'), { lateReason: 'Brevet kom i går.' });
    const at = linksIn(...page.elements('h3'))[1]!;
    page = await browser.submit((await browser.open(at)).form('Læg bilaget ved'), {}, [file]);
    expect(page.text).toMatch(/Kom efter lukningen: Brevet kom i går\. Venter på formandens samtykke\..*notat\.txt/);
    expect((await (await browserOf(ground.members[1]!.actor)).open(at)).answer.status).toBe(404);
    const chair = await browserOf(ground.members[0]!.actor);
    expect((await chair.open(at)).text).toContain('Venter på formandens samtykke');
    await chair.submit((await chair.open(at)).form('Samtyk i det sene punkt'));
    expect((await (await browserOf(ground.members[1]!.actor)).open(at)).text).toContain('notat.txt');
  });
});

describe('a meeting on its page', () => {
  it('is moved, and changed only as it was seen: what another has done meanwhile stands', async () => {
    const [one, other] = [await secretary(), await secretary()];
    const meetingId = await ground.plan();
    await ground.add(meetingId);
    const page = await one.open(`/moeder/${meetingId}`);
    const stale = await other.open(`/moeder/${meetingId}`);
    const moved = await one.submit(page.form('Flyt mødet'), { place: 'Et andet sted' });
    expect(moved.text).toContain('Et andet sted');
    const refused = await other.submit(stale.form('Luk dagsordenen'));
    expect([refused.answer.status, refused.text]).toEqual([412, expect.stringContaining('En anden har ændret det')]);
    expect((await meetingById(house.database, meetingId)).state).toBe('planned');
    expect((await other.submit(refused.form('Luk dagsordenen'))).text).toContain('Dagsorden lukket');
  });

  it('that would have its agenda close after the meeting is refused in its own words, with all that was typed', async () => {
    const browser = await secretary();
    const date = addDays(localDateOf(house.clock.now()), 300);
    const typed = { date, agendaClose: addDays(date, 1), place: 'Sal 7', startTime: '09:30' };
    const refused = await browser.submit((await browser.open(`/udvalg/${housingCommittee}`)).form('Planlæg mødet'), typed);
    expect([refused.answer.status, refused.text]).toEqual([400, expect.stringContaining('dagsordenen skal lukke senest på mødedagen')]);
    expect(refused.form('Planlæg mødet').fields).toMatchObject(typed);
  });
});

describe('the members of a body, on its page', () => {
  const at = `/udvalg/${housingCommittee}`;
  const button = 'Giv pladsen';

  it('are given a place for a period, and a seat has its alternate', async () => {
    const browser = await secretary();
    const today = localDateOf(house.clock.now());
    const vice = {
      outsiderName: 'Viggo Vice',
      function: 'vice-chair',
      municipality: 'Odense',
      validFrom: today,
      validTo: addDays(today, 400),
    };
    let page = await browser.submit((await browser.open(at)).form(button), vice);
    expect(page.text).toMatch(/Viggo Vice, næstformand, Odense\s*fra .* til /);
    const [seat] = await house.rows<{ id: string }>(`SELECT id FROM committee_membership WHERE outsider_name = 'Viggo Vice'`);
    const alternate = { outsiderName: 'Sigrid', function: 'alternate', alternateFor: seat!.id, validFrom: today };
    page = await browser.submit(page.form(button), alternate);
    expect(page.text).toContain('Sigrid, stedfortræder for Viggo Vice');

    await browser.submit(page.form('Afslut pladsen for Viggo Vice'), { lastDay: today });
    house.clock.move(86_400_000);
    page = await (await secretary()).open(at);
    expect(page.text).toMatch(/Tidligere medlemmer.*Viggo Vice, næstformand.*Sigrid, stedfortræder/);
  });

  it('have one chair: a second is refused, and what was typed stands', async () => {
    const browser = await secretary();
    const today = localDateOf(house.clock.now());
    const typed = { personId: house.people.officer.id, function: 'chair', municipality: 'Vejle', validFrom: today };
    const refused = await browser.submit((await browser.open(at)).form(button), typed);
    expect([refused.answer.status, refused.text]).toEqual([422, expect.stringContaining('Der er allerede en i den funktion i perioden.')]);
    expect(refused.form(button).fields).toMatchObject(typed);
    const neither = await browser.submit(refused.form(button), { personId: '' });
    expect([neither.answer.status, neither.text]).toEqual([400, expect.stringContaining('angiv enten en person med konto eller et navn')]);
  });

  it('belong to a body that an administrator makes and renames, and nobody else', async () => {
    const administrator = await browserOf(house.people.administrator);
    const made = { name: 'Klimaudvalget', id: 'klima', kind: 'committee', superiorId: 'bestyrelsen', validFrom: '2026-01-01' };
    const list = await administrator.open('/udvalg');
    const page = await administrator.submit(list.form('Opret organet'), made);
    expect([page.path, page.text]).toEqual(['/udvalg/klima', expect.stringMatching(/Klimaudvalget.*RådgiverBestyrelsen/)]);
    const renamed = await administrator.submit(page.form('Giv navnet'), { name: 'Klima- og Energiudvalget', validFrom: '2026-06-01' });
    expect(renamed.title).toBe('Klima- og Energiudvalget');
    const taken = await administrator.submit(list.form('Opret organet'), { ...made, name: 'Et andet' });
    expect([taken.answer.status, taken.form('Opret organet').fields.name]).toEqual([422, 'Et andet']);
    const buttons = async (browser: Browser, path: string) => (await browser.open(path)).forms().map((form) => form.button);
    expect(await buttons(await secretary(), '/udvalg')).not.toContain('Opret organet');
    expect(await buttons(await browserOf(ground.members[1]!.actor), at)).toEqual(['Log af']);
  });
});

describe('a question in writing', () => {
  it('is answered for a member without an account, and closed when all have answered', async () => {
    const browser = await browserOf(house.people.secretary);
    const today = localDateOf(house.clock.now());
    const body = await browser.open(`/udvalg/${housingCommittee}`);
    await browser.submit(body.form('Giv pladsen'), { outsiderName: 'Uffe Uden', function: 'member', validFrom: today });
    const asked = { question: 'Kan det sendes?', deadline: `${addDays(today, 5)}T12:00`, silence: 'no-answer' };
    let page = await browser.submit(body.form('Spørg medlemmerne'), asked);
    for (const { actor } of ground.members) {
      const member = await browserOf(actor);
      await member.submit((await member.open(page.path)).form('Svar'), { vote: 'for' });
    }
    const early = await browser.submit(page.form('Luk proceduren'));
    expect([early.answer.status, early.text]).toEqual([409, expect.stringContaining('1 har ikke svaret endnu.')]);
    page = await browser.submit(page.form('Skriv svaret ned'), { vote: 'for', text: 'Ringede.' });
    expect(page.text).toContain('Uffe Uden: for. Ringede.');
    page = await browser.submit(page.form('Luk proceduren'));
    expect(page.text).toMatch(/Endte med\s*godkendt/);
  });
});

/** Every page of the bodies, with the forms that a secretary and an administrator have on it. */
async function everyPage(): Promise<Page[]> {
  const { page, browser: own, meetingId } = await itemOpen(await withCase());
  const planned = await ground.plan();
  const paths = [`/moeder/${meetingId}`, `/moeder/${planned}`, `/moeder/${planned}/punkter/${await ground.add(planned)}`, '/mine-moeder'];
  const browser = await browserOf(house.people.administrator);
  const mine = await Promise.all(paths.map((path) => own.open(path)));
  const theirs = await Promise.all(['/udvalg', `/udvalg/${housingCommittee}`].map((path) => browser.open(path)));
  const refused = await own.submit(page.form('Før til protokol'), { outcome: 'postponed' });
  return [page, ...mine, ...theirs, refused];
}

describe('every page of the bodies', () => {
  const itLaidOut = chromium ? it : it.skip;
  itLaidOut(
    'lies on a telephone 360 points wide without scrolling sideways, with nothing too small for a finger (needs chromium)',
    async () => {
      const tab = await Chromium.open();
      try {
        await tab.width(360);
        for (const { path, answer } of await everyPage()) {
          await tab.show(answer.text);
          expect({ path, flaws: await tab.flaws() }).toEqual({ path, flaws: [] });
        }
      } finally {
        await tab.close();
      }
    },
  );

  it('has a label for every field, and uses every id once', async () => {
    for (const each of await everyPage()) {
      const labels = each.elements('label').map(({ attribs }) => attribs['for']);
      const fields = ['input', 'select', 'textarea'].flatMap((name) => each.elements(name));
      const shown = fields.filter(({ attribs }) => !['hidden', 'checkbox', 'radio'].includes(attribs['type'] ?? ''));
      expect(shown.filter(({ attribs }) => !labels.includes(attribs['id'])).map(({ attribs }) => attribs['name'])).toEqual([]);
      const ticks = fields.filter(({ attribs }) => ['checkbox', 'radio'].includes(attribs['type'] ?? ''));
      expect(ticks.every(({ parent }) => (parent as { name?: string } | null)?.name === 'label')).toBe(true);
      const ids = [...each.answer.text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    }
  });
});
