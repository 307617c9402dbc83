import { type LetterBlock, type LetterDocument, stanceKeys, stances } from '@genmaele/contracts';
import fc from 'fast-check';
import { hoeringssvar, type ResponseInput } from './hoeringssvar.js';
import { ministerbrev, type MinisterialLetterInput } from './ministerbrev.js';

const common = {
  sender: {
    name: 'KL',
    fullName: 'Kommunernes Landsforening',
    address: ['Vejen 10', '2300 København S'],
    phone: '33 70 33 70',
    email: 'post@eksempel.dk',
    web: 'www.eksempel.dk',
  },
  date: '2026-08-03',
  createdAt: '2026-08-03T10:00:00+02:00',
  caseId: 'SAG-1',
  documentId: '77',
  contact: { name: 'Ane Øst', email: 'ane@eksempel.dk', direct: '33 70 11 22' },
  signatories: [{ field: 'Formand', name: 'Bo Ærø', function: 'Formand for udvalget' }],
};
const response: ResponseInput = {
  ...common,
  hearingTitle: 'udkast til forslag til lov om boliger',
  ministry: 'Boligministeriet',
  ministryCaseNumber: '2026-123',
  received: '2026-07-02',
  reservations: { political: true, economic: true },
  lead: ['Fristen er for kort.'],
  sections: [{ heading: 'Generelle bemærkninger', paragraphs: ['Først dette.\n\nSå dette:\n\n- ét\n- to'] }],
  points: [{ number: 1, stance: 'proposes', provisions: ['§ 1, nr. 5', '§ 2, nr. 1'], text: 'At fristen forlænges.\n\nAndet afsnit.' }],
};
const letter: MinisterialLetterInput = {
  ...common,
  recipient: { name: 'Ida Lund', title: 'boligminister', ministry: 'Boligministeriet', salutation: 'Ida Lund' },
  subject: 'Frister i høringer',
  lead: ['Tak for et godt møde.'],
  sections: [],
  points: [],
};

const kinds = ({ blocks }: LetterDocument): string[] => blocks.map(({ kind }) => kind);
const words = (block: LetterBlock): string => JSON.stringify(block);
const twin = ({ attachments }: LetterDocument): any => JSON.parse(new TextDecoder().decode(attachments[0]!.bytes));

