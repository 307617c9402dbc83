import { draftHash, sha256 } from '@genmaele/contracts';
import { sampleDraft } from '../sample-draft.js';
import { checkChain, type Gathered, holdsRevision } from './hash-chain.js';

const rendered = Buffer.from('%PDF-1.7\nbrev\n%%EOF\n');
const pdf = Buffer.concat([rendered, Buffer.from('underskrift\n%%EOF\n')]);
const mail = Buffer.from('Message-ID: <1@a>\r\n\r\n');
const draft = sampleDraft([{ kind: 'change-point', address: '§ 1, nr. 1', text: 'I § 1 ændres »a« til: »b«.' }]);
const approved = draftHash(draft, []);

const whole: Gathered = {
  draft,
  case: { approvedSha256: approved, renderedSha256: sha256(rendered), signedSha256: sha256(pdf) },
  letter: { versionSha256: approved, renderedSha256: sha256(rendered), signedSha256: sha256(pdf) },
  dispatch: { mailSha256: sha256(mail), attachmentSha256: sha256(pdf) },
  pdf,
  mail,
  attachment: sha256(pdf),
};
const other = sha256('other');

describe('the chain of hashes', () => {
  it('holds from the approved version to the attachment of the mail', () => {
    expect(checkChain(whole)).toEqual({
      approvedVersion: approved,
      renderedPdf: sha256(rendered),
      signedPdf: sha256(pdf),
      mailAttachment: sha256(pdf),
    });
  });

  it.each<[string, Partial<Gathered>]>([
    ['another draft than the approved', { draft: { ...draft, lead: ['Noget andet.'] } }],
    ['a case that approved another version', { case: { ...whole.case, approvedSha256: other } }],
    ['a letter made of another version', { letter: { ...whole.letter, versionSha256: other } }],
    ['another rendered letter on the case', { case: { ...whole.case, renderedSha256: other } }],
    [
      'a signed letter that does not hold the rendered one',
      { letter: { ...whole.letter, renderedSha256: other }, case: { ...whole.case, renderedSha256: other } },
    ],
    ['another signed letter on the case', { case: { ...whole.case, signedSha256: other } }],
    ['one byte more in the letter', { pdf: Buffer.concat([pdf, Buffer.from('\n')]) }],
    ['a dispatch of another letter', { dispatch: { ...whole.dispatch, attachmentSha256: other } }],
    ['another mail in the mailbox', { mail: Buffer.from('Message-ID: <2@a>\r\n\r\n') }],
    ['another attachment in the mail', { attachment: other }],
    ['no attachment in the mail', { attachment: undefined }],
  ])('is broken by %s', (_what, change) => {
    expect(() => checkChain({ ...whole, ...change })).toThrow('Kæden fra godkendelse til afsendelse holder ikke.');
  });

  it('finds the rendered letter as a whole revision, with or without a last line end', () => {
    expect(holdsRevision(pdf, sha256(rendered))).toBe(true);
    expect(holdsRevision(pdf, sha256(rendered.subarray(0, -1)))).toBe(true);
    expect(holdsRevision(pdf, sha256(rendered.subarray(0, -3)))).toBe(false);
  });
});
