import { type DecisionBody, type Outcome } from '@genmaele/contracts';

/** What is true of an item when a decision on it is written down. */
export interface DecisionGround {
  readonly quorate: boolean;
  /** The memberships that take part. */
  readonly takingPart: readonly string[];
  readonly hasCase: boolean;
  /** The decision in force on the item, if there is one. */
  readonly inForce: string | undefined;
  /** A late item that the chair has not consented to. */
  readonly waitsForConsent: boolean;
}

/** Why a decision is not written down, and what to do; undefined when it is. */
export type DecisionRefusal = readonly [reason: string, remedy: string] | undefined;

/** What a body that is not quorate can still do. */
const withoutQuorum: readonly Outcome[] = ['postponed', 'for-information'];

/**
 * Whether a decision can be written down on this ground. Without a quorum an item is only postponed or taken for information; changes are written out;
 * only a case has points; a dissent is by someone who took part; what is decided is changed by a correction that names it and says why. Pure.
 */
export function refuseDecision(body: DecisionBody, ground: DecisionGround): DecisionRefusal {
  const { outcome, points } = body;
  if (ground.waitsForConsent) return ['Formanden har ikke samtykket i det sene punkt.', 'Få samtykket først.'];
  if (!ground.quorate && !withoutQuorum.includes(outcome))
    return ['Forsamlingen er ikke beslutningsdygtig i punktet.', 'Udsæt punktet, eller tag det til efterretning.'];
  if (outcome === 'approved-with-changes' && !body.changes && !points.some(({ text }) => text))
    return ['Ændringerne mangler.', 'Skriv, hvad der skal ændres, samlet eller ved de enkelte punkter.'];
  if (points.some((point) => point.outcome === 'approved-with-changes' && !point.text))
    return ['Et punkt er godkendt med ændringer, men de mangler.', 'Skriv ændringerne ved punktet.'];
  if (points.length > 0 && !ground.hasCase) return ['Dagsordenspunktet har ingen sag og derfor ingen punkter.', 'Udelad punkterne.'];
  if ((outcome === 'postponed') !== (body.postponedTo !== undefined))
    return ['Et udsat punkt, og kun et udsat, udsættes til et møde.', 'Vælg mødet, eller et andet udfald.'];
  if (body.dissents.some(({ membershipId }) => !ground.takingPart.includes(membershipId)))
    return ['En mindretalsudtalelse er fra en, der ikke deltog i punktet.', 'Ret udtalelsens navn.'];
  return refuseOrder(body, ground);
}

function refuseOrder({ corrects, reason }: DecisionBody, { inForce }: DecisionGround): DecisionRefusal {
  if (corrects === undefined && inForce !== undefined) return ['Punktet er afgjort.', 'Ret beslutningen, og begrund rettelsen.'];
  if (corrects !== undefined && corrects !== inForce)
    return ['Den beslutning, der rettes, gælder ikke.', 'Genindlæs, og ret den gældende.'];
  if (corrects !== undefined && !reason) return ['Rettelsen er ikke begrundet.', 'Skriv en begrundelse.'];
  return undefined;
}