describe('the response', () => {
  it('names the hearing, the ministry, its case number and the day it came', () => {
    expect(hoeringssvar(response, undefined).blocks[0]).toEqual({
      kind: 'paragraph',
      runs: [
        {
          text: 'KL har den 2. juli 2026 modtaget ”udkast til forslag til lov om boliger” i høring fra Boligministeriet (sagsnr. 2026-123) og takker for muligheden for at afgive høringssvar.',
        },
      ],
    });
  });

  it('puts the reservations before everything it says', () => {
    const made = hoeringssvar(response, undefined);
    expect(made.blocks[1]).toMatchObject({ kind: 'reservation', title: 'Forbehold' });
    expect(words(made.blocks[1]!)).toMatch(/politisk behandling.*økonomiske konsekvenser/);
  });

  it('makes no reservation that was not taken', () => {
    expect(kinds(hoeringssvar({ ...response, reservations: { political: false, economic: false } }, undefined))).not.toContain(
      'reservation',
    );
    const economic = hoeringssvar({ ...response, reservations: { political: false, economic: true } }, undefined);
    expect(words(economic.blocks[1]!)).not.toContain('politisk behandling');
  });

  it('says each stance in Danish and each provision as the bill’s', () => {
    for (const stance of stanceKeys) {
      const made = hoeringssvar({ ...response, points: [{ ...response.points[0]!, stance }] }, undefined);
      expect(made.blocks).toContainEqual({
        kind: 'point',
        number: 1,
        stance: `KL ${stances[stance]}`,
        provisions: ['Lovforslagets § 1, nr. 5', '§ 2, nr. 1'],
        paragraphs: [[{ text: 'At fristen forlænges.' }], [{ text: 'Andet afsnit.' }]],
      });
    }
  });

  it('says plainly that there are no remarks when there are none', () => {
    const made = hoeringssvar({ ...response, lead: [], sections: [], points: [] }, undefined);
    expect(words(made.blocks[2]!)).toContain('KL har ingen bemærkninger');
  });

  it('carries the same points, stances, provisions and reservations as data', () => {
    const data = twin(hoeringssvar(response, undefined));
    expect(data).toMatchObject({ format: 'genmaele-response-1', reservations: { political: true, economic: true } });
    expect(data.points).toEqual([{ ...response.points[0], stanceText: 'foreslår' }]);
    expect(data.hearing).toEqual({ title: response.hearingTitle, ministry: 'Boligministeriet', caseNumber: '2026-123' });
  });

  it('says in its data which version was approved, and in a preview none', () => {
    const approvedVersion = 'ab'.repeat(32);
    expect(twin(hoeringssvar({ ...response, approvedVersion }, undefined)).approvedVersion).toBe(approvedVersion);
    expect(twin(hoeringssvar(response, 'draft'))).not.toHaveProperty('approvedVersion');
  });

  it('loses no text of a section or a point, whatever its blank lines', () => {
    const text = fc
      .array(fc.constantFrom('ord', '\n', '\n\n', ' \n \n ', '- led', 'Æ.'), { minLength: 1, maxLength: 30 })
      .map((parts) => `a ${parts.join(' ')} z`);
    const bare = (given: string): string => given.replace(/[\s-]/g, '');
    fc.assert(
      fc.property(text, (given) => {
        const made = hoeringssvar(
          { ...response, sections: [{ heading: 'H', paragraphs: [given] }], points: [{ ...response.points[0]!, text: given }] },
          undefined,
        );
        const texts = made.blocks.map((block) => {
          if (block.kind === 'paragraph') return block.runs.map((run) => run.text).join('');
          if (block.kind === 'list')
            return block.items
              .flat()
              .map((run) => run.text)
              .join('');
          return block.kind === 'point'
            ? block.paragraphs
                .flat()
                .map((run) => run.text)
                .join('')
            : '';
        });
        expect(bare(texts.join('')).split(bare(given))).toHaveLength(3);
      }),
    );
  });

  it('refuses data without a signatory', () => {
    expect(() => hoeringssvar({ ...response, signatories: [] }, undefined)).toThrow();
  });
});

describe('the letter to a minister', () => {
  it('greets, says its matter, and ends with a greeting and a place to sign', () => {
    const made = ministerbrev(letter, undefined);
    expect(made.recipient).toEqual(['Boligminister Ida Lund', 'Boligministeriet']);
    expect(made.blocks.map((block) => (block.kind === 'paragraph' ? block.runs[0]!.text : block.kind))).toEqual([
      'Kære Ida Lund',
      'Tak for et godt møde.',
      'Med venlig hilsen',
      'signature',
    ]);
  });
});

describe('every letter', () => {
  it.each([
    ['the response', (mark: 'test' | undefined) => hoeringssvar(response, mark)],
    ['the letter to a minister', (mark: 'test' | undefined) => ministerbrev(letter, mark)],
  ])('says in %s that a test signature binds nobody, and only then', (_, make) => {
    const note = (mark: 'test' | undefined): unknown => make(mark).blocks.find(({ kind }) => kind === 'signature');
    expect(note('test')).toMatchObject({ note: 'Prøveunderskrift – ikke juridisk bindende' });
    expect(note(undefined)).not.toHaveProperty('note');
  });

  it('has the fields of the case in its letterhead', () => {
    expect(hoeringssvar(response, undefined).letterhead.fields).toEqual([
      ['Dato', '03-08-2026'],
      ['Sags ID', 'SAG-1'],
      ['Dok. ID', '77'],
      ['E-mail', 'ane@eksempel.dk'],
      ['Direkte', '33 70 11 22'],
    ]);
  });
});
