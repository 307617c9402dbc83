import {
  type LegalReference,
  type ReferenceAct,
  type ReferenceLevel,
  type ReferencePlace,
  type ReferenceSpan,
  type ReferenceStep,
} from '@genmaele/contracts';

/** The same numbers in the same order at every run (Lehmer's generator, modulus 2^31 - 1). */
function sequence(): (below: number) => number {
  let state = 20_211;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

type Draw = (below: number) => number;

const pick = <T>(draw: Draw, from: readonly [T, ...T[]]): T => from[draw(from.length)] ?? from[0];

const paths: readonly [ReferenceLevel[], ...ReferenceLevel[][]] = [
  ['section'],
  ['section', 'stk'],
  ['section', 'stk', 'pkt'],
  ['section', 'nr', 'litra'],
  ['section', 'stk', 'nr', 'litra', 'pkt'],
  ['section', 'pkt'],
  ['chapter'],
  ['part'],
  ['annex', 'nr'],
  ['annex', 'list', 'nr'],
  ['article', 'stk', 'litra'],
];
const letters = 'abcdefghjklmnopqrstuvxyzæøå';

function numberOf(draw: Draw, level: ReferenceLevel): string {
  if (level === 'litra') return letters.charAt(draw(letters.length));
  if (level === 'part') return pick(draw, ['I', 'II', 'IV', 'IX', 'XI', 'IX a']);
  if (level === 'list') return pick(draw, ['A', 'B', '1']);
  const number = String(1 + draw(level === 'pkt' ? 12 : 120));
  return level === 'section' && draw(3) === 0 ? `${number} ${letters.charAt(draw(letters.length))}` : number;
}

function stepOf(draw: Draw, level: ReferenceLevel): ReferenceStep {
  const count = draw(4) === 0 ? 2 + draw(3) : 1;
  const spans = Array.from({ length: count }, (): ReferenceSpan => {
    const from = numberOf(draw, level);
    return draw(5) === 0 ? { from, to: numberOf(draw, level) } : { from };
  });
  return count > 1 ? { level, spans, joint: pick(draw, ['og', 'eller']) } : { level, spans };
}

function placesOf(draw: Draw): ReferencePlace[] {
  return Array.from({ length: 1 + draw(3) }, (_, i) => {
    const steps = pick(draw, paths).map((level) => stepOf(draw, level));
    const joint = i === 0 ? undefined : pick<ReferencePlace['joint']>(draw, ['og', 'eller', undefined]);
    return joint ? { steps, joint } : { steps };
  });
}

function actOf(draw: Draw): ReferenceAct | undefined {
  const date = `${1950 + draw(80)}-${String(1 + draw(12)).padStart(2, '0')}-${String(1 + draw(28)).padStart(2, '0')}`;
  return pick<ReferenceAct | undefined>(draw, [
    undefined,
    undefined,
    { kind: 'bill' },
    { kind: 'this-law' },
    { kind: 'named', name: pick(draw, ['almenboligloven', 'lov om almene boliger m.v.', 'direktiv 2006/112/EF', 'lov om stier og veje']) },
    { kind: 'numbered', type: pick(draw, ['lov', 'lovbekendtgørelse', 'bekendtgørelse']), number: 1 + draw(2000), date },
  ]);
}

/** References of every form, the same at every run. */
export function generatedReferences(count: number): LegalReference[] {
  const draw = sequence();
  return Array.from({ length: count }, () => {
    const act = actOf(draw);
    const places = placesOf(draw);
    return act ? { act, places } : { places };
  });
}
