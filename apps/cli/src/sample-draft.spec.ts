import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { draftContent, stanceKeys } from '@genmaele/contracts';
import { flattenProvisions, readBill } from '@genmaele/legaltext';
import fc from 'fast-check';
import { sampleDraft, type AddressableProvision } from './sample-draft.js';

/** The change points of a bill in Retsinformation HTML: enough of a reading for these tests, and independent of the reader. */
function changePointsOf(html: string): AddressableProvision[] {
  let section = '';
  const found: AddressableProvision[] = [];
  for (const [, kind, inner = ''] of html.matchAll(/<p class="(CentreretParagraf|AendringMedNummer)">([\s\S]*?)<\/p>/g)) {
    const text = inner.replace(/<[^>]+>/g, '').trim();
    if (kind === 'CentreretParagraf') section = text;
    else found.push({ address: `${section}, nr. ${text.split('.')[0]}`, kind: 'change-point', text: text.replace(/^\d+\.\s+/, '') });
  }
  return [...found, { address: section, kind: 'commencement', text: '' }];
}

const sample = changePointsOf(readFileSync(join(process.cwd(), 'apps/cli/sample-hearing/lovforslag.html'), 'utf8'));
const realBill = join(process.cwd(), '../shared/data/bills/2021_1_LSF_89__226068.html');
const it_ = existsSync(realBill) ? it : it.skip;

function expectSound(provisions: AddressableProvision[]) {
  const draft = sampleDraft(provisions);
  expect(draftContent.parse(draft)).toEqual(draft);
  expect(draft.sections.map(({ heading }) => heading)).toEqual(['Generelle bemærkninger', 'Kommunernes tilrettelæggelse', 'Økonomi']);
  const known = new Set(provisions.map(({ address }) => address));
  draft.points.forEach((point, index) => {
    expect(point.number).toBe(index + 1);
    expect(point.provisions.length).toBeGreaterThan(0);
    expect(point.provisions.filter((address) => !known.has(address))).toEqual([]);
    const sentences = point.text.match(/[.!?](?= \p{Lu}|$)/gu) ?? [];
    expect(sentences.length).toBeGreaterThanOrEqual(2);
    expect(sentences.length).toBeLessThanOrEqual(5);
  });
  return draft;
}

describe('the sample draft', () => {
  it('answers the sample bill in its own words, with every stance from welcome to refusal', () => {
    const { points, reservations } = expectSound(sample);
    expect(points).toHaveLength(12);
    expect(new Set(points.map(({ stance }) => stance))).toEqual(new Set(stanceKeys));
    expect(reservations).toEqual({ political: true, economic: true });
    const refusal = points.find(({ stance }) => stance === 'cannot-support');
    expect(refusal?.provisions.map((address) => address.replaceAll('\u00a0', ' '))).toEqual(['§ 1, nr. 11']);
    expect(points.find(({ stance }) => stance === 'concerned')?.provisions).toHaveLength(2);
  });

  it('follows the order of the bill', () => {
    const place = sampleDraft(sample).points.map(({ provisions: [address] }) =>
      sample.findIndex((provision) => provision.address === address),
    );
    expect(place).toEqual([...place].sort((a, b) => a - b));
  });

  it_(
    'answers a real bill of another field in words that fit, each point with a provision of its own (skipped without ../shared/data)',
    async () => {
      const { points } = expectSound(flattenProvisions(await readBill(readFileSync(realBill))));
      expect(points).toHaveLength(10);
      expect(new Set(points.map(({ provisions }) => provisions[0])).size).toBe(10);
      expect(points.map(({ text }) => text).join(' ')).not.toMatch(/fælleshus|bolig|hovedlov/);
    },
  );

  it('has eight to twelve points tied to existing provisions for any bill that has provisions', () => {
    const provision = fc.record({
      address: fc.integer({ min: 1, max: 99 }).map((n) => `§ 1, nr. ${n}`),
      kind: fc.constantFrom('change-point', 'section', 'stk', 'commencement', 'amending-section', 'territorial'),
      text: fc.constantFrom(
        'Overalt i loven ændres »beboerhus« til: »fælleshus«',
        'I § 3 udgår »x«',
        '§ 2 ophæves.',
        'Efter § 4 indsættes:',
        '',
      ),
    }) as fc.Arbitrary<AddressableProvision>;
    fc.assert(
      fc.property(fc.uniqueArray(provision, { minLength: 1, maxLength: 60, selector: ({ address }) => address }), (provisions) => {
        const count = expectSound(provisions).points.length;
        expect(count >= 8 && count <= 12).toBe(true);
      }),
    );
  });

  it('has no points for a bill without provisions, and still something to say', () => {
    expect(expectSound([]).points).toEqual([]);
  });
});
