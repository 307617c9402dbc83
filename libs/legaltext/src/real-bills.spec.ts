import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { billReading, type BillReading, type ProvisionKind } from '@genmaele/contracts';
import { BillUnreadable, flattenProvisions, readBill } from './index.js';

const data = resolve('../shared/data');
const isHere = existsSync(join(data, 'bills'));
const it_ = isHere ? it : it.skip;
const note = isHere ? '' : ' (skipped: ../shared/data is not here)';

const known = new Map<string, BillReading>();
async function bill(name: string): Promise<BillReading> {
  const folder = name.endsWith('.xml') ? 'lexdania' : 'bills';
  const file = readdirSync(join(data, folder)).find((entry) => entry.startsWith(name));
  const reading = known.get(name) ?? (await readBill(readFileSync(join(data, folder, file ?? name))));
  known.set(name, reading);
  return reading;
}

const plain = (address: string): string => address.replaceAll('\u00a0', ' ');
const count = (reading: BillReading, kind: ProvisionKind): number => flattenProvisions(reading).filter((node) => node.kind === kind).length;
const at = (reading: BillReading, address: string) => flattenProvisions(reading).find((node) => plain(node.address) === address);

const acts = [
  '2021_1_LSF_89',
  '2021_1_LSV_89_B',
  'LOV_nr_2616',
  'LOV_nr_1182',
  'LBK_nr_1445',
  'LBK_nr_1446',
  '2023-1547.xml',
  '2024-62.xml',
  '2024-1709.xml',
];

describe('every act of the data', () => {
  for (const name of acts) {
    it_(`${name} is read without losing or adding a letter, without doubts, with ids and addresses of their own${note}`, async () => {
      const reading = await bill(name);
      expect(reading.coverage).toMatchObject({ missing: [], added: [], complete: true });
      expect(reading.coverage.treeCharacters).toBe(reading.coverage.sourceCharacters);
      expect(reading.doubts).toEqual([]);
      expect(billReading.parse(reading)).toEqual(reading);
      const addresses = flattenProvisions(reading).map(({ address }) => address);
      expect(new Set(addresses).size).toBe(addresses.length);
    });
  }

  for (const name of ['2021_1_BTL_89', '2021_1_SF_L']) {
    it_(`${name}, a report or a speech about a bill, is refused as no bill${note}`, async () => {
      await expect(bill(name)).rejects.toThrow(BillUnreadable);
    });
  }
});

