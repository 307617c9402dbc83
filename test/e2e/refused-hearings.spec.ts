import { randomUUID } from 'node:crypto';
import { caseIn, sampleBill } from '@genmaele/testing';
import { openServedHouse, type ServedHouse } from './house.js';
import { canary, refused as refusedBy } from './refusals.js';
import { type Answer, type FormFile, type Visitor } from './visitor.js';

let house: ServedHouse;
let officer: Visitor;
const refused = (call: () => Promise<Answer>, status: number, code: string) => refusedBy(house, call, status, code);

beforeAll(async () => {
  house = await openServedHouse();
  officer = await house.as(house.people.officer);
});
afterAll(() => house?.close());

const fields = { ministry: 'Social- og Boligministeriet', deadline: '2026-12-18T12:00', replyTo: 'svar@ministerium.example' };
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(4000, 7)]);
const bill = (bytes: Uint8Array | string, name = 'lovforslag.html', field = 'bill'): FormFile => ({
  field,
  name,
  bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
});
const freshBill = () => bill(sampleBill(randomUUID()));
const receive = (files: FormFile[], more: Record<string, string> = {}) => officer.postForm('/hearings', { ...fields, ...more }, files);
const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "${'&lol;'.repeat(10)}"><!ENTITY lol3 "${'&lol2;'.repeat(10)}">]><Dokument>&lol3;</Dokument>`;
const external = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]><Dokument>&f;</Dokument>`;

describe('a hearing that cannot be taken in', () => {
  it.each([
    ['an empty file', () => [bill('')], 422, 'bill.empty'],
    ['blank signs alone', () => [bill(' \r\n\t ')], 422, 'bill.empty'],
    ['a JPEG that is named .html', () => [bill(jpeg)], 422, 'bill.not-text'],
    ['HTML that is no bill', () => [bill('<!doctype html><title>x</title><p>Hej, det er en opskrift.</p>')], 422, 'bill.not-a-bill'],
    ['XML whose entities multiply', () => [bill(laughs, 'lov.xml')], 422, 'bill.doctype-refused'],
    ['XML with an external entity', () => [bill(external, 'lov.xml')], 422, 'bill.doctype-refused'],
    ['no bill', () => [], 422, 'bill.missing'],
    ['only a hearing letter', () => [bill('<p>brev</p>', 'brev.html', 'letter')], 422, 'bill.missing'],
    ['two bills', () => [freshBill(), freshBill()], 400, 'request.invalid'],
    ['a file in a field that is not there', () => [freshBill(), bill('x', 'x.txt', 'andet')], 400, 'request.invalid'],
    ['a file name with a control sign', () => [{ ...freshBill(), name: 'lov\u0007.html' }], 400, 'request.invalid'],
    [
      '21 documents',
      () => [freshBill(), ...Array.from({ length: 21 }, (_, i) => bill(`bilag ${i}`, 'b.txt', 'documents'))],
      400,
      'request.invalid',
    ],
  ] as const)('is refused: %s', async (_what, files, status, code) => {
    await refused(() => receive([...files()]), status, code);
  });

  it('is refused when a file is of 60 MB, and nothing of it stays', async () => {
    const large = Buffer.alloc(60_000_000, 'x');
    await refused(() => receive([bill(large)]), 413, 'request.too-large');
  });

  it.each([
    ['an unknown ministry', { ministry: 'Ministeriet for Gåture' }, 422, 'hearing.ministry-unknown'],
    ['no ministry', { ministry: '' }, 400, 'request.invalid'],
    ['a ministry of NUL alone', { ministry: '\u0000' }, 400, 'request.invalid'],
    ['no deadline', { deadline: ' ' }, 400, 'request.invalid'],
    ['a deadline in words', { deadline: 'på fredag' }, 422, 'hearing.deadline-unreadable'],
    ['a day that is not there', { deadline: '2026-02-30' }, 422, 'hearing.deadline-unreadable'],
    ['an hour that is skipped or not there', { deadline: '2026-12-18T25:00' }, 422, 'hearing.deadline-unreadable'],
    ['a reply address that is none', { replyTo: 'svar hertil' }, 400, 'request.invalid'],
    ['a reply address with a line break', { replyTo: 'a@b.dk\r\nBcc: c@d.dk' }, 400, 'request.invalid'],
    ['an unknown round', { round: 'tredje' }, 400, 'request.invalid'],
    ['a field of 30,000 signs', { contact: 'x'.repeat(30_000) }, 400, 'request.invalid'],
    ['a field of 300 signs', { contact: 'x'.repeat(300) }, 400, 'request.invalid'],
  ])('is refused with %s', async (_what, more, status, code) => {
    await refused(() => receive([freshBill()], more), status, code);
  });

  it('is refused when it has come before, and says which it is', async () => {
    const again = freshBill();
    const first = await receive([again], { caseNumber: '2026-77' });
    expect(first.status).toBe(201);
    const sameBytes = await refused(() => receive([again]), 409, 'hearing.duplicate');
    const sameNumber = await refused(() => receive([freshBill()], { caseNumber: '2026-77' }), 409, 'hearing.duplicate');
    expect([sameBytes.body.facts.hearingId, sameNumber.body.facts.hearingId]).toEqual([first.body.hearingId, first.body.hearingId]);
  });

  it.each([
    ['a form without its boundary', 'multipart/form-data', 'x'],
    [
      'a form that ends too early',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="bill"; filename="l.html"\r\n\r\n<p>',
    ],
    ['a form that is none', 'multipart/form-data; boundary=b', 'hej'],
    ['JSON that breaks off', 'application/json', `{"ministry": "${canary}`],
    ['JSON in a charset that is not there', 'application/json; charset=klingon', '{}'],
  ])('is refused when it comes as %s', async (_what, type, body) => {
    await refused(() => officer.ask('POST', '/hearings', { body, headers: { 'content-type': type } }), 400, 'request.invalid');
  });

  it('is refused as JSON, where no file can be', async () => {
    await refused(() => officer.post('/hearings', fields), 422, 'bill.missing');
  });
});

