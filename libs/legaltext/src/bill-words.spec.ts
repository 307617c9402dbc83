import { type ChangeOperation, operationKinds } from '@genmaele/contracts';
import { operationInDanish } from './bill-words.js';

const target = (address: string, act = 'momsloven', becomes?: string) => ({ act, address, ...(becomes === undefined ? {} : { becomes }) });

describe('an operation in Danish', () => {
  it.each<[ChangeOperation, string]>([
    [
      { kind: 'replace-text', targets: [target('§ 5, stk. 1')], words: [{ out: 'skal', in: 'kan' }] },
      'ændrer ord: »skal« til »kan« (momsloven, § 5, stk. 1)',
    ],
    [
      { kind: 'insert-text', targets: [target('§ 5')], words: [{ after: 'lejen', in: 'og forbruget' }] },
      'indsætter ord: »og forbruget« efter »lejen« (momsloven, § 5)',
    ],
    [{ kind: 'delete-text', targets: [target('§ 5')], words: [{ out: 'visse' }] }, 'lader ord udgå: »visse« (momsloven, § 5)'],
    [
      { kind: 'insert-section', targets: [target('§ 7 a')], words: [], place: { relation: 'after', address: '§ 7' } },
      'indsætter paragraf efter § 7 (momsloven, § 7 a)',
    ],
    [
      { kind: 'counted', targets: [target('§ 5')], words: [{ out: 'a', in: 'b' }], times: 2 },
      'ændrer flere steder (2 steder): »a« til »b« (momsloven, § 5)',
    ],
    [
      { kind: 'renumber', targets: [target('stk. 6', 'momsloven', 'stk. 8')], words: [] },
      'omnummererer (momsloven, stk. 6 (bliver stk. 8))',
    ],
    [
      { kind: 'repeal', targets: [target('§ 1'), target('§ 2'), target('§ 3', 'planloven')], words: [] },
      'ophæver (momsloven, § 1; § 2; planloven, § 3)',
    ],
    [{ kind: 'global', targets: [target('')], words: [{ out: 'a', in: 'b' }] }, 'ændrer overalt i loven: »a« til »b« (momsloven)'],
    [{ kind: 'unclassified', targets: [], words: [] }, 'ændringens art er ikke genkendt'],
  ])('%j reads %j', (operation, danish) => {
    expect(operationInDanish(operation)).toBe(danish);
  });

  it('has words for every kind, no two alike', () => {
    const said = operationKinds.map((kind) => operationInDanish({ kind, targets: [], words: [] }));
    expect(new Set(said).size).toBe(operationKinds.length);
  });
});
