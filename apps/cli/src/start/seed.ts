import { addPerson } from '@genmaele/access';
import { appendAudit } from '@genmaele/audit';
import { localDateOf } from '@genmaele/calendar';
import { committeeReferences, loadCommittees, loadExampleBodies, putMeeting } from '@genmaele/committees';
import { loadMinistries } from '@genmaele/intake';
import { entities } from '@genmaele/migrations';
import { inTransaction, openDatabase, rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { CommandError } from '../command-error.js';
import { laySampleContributions } from './sample-contributions.js';
import { sampleMeetings } from './sample-meetings.js';
import { sampleCommittee, samplePeople, type SamplePerson, sampleYearPeople } from './sample-people.js';
import { seatSampleMembers } from './sample-seats.js';
import { laySampleYear } from './sample-year.js';

/** Writes the ministries and committees that the law and the association know. Idempotent; the product needs them in production too. */
export async function loadReferenceData(tx: Tx): Promise<void> {
  await loadMinistries(tx);
  await loadCommittees(tx);
}

/** The sample's people have been there for longer than the sample year. */
const longAgoMs = 400 * 24 * 60 * 60 * 1000;

/**
 * Makes the database of a development installation ready to use: reference data, meetings of the sample committee, and the sample people,
 * all with the password given; with `year`, also every committee's meetings and the people and cases of a whole year, for which no worker may run yet. Idempotent.
 * Errors: a CommandError when people are there whose password was drawn before and then lost.
 */
export async function seed(
  appUrl: string,
  password: { value: string; isNew: boolean },
  now: Date,
  { year = false }: { year?: boolean } = {},
): Promise<void> {
  const database = await openDatabase(appUrl, entities, 6);
  try {
    await inTransaction(database, async (tx) => {
      await loadReferenceData(tx);
      if (year) await loadExampleBodies(tx);
      for (const { id } of committeeReferences.filter(({ id }) => year || id === sampleCommittee))
        for (const { date, agendaClose } of sampleMeetings(localDateOf(now), id === sampleCommittee ? 1 : 3))
          await putMeeting(tx, id, { date, agendaClose }, now);
    });
    const people = [...Object.values(samplePeople), ...(year ? sampleYearPeople : [])];
    const missing = await missingPeople(database, people);
    if (password.isNew && missing.length < people.length) throw passwordLost();
    const since = new Date(now.getTime() - longAgoMs);
    await Promise.all(missing.map((person) => addSamplePerson(database, person, password.value, since)));
    await inTransaction(database, (tx) => seatSampleMembers(tx, people, now));
    if (year) await laySampleYear(database, now);
    if (year) await laySampleContributions(database, now);
  } finally {
    await database.destroy();
  }
}

async function missingPeople(database: DataSource, people: readonly SamplePerson[]): Promise<SamplePerson[]> {
  const known = await rowsOf<{ email: string }>(database, 'SELECT email FROM person WHERE sample');
  return people.filter(({ email }) => !known.some((each) => each.email === email));
}

function addSamplePerson(database: DataSource, person: SamplePerson, password: string, now: Date): Promise<void> {
  const { name, email, role, committeeId, municipalityCode } = person;
  return inTransaction(database, async (tx) => {
    const id = await addPerson(tx, { name, email, password, sample: true }, [{ role, committeeId, municipalityCode }], now);
    await appendAudit(tx, { action: 'person.add', subject: `person:${id}`, facts: { role, sample: true } }, now);
  });
}

function passwordLost(): CommandError {
  return new CommandError(
    'Prøvepersonernes adgangskode er væk.',
    'Databasen har dem, men filen »sample-password« i datamappen mangler.',
    'Læg filen tilbage, eller slet datamappen for at begynde forfra.',
  );
}
