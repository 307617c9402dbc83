import { verifyAudit } from '@genmaele/audit';
import { type DraftContent, draftHash, sha256 } from '@genmaele/contracts';
import { verifyPdfSignatures } from '@genmaele/documents';
import { flattenProvisions } from '@genmaele/legaltext';
import { simpleParser } from 'mailparser';
import { sampleHearingFacts, sampleMinistryReply } from '../../apps/cli/src/sample-hearing.js';
import { openServedHouse, type ServedHouse } from './house.js';
import { act, draftToSent, etagOf, good, receiveSample, seenCase } from './way.js';

let house: ServedHouse;

beforeAll(async () => {
  house = await openServedHouse({ ALARM_MAIL_TO: 'vagt@forening.example', PUBLIC_URL: 'http://genmaele.example' });
});
afterAll(() => house?.close());

const replyTo = (messageId: string) =>
  sampleMinistryReply({ to: house.env.MAIL_FROM, from: sampleHearingFacts.replyTo, messageId, caseNumber: sampleHearingFacts.caseNumber });

const lettersTo = (address: string) => house.sink.mails.filter((mail) => mail.includes(`To: ${address}`));

describe('the sample hearing, the whole way over HTTP', () => {
  let caseId: string;
  let draft: DraftContent;
  let pdf: Buffer;

  beforeAll(async () => {
    const received = await receiveSample(house);
    caseId = received.caseId;
    draft = received.draft;
    await draftToSent(house, caseId, draft);
    pdf = (await (await house.as(house.people.chair)).get(`/cases/${caseId}/letter.pdf`)).bytes;
  });

  it('has its case with office, committee and plan, and every provision with its text', async () => {
    const view = await seenCase(house, caseId);
    expect(view).toMatchObject({
      state: 'sent',
      committeeId: 'kultur-erhverv-plan',
      officeName: expect.stringContaining('Teknik og Miljø'),
    });
    expect(view.plan).toMatchObject({ overdue: false });
    const officer = await house.as(house.people.officer);
    const { provisions } = good(await officer.get(`/hearings/${view.hearingId}/provisions`));
    expect(flattenProvisions({ provisions }).filter((each) => each.kind === 'change-point')).toHaveLength(18);
    const { documents } = good(await officer.get(`/hearings/${view.hearingId}`));
    expect(documents.map((each: { kind: string }) => each.kind).sort()).toEqual(['bill', 'hearing-letter', 'other']);
  });

  it('becomes a PDF whose signature is valid, covers the whole file and says that it is a test', async () => {
    const [report, ...others] = verifyPdfSignatures(pdf, house.roots);
    expect(others).toEqual([]);
    expect(report).toMatchObject({ valid: true, coversWholeFile: true, chainTrusted: true, level: 'B-B', test: true, problems: [] });
    const spoilt = Buffer.from(pdf);
    spoilt[2000] = (spoilt[2000] ?? 0) ^ 1;
    expect(verifyPdfSignatures(spoilt, house.roots)[0]?.valid ?? false).toBe(false);
  });

  it('leaves in one mail, whose attachment is that PDF byte for byte', async () => {
    const [mail, ...others] = lettersTo(sampleHearingFacts.replyTo);
    expect(others).toEqual([]);
    const { attachments, subject, text, from } = await simpleParser(mail ?? '');
    expect(attachments.map(({ contentType, content }) => [contentType, content.equals(pdf)])).toEqual([['application/pdf', true]]);
    expect([subject, text]).toEqual([expect.stringContaining('2026-1234'), expect.stringContaining('2026-1234')]);
    expect(from?.value[0]?.address).toBe(house.env.MAIL_FROM);
  });

  it('has one chain of hashes, from the version that was approved to the bytes that left', async () => {
    const officer = await house.as(house.people.officer);
    const view = await seenCase(house, caseId);
    const letter = good(await officer.get(`/cases/${caseId}/letter`));
    const [dispatch] = good(await officer.get(`/cases/${caseId}/dispatches`));
    const eml = await officer.get(`/cases/${caseId}/dispatches/${dispatch.id}/mail.eml`);
    expect(view.approvedSha256).toBe(draftHash(draft, []));
    expect(letter.versionSha256).toBe(view.approvedSha256);
    expect([letter.renderedSha256, letter.signedSha256]).toEqual([view.renderedSha256, view.signedSha256]);
    const rendered = await house.rows<{ bytes: Buffer }>('SELECT bytes FROM stored_file WHERE sha256 = $1', [view.renderedSha256]);
    expect(pdf.subarray(0, rendered[0]?.bytes.length).equals(rendered[0]?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect([view.signedSha256, dispatch.attachmentSha256]).toEqual([sha256(pdf), sha256(pdf)]);
    expect([dispatch.mailSha256, eml.text]).toEqual([sha256(eml.bytes), lettersTo(sampleHearingFacts.replyTo)[0]]);
    expect((await officer.get(`/cases/${caseId}/letter.pdf`)).headers.get('etag')).toBe(etagOf(pdf));
    expect((await officer.get(`/cases/${caseId}`)).body.currentVersion.sha256).toBe(view.approvedSha256);
  });

  it('tells the secretary and the chair once each that the case waits, and nobody else', async () => {
    const told = await house.rows<{ recipient: string; kind: string }>(
      'SELECT recipient, kind FROM notice WHERE case_id = $1 ORDER BY created_at',
      [caseId],
    );
    const { secretary, chair, secondChair } = house.people;
    expect(told.map(({ recipient, kind }) => `${kind} ${recipient}`).sort()).toEqual(
      [secretary, chair, secondChair].map(({ email }) => `ask ${email}`).sort(),
    );
    for (const { email } of [secretary, chair, secondChair]) expect(lettersTo(email)).toHaveLength(1);
  });

  it('is closed by the ministry that answers, and a second answer changes nothing', async () => {
    const [dispatch] = good(await (await house.as(house.people.dispatcher)).get(`/cases/${caseId}/dispatches`));
    await house.arrive(await replyTo('<nogen.andens@example.org>'));
    expect((await seenCase(house, caseId)).state).toBe('sent');
    await house.arrive(await replyTo(dispatch.messageId));
    const closed = await seenCase(house, caseId);
    expect(closed.state).toBe('acknowledged');
    const again = (await replyTo(dispatch.messageId)).toString('utf8').replace('Tak for', 'Igen tak for');
    await house.arrive(Buffer.from(again));
    expect((await seenCase(house, caseId)).version).toBe(closed.version);
    const [after] = good(await (await house.as(house.people.dispatcher)).get(`/cases/${caseId}/dispatches`));
    expect(after.receipts.map((each: { kind: string }) => each.kind)).toEqual(['answer', 'answer']);
  });

  it('took each step by whom it belongs to, and nothing is left undone but a log that is whole', async () => {
    const { steps } = await seenCase(house, caseId);
    const { officer, secretary, chair, dispatcher } = house.people;
    expect(steps.map((step: { action: string; actor: string | null }) => [step.action, step.actor])).toEqual([
      ['start', officer.name],
      ['save', officer.name],
      ['submit', officer.name],
      ['recommend', secretary.name],
      ['approve', chair.name],
      ['approvals-complete', null],
      ['letter-rendered', null],
      ['letter-signed', null],
      ['send', dispatcher.name],
      ['letter-sent', null],
      ['receipt-arrived', null],
    ]);
    expect(
      await house.rows(`SELECT job, state, last_error FROM work WHERE state NOT IN ('done', 'cancelled') AND due_at <= now()`),
    ).toEqual([]);
    expect((await verifyAudit(house.database)).firstBad).toBeUndefined();
  });
});

describe('a letter to the minister', () => {
  it('goes the same way, and every text in it can be heard', async () => {
    const { caseId, draft } = await receiveSample(house, { round: 'supplementary', replyTo: 'minister@ministerium.example' });
    const recipient = { title: 'social- og boligminister', name: 'Eksempel Minister' };
    await draftToSent(house, caseId, { ...draft, template: 'ministerbrev', recipient });
    const officer = await house.as(house.people.officer);
    const pdf = (await officer.get(`/cases/${caseId}/letter.pdf`)).bytes;
    expect(verifyPdfSignatures(pdf, house.roots).map(({ valid, problems }) => [valid, problems])).toEqual([[true, []]]);
    const letter = good(await officer.get(`/cases/${caseId}/letter`));
    expect(letter).toMatchObject({ template: 'ministerbrev' });
    const heard: string[] = good(await officer.get(`/cases/${caseId}/letter/heard`));
    expect(heard.join(' ')).toContain('Eksempel Minister');
    const [mail] = lettersTo('minister@ministerium.example');
    const { attachments } = await simpleParser(mail ?? '');
    expect(attachments.map(({ content }) => content.equals(pdf))).toEqual([true]);
  });
});

describe('a mail that the ministry does not take', () => {
  it('takes the case back to where it can be sent again', async () => {
    const [stopped] = await house.rows<{ id: string }>(
      `SELECT id FROM response_case WHERE state = 'sent' ORDER BY changed_at DESC LIMIT 1`,
    );
    const caseId = stopped?.id ?? '';
    const [dispatch] = good(await (await house.as(house.people.officer)).get(`/cases/${caseId}/dispatches`));
    const report = [
      'From: mailer-daemon@ministerium.example',
      `To: ${house.env.MAIL_FROM}`,
      'Subject: Undelivered Mail Returned to Sender',
      'Message-ID: <dsn1@ministerium.example>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Kunne ikke afleveres.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.ministerium.example',
      '',
      `Final-Recipient: rfc822; ${dispatch.recipient}`,
      'Action: failed',
      'Status: 5.1.1',
      '',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: ${dispatch.messageId}`,
      `Subject: svar`,
      '',
      '--b--',
      '',
    ].join('\r\n');
    await house.arrive(Buffer.from(report));
    const view = await seenCase(house, caseId);
    expect(view.state).toBe('signed');
    await act(house, 'dispatcher', caseId, 'send', { seen: view.signedSha256 });
    await house.drain();
    expect((await seenCase(house, caseId)).state).toBe('sent');
    expect(lettersTo(dispatch.recipient)).toHaveLength(2);
  });
});
