import { addPerson } from '@genmaele/access';
import { appendAudit } from '@genmaele/audit';
import { localDateOf } from '@genmaele/calendar';
import { loadCommittees, putMeeting } from '@genmaele/committees';
import { loadMinistries } from '@genmaele/intake';
import { inTransaction, openDatabase, rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { CommandError } from '../command-error.js';
import { sampleMeetings } from './sample-meetings.js';
import { sampleCommittee, samplePeople, type SamplePerson } from './sample-people.js';

/** Writes the ministries and committees that the law and the association know. Idempotent; the product needs them in production too. */
export async function loadReferenceData(tx: Tx): Promise<void> {
  await loadMinistries(tx);
  await loadCommittees(tx);
}

/**
 * Makes the database of a development installation ready to use: reference data, meetings of the sample committee, and the sample people,
 * all with the password given. Idempotent. Errors: a CommandError when people are there whose password was drawn before and then lost.
 */
export async function seed(appUrl: string, password: { value: string; isNew: boolean }, now: Date): Promise<void> {
  const database = await openDatabase(appUrl, [], 6);
  try {
    await inTransaction(database, async (tx) => {
      await loadReferenceData(tx);
      for (const { date, agendaClose } of sampleMeetings(localDateOf(now)))
        await putMeeting(tx, sampleCommittee, { date, agendaClose }, now);
    });
    const missing = await missingPeople(database);
    if (password.isNew && missing.length < Object.keys(samplePeople).length) throw passwordLost();
    await Promise.all(missing.map((person) => addSamplePerson(database, person, password.value, now)));
  } finally {
    await database.destroy();
  }
}

async function missingPeople(database: DataSource): Promise<SamplePerson[]> {
  const known = await rowsOf<{ email: string }>(database, 'SELECT email FROM person WHERE sample');
  return Object.values(samplePeople).filter(({ email }) => !known.some((each) => each.email === email));
}

function addSamplePerson(database: DataSource, person: SamplePerson, password: string, now: Date): Promise<void> {
  const { name, email, role, committeeId } = person;
  return inTransaction(database, async (tx) => {
    const id = await addPerson(tx, { name, email, password, sample: true }, [{ role, ...(committeeId ? { committeeId } : {}) }], now);
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
