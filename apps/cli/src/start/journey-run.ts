import { samplePeople } from './sample-people.js';
import { runJourney, type JourneyEnd } from '../journey/journey.js';
import {
  journeyHearing,
  type HearingVariation,
  journeyParts,
  type JourneyOrder,
  type JourneyPart,
  type JourneyPerson,
} from '../journey/journey-order.js';
import { type Installation } from './installation.js';
import { sampleCommittee } from './sample-people.js';

/** The people of an installation as a journey needs them. */
export function journeyPeople(password: string): Record<JourneyPart, JourneyPerson> {
  const person = (part: JourneyPart): JourneyPerson => ({ name: samplePeople[part].name, email: samplePeople[part].email, password });
  return Object.fromEntries(journeyParts.map((part) => [part, person(part)])) as Record<JourneyPart, JourneyPerson>;
}

/** Takes the sample hearing, or a variation of it, the whole way through an installation. */
export async function journeyThrough(
  installation: Installation,
  variation: HearingVariation,
  more: Pick<JourneyOrder, 'onStep' | 'sessions' | 'patience'> = {},
): Promise<JourneyEnd> {
  return runJourney({
    api: installation.url,
    people: journeyPeople(installation.password),
    committeeId: sampleCommittee,
    mailbox: installation.mailbox,
    hearing: await journeyHearing(variation, new Date()),
    ...more,
  });
}