describe('a hearing that is odd', () => {
  it('is taken in though its deadline has passed, and its plan says so', async () => {
    const { status, body } = await receive([freshBill()], { deadline: '2026-11-02T12:00' });
    expect(status).toBe(201);
    await house.drain();
    const { caseId } = (await officer.get(`/hearings/${body.hearingId}`)).body;
    expect((await officer.get(`/cases/${caseId}`)).body.plan).toMatchObject({ overdue: true });
    expect((await officer.page(`/sager/${caseId}`)).text).toContain('Overskredet');
  });

  it('is taken in though its bill turns out to be a letter that only speaks of a §; then it says so, opens no case, and the bill can be sent anew', async () => {
    const { body } = await receive([bill(`<p>Vi henviser til § 3 i loven. ${randomUUID()}</p>`)], { caseNumber: '2026-99' });
    await house.drain();
    expect((await officer.get(`/hearings/${body.hearingId}`)).body).toMatchObject({
      state: 'unreadable',
      problem: 'bill.not-a-bill',
      caseId: null,
    });
    expect((await officer.page('/')).text).toContain('kunne ikke læses');
    expect((await receive([freshBill()], { caseNumber: '2026-99' })).status).toBe(201);
  });

  it('is taken in without a reply address; the letter waits until one is written', async () => {
    const view = await caseIn(house, 'signed', { replyTo: undefined });
    const dispatcher = await house.as(house.people.dispatcher);
    const send = () => dispatcher.post(`/cases/${view.id}/actions/send`, { seen: view.signedSha256 });
    const answer = await refused(send, 409, 'case.need-unmet');
    expect(answer.body.todo).toBe('Skriv svaradressen på sagen.');
    await refused(() => officer.post(`/hearings/${view.hearingId}/reply-address`, { replyTo: 'ikke en adresse' }), 400, 'request.invalid');
    expect((await officer.post(`/hearings/${view.hearingId}/reply-address`, { replyTo: 'svar@ministerium.example' })).status).toBe(200);
    expect((await send()).body).toMatchObject({ to: 'sending' });
    await house.owner.query(`UPDATE work SET state = 'cancelled' WHERE state = 'ready'`);
  });

  it('keeps no NUL and no bidi control in fields and file names, and the names are only names', async () => {
    const odd = { contact: 'Ude\u202Enemgis\u0000', caseNumber: '20\u200F26-\u206688' };
    const files = [
      { ...freshBill(), name: '..\\..\\lov\u202Elmth.html' },
      bill('<script>alert(1)</script>', '../../etc/<b>pas"swd\u202E', 'documents'),
      bill('x', '', 'letter'),
    ];
    const { status, body } = await receive(files, odd);
    expect([status, body]).toEqual([201, { hearingId: expect.any(String) }]);
    const { rows } = await house.owner.query('SELECT case_number, contact FROM hearing WHERE id = $1', [body.hearingId]);
    expect(rows).toEqual([{ case_number: '2026-88', contact: 'Udenemgis' }]);
    const { documents } = (await officer.get(`/hearings/${body.hearingId}`)).body;
    const unsafe = /[\u0000-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069]|[/\\]/u; // eslint-disable-line no-control-regex -- what must not be there
    for (const document of documents as { file_name: string }[]) expect(document.file_name).not.toMatch(unsafe);
    const handedOut = documents.find((each: { kind: string }) => each.kind === 'other');
    const file = await officer.get(`/hearings/${body.hearingId}/documents/${handedOut.sha256}`);
    expect([file.headers.get('content-type'), file.text]).toEqual(['application/octet-stream', '<script>alert(1)</script>']);
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename=/);
  });
});
