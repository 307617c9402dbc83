/**
 * The ladder of stances a point can take, from welcome to refusal, each with the Danish words the letter uses
 * (the tone ladder of published responses).
 */
export const stances = {
  welcomes: 'hilser velkommen',
  notes: 'noterer sig',
  remarks: 'bemærker',
  'points-out': 'gør opmærksom på',
  proposes: 'foreslår',
  concerned: 'er bekymret for',
  critical: 'er kritisk over for',
  'cannot-support': 'kan ikke tilslutte sig',
} as const;

/** One of {@link stances}. */
export type Stance = keyof typeof stances;

/** Every stance, from welcome to refusal. */
export const stanceKeys = Object.keys(stances) as [Stance, ...Stance[]];
