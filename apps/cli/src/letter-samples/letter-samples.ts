import { type LetterDocument } from '@genmaele/contracts';
import { type CoverMail, foelgemail, hoeringssvar, hoeringssvarMedForbehold, ingenBemaerkninger, type LetterHouse, type Mark, ministerbrev, oekonomiskSvar, ordfoererbrev, supplerendeHoeringssvar } from '@genmaele/templates'; // prettier-ignore
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

type Template<Input> = (input: Input, mark: Mark, house: LetterHouse) => LetterDocument;

/** Every template with each of its samples, in the association's own house. The same each time. */
export function letterSamples(house: LetterHouse): LetterSample[] {
  const set = <Input>(template: string, make: Template<Input>, samples: readonly SampleOf<Input>[]): LetterSample[] =>
    samples.map(({ name, data }) => ({ name: `${template}-${name}`, letter: make(data, 'test', house) }));
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
export function coverMailSamples(house: LetterHouse): { name: string; mail: CoverMail }[] {
  const { hearingTitle, ministryCaseNumber } = sampleHearing;
  const base = { sender: identity.sender.name, hearingTitle, caseId: identity.caseId };
  const samples = [
    { name: 'med-sagsnummer', data: { ...base, ministryCaseNumber } },
    { name: 'uden-sagsnummer', data: base },
    { name: 'lang-titel', data: { ...base, hearingTitle: `${hearingTitle} ${hearingTitle}` } },
  ];
  return samples.map(({ name, data }) => ({ name: `foelgemail-${name}`, mail: foelgemail(data, house.wording) }));
}
