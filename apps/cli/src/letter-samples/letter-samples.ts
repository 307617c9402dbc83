import { type LetterDocument } from '@genmaele/contracts';
import { type LetterLook } from '@genmaele/documents';
import { type CoverMail, foelgemail, hoeringssvar, hoeringssvarMedForbehold, ingenBemaerkninger, type Mark, ministerbrev, oekonomiskSvar, ordfoererbrev, supplerendeHoeringssvar } from '@genmaele/templates'; // prettier-ignore
import { economicSamples } from './economic-samples.js';
import { ministerialSamples, spokespersonSamples } from './letter-to-samples.js';
import { noRemarksSamples, reservedSamples, supplementarySamples } from './other-response-samples.js';
import { responseSamples } from './response-samples.js';
import { identity, sampleHearing, type SampleOf } from './sample-identity.js';

/** A letter of the collection: `hoeringssvar-kort`. */
export interface LetterSample {
  readonly name: string;
  readonly letter: LetterDocument;
}

type Template<Input> = (input: Input, mark: Mark, house: LetterLook) => LetterDocument;

/** Every template with each of its samples, in the look given. The same each time. */
export function letterSamples(look: LetterLook): LetterSample[] {
  const set = <Input extends object>(template: string, make: Template<Input>, samples: readonly SampleOf<Input>[]): LetterSample[] =>
    samples.map(({ name, data }) => ({
      name: `${template}-${name}`,
      letter: make({ ...data, sender: look.sender, settings: look.sha256 }, 'test', look),
    }));
  return [
    ...set('hoeringssvar', hoeringssvar, responseSamples),
    ...set('hoeringssvar-med-forbehold', hoeringssvarMedForbehold, reservedSamples),
    ...set('supplerende-hoeringssvar', supplerendeHoeringssvar, supplementarySamples),
    ...set('ingen-bemaerkninger', ingenBemaerkninger, noRemarksSamples),
    ...set('ministerbrev', ministerbrev, ministerialSamples),
    ...set('ordfoererbrev', ordfoererbrev, spokespersonSamples),
    ...set('oekonomisk-svar', oekonomiskSvar, economicSamples),
  ];
}

/** The mails that go with letters. */
export function coverMailSamples({ sender, wording }: LetterLook): { name: string; mail: CoverMail }[] {
  const { hearingTitle, ministryCaseNumber } = sampleHearing;
  const base = { sender: sender.name, hearingTitle, caseId: identity.caseId };
  const samples = [
    { name: 'med-sagsnummer', data: { ...base, ministryCaseNumber } },
    { name: 'uden-sagsnummer', data: base },
    { name: 'lang-titel', data: { ...base, hearingTitle: `${hearingTitle} ${hearingTitle}` } },
  ];
  return samples.map(({ name, data }) => ({ name: `foelgemail-${name}`, mail: foelgemail(data, wording) }));
}
