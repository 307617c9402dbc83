import { join } from 'node:path';
import { roleNames } from '@genmaele/contracts';
import { type CaseState, states } from '@genmaele/workflow';
import { type KeptJourney } from '../journey/journey-files.js';
import { samplePeople } from './sample-people.js';

/** What a person needs to go on: the letter, the mail, the address, and who signs in as what. */
export function closingLines(journey: KeptJourney, folder: string, on: { url: string; password: string } | undefined): string[] {
  const lines = [
    '',
    `Sag ${journey.case.number}: ${journey.case.title}`,
    `Underskrevet brev (prøveunderskrift uden retsvirkning): ${join(folder, 'letter.pdf')}`,
    `Sendt med mailen:                                       ${journey.mailFile}`,
    'Eksemplet venter ikke på fristen for at fortryde en godkendelse: APPROVAL_UNDO_MINUTES er 0, hvor ingen har sat den.',
  ];
  return on ? [...lines, ...signInLines(on)] : lines;
}

function signInLines({ url, password }: { url: string; password: string }): string[] {
  const people = Object.values(samplePeople);
  const width = Math.max(...people.map(({ email }) => email.length));
  return [
    `Siden:                                                  ${url}`,
    '',
    `Log på med adgangskoden ${password} som`,
    ...people.map(({ name, email, role }) => `  ${email.padEnd(width)}  ${name}, ${roleNames[role]}`),
  ];
}

const hearingStates: Readonly<Record<string, string>> = { received: 'Modtaget', read: 'Læst' };

/** The Danish name of a state of a hearing or a case. */
export function stateName(state: string): string {
  return hearingStates[state] ?? (Object.hasOwn(states, state) ? states[state as CaseState].danish : state);
}
