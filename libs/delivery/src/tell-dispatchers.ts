import { peopleWithRole } from '@genmaele/access';
import { toldOf, writeNotice } from '@genmaele/cases';
import { rowsOf, type Tx } from '@genmaele/platform';

/** What went wrong with a letter on its way to an address or several, and what the dispatcher is to do. */
const texts = {
  refused: {
    subject: 'brevet blev afvist',
    text: (to: string) =>
      `Postserveren afviste brevet til ${to}. Se årsagen på sagen, ret adressen, hvis den er forkert, og send igen: kun den, der mangler brevet, får det.`,
  },
  uncertain: {
    subject: 'det er uvist, om brevet kom frem',
    text: (to: string) =>
      `Forbindelsen blev brudt, da brevet blev sendt til ${to}. Spørg modtageren, og bekræft på sagen, at det kom frem, eller send det igen.`,
  },
  returned: {
    subject: 'brevet kom ikke frem',
    text: (to: string) =>
      `Der er kommet en meddelelse om, at brevet ikke kunne afleveres til ${to}. Se den på sagen, ret adressen, og send igen: kun den, der mangler brevet, får det.`,
  },
} as const;

/** Those that a mail concerns, among so many that the letter goes to. */
export interface Concerned {
  readonly addresses: readonly string[];
  readonly of: number;
}

/** Tells every dispatcher (of a closed case those named on it) that a letter needs them; once for each occasion. */
export async function tellDispatchers(
  tx: Tx,
  caseId: string,
  what: keyof typeof texts,
  concerned: Concerned,
  occasion: string,
  now: Date,
): Promise<void> {
  const [found] = await rowsOf<{ number: string }>(tx, 'SELECT number FROM response_case WHERE id = $1', [caseId]);
  const { subject, text } = texts[what];
  const to = `${concerned.addresses.join(', ')}${concerned.of > 1 ? ` (${concerned.addresses.length} af ${concerned.of} modtagere)` : ''}`;
  const ids = (await peopleWithRole(tx, 'dispatcher', now)).map(({ id }) => id);
  for (const { email } of await toldOf(tx, caseId, ids, now)) {
    const notice = {
      caseId,
      recipient: email,
      kind: 'alarm' as const,
      subject: `Genmæle: sag ${found?.number ?? ''}: ${subject}`,
      text: text(to),
    };
    await writeNotice(tx, notice, `${occasion}:${what}`, now);
  }
}
