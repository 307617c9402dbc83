import { rowsOf, type Tx } from '@genmaele/platform';
import { addMember, bodySystem, type BodyActor, membersOn } from '@genmaele/committees';
import { addDays, localDateOf } from '@genmaele/calendar';
import { type SamplePerson } from './sample-people.js';

const seats = { chair: 'chair', 'vice-chair': 'vice-chair', member: 'member' } as const;

/** The one who writes the seats of the sample. */
const writer: BodyActor = { ...bodySystem, roles: ['administrator'] };

/** Gives the sample's chairs, vice chairs and members their places in the bodies of their roles. Idempotent. */
export async function seatSampleMembers(tx: Tx, people: readonly SamplePerson[], now: Date): Promise<void> {
  const today = localDateOf(now);
  for (const { email, role, committeeId } of people) {
    const seat = seats[role as keyof typeof seats];
    if (!seat || !committeeId) continue;
    const [person] = await rowsOf<{ id: string }>(tx, 'SELECT id FROM person WHERE email = $1', [email]);
    const held = await membersOn(tx, committeeId, today);
    if (!person || held.some(({ personId, function: is }) => personId === person.id || (is === seat && seat !== 'member'))) continue;
    const fields = { personId: person.id, function: seat, municipality: 'Prøve Kommune', validFrom: addDays(today, -400) };
    await addMember(tx, committeeId, fields, { actor: writer, now });
  }
}