describe('L 89 as introduced (LSF 89)', () => {
  it_(`has 16 sections with 36 numbered changes, 17 of them in § 2${note}`, async () => {
    const reading = await bill('2021_1_LSF_89');
    expect(count(reading, 'change-point')).toBe(36);
    expect([count(reading, 'amending-section'), count(reading, 'commencement')]).toEqual([15, 1]);
    expect(at(reading, '§ 2')?.children.filter(({ kind }) => kind === 'change-point')).toHaveLength(17);
    expect(reading).toMatchObject({
      kind: 'amending-act',
      ministry: 'Skatteministeriet',
      date: '2021-11-17',
      format: 'retsinformation-html',
    });
    expect(reading.title).toMatch(/^Lov om ændring af tobaksafgiftsloven, .* og opkrævningsloven$/);
  });

  it_(`keeps the words of a point with two targets and of new text${note}`, async () => {
    const reading = await bill('2021_1_LSF_89');
    expect(at(reading, '§ 3, nr. 5')?.text).toBe(
      'I § 66 b, stk. 3, 2. pkt., og § 66 e, stk. 2, 2. pkt., ændres »i løbet af det kalenderkvartal, hvori anmeldelse foretages« til: »før anmeldelse er givet«.',
    );
    expect(at(reading, '§ 2, nr. 1, »§ 13 c, stk. 1, nr. 2«')?.text).toBe('Varer, der leveres til udlandet.');
    expect(at(reading, '§ 2, nr. 12')?.children.map(({ kind }) => kind)).toEqual(['quoted-text', 'renumbering']);
    expect(at(reading, '§ 16, stk. 6')?.text).toBe('§ 3, nr. 3 og 4, har virkning fra og med den 1. januar 2021.');
  });

  it_(`names its 15 acts, one of them repealed, through a missing "af" and a missing full stop${note}`, async () => {
    const { amendedActs } = await bill('2021_1_LSF_89');
    expect(amendedActs).toHaveLength(15);
    expect(amendedActs[0]).toMatchObject({ name: 'tobaksafgiftsloven', reference: { number: 1447, date: '2021-06-21' } });
    expect(amendedActs[0]?.changedBy[0]).toEqual({ provision: '§ 21', number: 1728, date: '2018-12-27' });
    expect(amendedActs[11]).toMatchObject({ name: 'pvc-afgiftsloven', reference: { type: 'lov', number: 2061, date: '2020-12-21' } });
    expect(amendedActs.filter(({ operation }) => operation === 'repeal').map(({ section }) => plain(section))).toEqual(['§ 14']);
  });

  it_(`has 62 general remarks and ties each of the 55 specific ones to its point${note}`, async () => {
    const { remarks } = await bill('2021_1_LSF_89');
    const specific = remarks.filter(({ kind }) => kind === 'specific');
    expect([remarks.length - specific.length, specific.length]).toEqual([62, 55]);
    expect(specific.filter(({ provisionIds }) => provisionIds.length === 0)).toEqual([]);
    const first = specific.find(({ heading, address }) => heading === 'Til nr. 15' && plain(address ?? '') === '§ 2, nr. 15');
    expect(first?.provisionIds).toEqual(['p2-nr15']);
  });

  it_(`heard 134 parties, KL among them${note}`, async () => {
    const { heardParties } = await bill('2021_1_LSF_89');
    expect(heardParties).toHaveLength(134);
    expect(heardParties).toEqual(
      expect.arrayContaining([
        'KL – Kommunernes Landsforening',
        'Tobaksindustrien',
        'Brancheforeningen for Skov, Have og Park-Forretninger',
      ]),
    );
  });

  it_(`is read in about a second${note}`, async () => {
    const source = readFileSync(join(data, 'bills/2021_1_LSF_89__226068.html'));
    await readBill(source);
    const start = performance.now();
    await readBill(source);
    expect(performance.now() - start).toBeLessThan(1500);
  });
});

describe('acts in LexDania', () => {
  it_(`LOV 1547/2023 has 5 amending sections and 10 points, and new text without guillemets${note}`, async () => {
    const reading = await bill('2023-1547.xml');
    expect([count(reading, 'amending-section'), count(reading, 'change-point')]).toEqual([5, 10]);
    expect(reading).toMatchObject({
      format: 'lexdania-xml',
      number: '1547',
      date: '2023-12-12',
      ministry: 'Ministeriet for Fødevarer, Landbrug og Fiskeri',
    });
    expect(at(reading, '§ 2, nr. 2')?.text).toBe(
      'I § 43, stk. 6, som bliver stk. 5, ændres »stk. 3 og 5« til: »stk. 3 og 4«, og som 2. pkt. indsættes:',
    );
    expect(at(reading, '§ 2, nr. 1, »stk. 3, nr. 6, 1. pkt.«')?.text).toMatch(/^710 kr\. for ejere/);
    expect(at(reading, '§ 7')?.kind).toBe('territorial');
  });

  it_(`LBK 62/2024 keeps a note in the midst of a sentence beside it, and earlier acts' commencement apart${note}`, async () => {
    const reading = await bill('2024-62.xml');
    expect(reading.kind).toBe('main-act');
    const stk = at(reading, '§ 3 a, stk. 1');
    expect(stk?.text).toMatch(/^Ministeren for fødevarer, landbrug og fiskeri kan fastsætte regler om uddannelseskrav/);
    expect(stk?.children.map(({ kind, label }) => [kind, label])).toEqual([['footnote', '1)']]);
    expect(at(reading, 'lov nr. 1547 af 12. december 2023, § 6')?.text).toBe('Loven træder i kraft den 1. januar 2024.');
  });
});
