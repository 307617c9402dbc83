import { peopleWithRole } from '@genmaele/access';
import { toldOf, writeNotice } from '@genmaele/cases';
import { rowsOf, type Tx } from '@genmaele/platform';

/** What went wrong with a letter on its way, and what the dispatcher is to do. */
const texts = {
  refused: {
    subject: 'brevet blev afvist',
    text: 'Ministeriets postserver afviste brevet. Se årsagen på sagen, ret svaradressen, hvis den er forkert, og send igen.',
  },
  uncertain: {
    subject: 'det er uvist, om brevet kom frem',
    text: 'Forbindelsen blev brudt, da brevet blev sendt. Spørg ministeriet, og bekræft på sagen, at det kom frem, eller send det igen.',
  },
  returned: {
    subject: 'brevet kom ikke frem',
    text: 'Der er kommet en meddelelse om, at brevet ikke kunne afleveres. Se den på sagen, ret svaradressen, og send igen.',
  },
} as const;

/** Tells every dispatcher (of a closed case those named on it) that a letter needs them; once for each occasion. */
export async function tellDispatchers(tx: Tx, caseId: string, what: keyof typeof texts, occasion: string, now: Date): Promise<void> {
  const [found] = await rowsOf<{ number: string }>(tx, 'SELECT number FROM response_case WHERE id = $1', [caseId]);
  const { subject, text } = texts[what];
  const ids = (await peopleWithRole(tx, 'dispatcher', now)).map(({ id }) => id);
  for (const { email } of await toldOf(tx, caseId, ids, now)) {
    const notice = { caseId, recipient: email, kind: 'alarm' as const, subject: `Genmæle: sag ${found?.number ?? ''}: ${subject}`, text };
    await writeNotice(tx, notice, `${occasion}:${what}`, now);
  }
}
