import { matchReceipt, type ReceiptMail } from './match-receipt.js';

const OURS = [
  { dispatchId: 'd1', messageId: '<d1@kl.example>', caseNumber: '2022-7022' },
  { dispatchId: 'd2', messageId: '<d2@kl.example>', caseNumber: '2022-70221' },
  { dispatchId: 'd3', messageId: '<d3@kl.example>' },
];
const mail = (over: Partial<ReceiptMail> = {}): ReceiptMail => ({ subject: 'SV: Høringssvar', references: [], ...over });
const report = (originalMessageId?: string): ReceiptMail =>
  mail({ deliveryReport: { action: 'delivered', recipients: [], originalMessageId } });

describe('matching a receipt', () => {
  it('is certain by the Message-ID that a report is about', () => {
    expect(matchReceipt(report('<d2@kl.example>'), OURS)).toEqual({ certainty: 'certain', dispatchId: 'd2', by: 'original-message-id' });
    expect(
      matchReceipt(mail({ dispositionNotification: { disposition: 'displayed', originalMessageId: '<d3@kl.example>' } }), OURS),
    ).toMatchObject({ dispatchId: 'd3' });
  });

  it('takes a report on somebody else’s mail for none of ours, whatever its subject', () => {
    expect(matchReceipt({ ...report('<x@y.dk>'), subject: 'Undelivered: 2022-7022', inReplyTo: '<d1@kl.example>' }, OURS)).toEqual({
      certainty: 'none',
    });
  });

  it('is certain by In-Reply-To, and by References when that is missing', () => {
    expect(matchReceipt(mail({ inReplyTo: '<d1@kl.example>', references: ['<d2@kl.example>'] }), OURS)).toEqual({
      certainty: 'certain',
      dispatchId: 'd1',
      by: 'in-reply-to',
    });
    expect(matchReceipt(mail({ references: ['<x@y.dk>', '<d3@kl.example>'] }), OURS)).toEqual({
      certainty: 'certain',
      dispatchId: 'd3',
      by: 'references',
    });
  });

  it('by References takes the latest of ours', () => {
    expect(matchReceipt(mail({ references: ['<d1@kl.example>', '<d3@kl.example>', '<x@y.dk>'] }), OURS)).toMatchObject({
      dispatchId: 'd3',
    });
  });

  it('by a case number in the subject is a proposal only', () => {
    expect(matchReceipt(mail({ subject: 'Kvittering (sagsnr. 2022-7022)' }), OURS)).toEqual({
      certainty: 'doubtful',
      dispatchIds: ['d1'],
      by: 'case-number',
    });
    expect(matchReceipt(mail({ subject: 'kvittering 2022–70221.' }), OURS)).toMatchObject({ dispatchIds: ['d2'] });
  });

  it('names every dispatch with that case number', () => {
    expect(
      matchReceipt(mail({ subject: '2022-7022' }), [...OURS, { ...OURS[0]!, dispatchId: 'd9', messageId: '<d9@kl.example>' }]),
    ).toMatchObject({ dispatchIds: ['d1', 'd9'] });
  });

  it('finds no case number inside a longer one, nor a number too short to mean anything', () => {
    expect(matchReceipt(mail({ subject: 'Sag 12022-7022' }), OURS)).toEqual({ certainty: 'none' });
    expect(matchReceipt(mail({ subject: 'Møde kl. 12' }), [{ dispatchId: 'd1', messageId: '<a@b>', caseNumber: '12' }])).toEqual({
      certainty: 'none',
    });
  });

  it('is none without any pointer, and among no candidates', () => {
    expect(matchReceipt(mail(), OURS)).toEqual({ certainty: 'none' });
    expect(matchReceipt(mail({ inReplyTo: '<d1@kl.example>' }), [])).toEqual({ certainty: 'none' });
  });
});
