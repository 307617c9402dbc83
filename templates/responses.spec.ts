import { type LetterBlock, type LetterDocument, letterDocument, responseTwinShape } from '@genmaele/contracts';
import { millions, sumByYear } from './economic-tables.js';
import {
  foelgemail,
  hoeringssvarMedForbehold,
  ingenBemaerkninger,
  oekonomiskSvar,
  ordfoererbrev,
  supplerendeHoeringssvar,
  standardHouse,
} from './index.js';

const common = {
  sender: {
    name: 'KL',
    fullName: 'Kommunernes Landsforening',
    address: ['Vejen 10'],
    phone: '33',
    email: 'post@eksempel.dk',
    web: 'www.eksempel.dk',
  },
  date: '2026-08-03',
  createdAt: '2026-08-03T10:00:00+02:00',
  caseId: 'SAG-1',
  documentId: '77',
  contact: { name: 'Ane Øst', email: 'ane@eksempel.dk' },
  signatories: [{ field: 'Formand', name: 'Bo Ærø', function: 'Formand for udvalget' }],
};
const hearing = { hearingTitle: 'lov om boliger', ministry: 'Boligministeriet', ministryCaseNumber: '2026-1', received: '2026-07-02' };
const matter = { lead: [], sections: [], points: [] };

const said = ({ blocks }: LetterDocument): string[] => blocks.flatMap(blockWords);
function blockWords(block: LetterBlock): string[] {
  if (block.kind === 'paragraph') return [block.runs.map(({ text }) => text).join('')];
  if (block.kind === 'reservation') return [block.title, ...block.paragraphs.map((runs) => runs.map(({ text }) => text).join(''))];
  if (block.kind === 'annex') return [`${block.label}: ${block.title}`];
  return block.kind === 'heading' ? [block.text] : [block.kind];
}
const twin = ({ attachments }: LetterDocument) => responseTwinShape.parse(JSON.parse(new TextDecoder().decode(attachments[0]!.bytes)));

describe('the response with reservation', () => {
  const data = {
    ...common,
    ...hearing,
    ...matter,
    reservations: { political: true, economic: false },
    treatment: { body: 'Boligudvalget', date: '2026-09-10' },
  };

  it('says why, who treats it and when, before everything else, and comes back to it at the end', () => {
    expect(said(hoeringssvarMedForbehold(data, undefined))).toEqual([
      'KL har den 2. juli 2026 modtaget ”lov om boliger” i høring fra Boligministeriet (sagsnr. 2026-1) og takker for muligheden for at afgive høringssvar.',
      'Forbehold',
      'Høringssvaret afgives på administrativt niveau og med forbehold for politisk godkendelse, fordi høringsfristen ikke har givet mulighed for politisk behandling. Boligudvalget behandler sagen den 10. september 2026, og KL meddeler derefter ministeriet, om svaret fastholdes, suppleres eller ændres.',
      'KL har ingen bemærkninger til det udsendte.',
      'De bemærkninger, der er anført ovenfor, skal læses i lyset af forbeholdet på første side.',
      'Med venlig hilsen',
      'signature',
    ]);
  });

  it('leaves out the day that is not set', () => {
    expect(said(hoeringssvarMedForbehold({ ...data, treatment: { body: 'Boligudvalget' } }, undefined))[2]).toContain(
      'Boligudvalget behandler sagen, og KL',
    );
  });

  it('is no letter without a reservation', () => {
    expect(() => hoeringssvarMedForbehold({ ...data, reservations: { political: false, economic: false } }, undefined)).toThrow(
      'der er intet forbehold',
    );
  });
});

describe('the supplementary response', () => {
  const data = {
    ...common,
    ...hearing,
    ...matter,
    earlier: { date: '2026-08-18', documentId: 'D-1' },
    treatment: { body: 'Boligudvalget', date: '2026-09-10' },
  };

  it.each([
    ['confirmed', 'Høringssvaret er godkendt uden ændringer. Forbeholdet for politisk behandling er dermed bortfaldet.'],
    [
      'supplemented',
      'Høringssvaret fastholdes og suppleres med bemærkningerne nedenfor. Forbeholdet for politisk behandling er dermed bortfaldet.',
    ],
    ['replaced', 'Bemærkningerne nedenfor træder i stedet for det tidligere høringssvar, som bedes lagt til side.'],
    ['withdrawn', 'Høringssvaret trækkes hermed tilbage.'],
  ] as const)('says what came of it when it is %s', (outcome, words) => {
    const made = supplerendeHoeringssvar({ ...data, outcome }, undefined);
    expect(said(made).slice(0, 2)).toEqual([
      'KL afgav den 18. august 2026 (dok. ID D-1) høringssvar til ”lov om boliger” (sagsnr. 2026-1) med forbehold for politisk behandling. Boligudvalget har nu behandlet sagen den 10. september 2026.',
      words,
    ]);
    expect(twin(made).supplements).toEqual({ date: '2026-08-18', documentId: 'D-1', outcome });
  });
});

describe('the response without remarks', () => {
  it('says so, and asks to be heard again should the bill change', () => {
    expect(said(ingenBemaerkninger({ ...common, ...hearing }, undefined)).slice(1, 3)).toEqual([
      'KL har gennemgået materialet med særlig vægt på kommunernes opgaver og økonomi og har ingen bemærkninger til det udsendte.',
      'Ændres udkastet efter høringen, så det får betydning for kommunerne, beder KL om at blive hørt på ny.',
    ]);
  });
});

describe('the letter to spokespersons', () => {
  const note = { title: 'Notat om boliger', sections: [{ heading: 'Baggrund', paragraphs: ['Tekst.'] }] };
  const recipients = (count: number) => Array.from({ length: count }, (_, i) => ({ name: `Navn ${i + 1}`, party: 'A' }));
  const data = {
    ...common,
    ...matter,
    committee: 'Boligudvalget',
    recipients: recipients(2),
    salutation: 'boligordførere',
    subject: 'Boliger',
    notes: [note],
  };

  it('encloses its notes as parts of their own, after the signatures, and lists them', () => {
    const made = ordfoererbrev(data, undefined);
    expect(said(made)).toEqual(['Kære boligordførere', 'Synspunkterne er uddybet i det vedlagte notat.', 'Med venlig hilsen', 'signature', 'enclosures', 'Bilag 1: Notat om boliger', 'Baggrund', 'Tekst.']); // prettier-ignore
    expect(made.blocks).toContainEqual({ kind: 'enclosures', title: 'Bilag', items: ['Notat om boliger'] });
  });

  it('names few recipients above it and many below', () => {
    expect(ordfoererbrev(data, undefined).recipient).toEqual([
      'Boligordførere i Boligudvalget',
      'Navn 1 (A)',
      'Navn 2 (A)',
      'Folketinget',
      'Christiansborg',
      '1240 København K',
    ]);
    const many = ordfoererbrev({ ...data, recipients: recipients(5) }, undefined);
    expect(many.recipient).toHaveLength(4);
    expect(said(many)).toContain('Brevet er sendt til Navn 1 (A), Navn 2 (A), Navn 3 (A), Navn 4 (A) og Navn 5 (A).');
  });
});

describe('the economic response', () => {
  const data = {
    ...common,
    ...hearing,
    priceLevel: '2027-pl',
    years: [2027, 2028],
    position: 'not-accepted' as const,
    lead: [],
    sections: [],
    effects: [
      { party: 'municipalities' as const, kind: 'operation' as const, ministry: [1.1, -0.2], ours: [2.2, 0.1] },
      { party: 'municipalities' as const, kind: 'construction' as const, ministry: [0.2, 0], ours: [1203.4, 0] },
      { party: 'state' as const, kind: 'transfers' as const, ministry: [null, 1] },
    ],
  };
  const tables = (made: LetterDocument) => made.blocks.filter((block) => block.kind === 'table');

  it('says whether the estimate can be accepted', () => {
    expect(said(oekonomiskSvar(data, undefined)).slice(1, 3)).toEqual([
      'Skønnet kan ikke tiltrædes',
      'KL kan ikke tiltræde ministeriets skøn over de økonomiske konsekvenser for kommunerne.',
    ]);
  });

  it('parts the ministry’s estimate by party and kind and sums it by year; an unknown amount leaves the sum unknown', () => {
    const [first] = tables(oekonomiskSvar(data, undefined));
    expect(first!.rows).toEqual([
      ['Stat', 'Overførsler', 'ikke oplyst', '1,0'],
      ['Stat i alt', '', 'ikke oplyst', '1,0'],
      ['Kommuner', 'Anlæg', '0,2', '0,0'],
      ['Kommuner', 'Drift', '1,1', '−0,2'],
      ['Kommuner i alt', '', '1,3', '−0,2'],
    ]);
    expect(first!.sums).toEqual([1, 4]);
    expect(first!.caption).toContain('mio. kr., 2027-pl');
  });

  it('sets the association’s estimate beside it and tells the difference', () => {
    const second = tables(oekonomiskSvar(data, undefined))[1]!;
    expect(second.rows.slice(-3)).toEqual([
      ['I alt', 'Ministeriet', '1,3', '−0,2'],
      ['I alt', 'KL', '1.205,6', '0,1'],
      ['Forskel', '', '1.204,3', '0,3'],
    ]);
  });

  it('has no comparison where the association has no estimate', () => {
    expect(tables(oekonomiskSvar({ ...data, effects: data.effects.map(({ ours: _, ...effect }) => effect) }, undefined))).toHaveLength(1);
  });

  it('carries its figures as data', () => {
    expect(twin(oekonomiskSvar(data, undefined)).economic).toMatchObject({
      position: 'not-accepted',
      years: [2027, 2028],
      unit: 'mio. kr.',
    });
  });

  it('refuses an effect without an amount for each year, and one with two decimals', () => {
    expect(() => oekonomiskSvar({ ...data, years: [2027] }, undefined)).toThrow('en post har ikke et beløb for hvert år');
    expect(() => oekonomiskSvar({ ...data, effects: [{ ...data.effects[2]!, ministry: [0.25, 1] }] }, undefined)).toThrow(
      'mere end én decimal',
    );
  });

  it('adds tenths without gathering errors', () => {
    expect(
      sumByYear(
        Array.from({ length: 10 }, () => [0.1]),
        1,
      ),
    ).toEqual([1]);
    expect([1234567.8, -0.04, -1203.5, 0].map(millions)).toEqual(['1.234.567,8', '0,0', '−1.203,5', '0,0']);
  });
});

describe('the cover mail', () => {
  it('names both case numbers and the bill, and asks for a receipt', () => {
    expect(foelgemail({ sender: 'KL', hearingTitle: 'lov om boliger', ministryCaseNumber: '2026-1', caseId: 'S-2' })).toEqual({
      subject: "KL's svar – sagsnr. 2026-1: lov om boliger",
      text: "Til rette vedkommende\r\n\r\nHermed KL's svar vedrørende »lov om boliger«.\r\n\r\nMinisteriets sagsnr.: 2026-1\r\nKL's sagsnr.: S-2\r\n\r\nSvaret er vedlagt som underskrevet PDF. I bedes kvittere for modtagelsen ved at besvare denne mail.\r\n\r\nMed venlig hilsen\r\nKL\r\n",
    });
  });

  it('shortens a long title in its subject, at a word', () => {
    const { subject } = foelgemail({ sender: 'KL', hearingTitle: 'ord '.repeat(60), caseId: 'S-2' });
    expect(subject.length).toBeLessThan(170);
    expect(subject).toMatch(/ord …$/);
  });
});

describe('the house', () => {
  it('may say its standing sentences in its own words, and show a mark', () => {
    const logo = {
      kind: 'drawing',
      path: 'M0 0h1v1z',
      viewBox: [0, 0, 1, 1] as [number, number, number, number],
      width: 50,
      alt: 'KL',
    } as const;
    const house = { wording: { ...standardHouse.wording, closing: 'De bedste hilsner' }, logo };
    const made = ingenBemaerkninger({ ...common, ...hearing }, undefined, house);
    expect(said(made)).toContain('De bedste hilsner');
    expect(letterDocument.parse(made).letterhead.logo).toEqual(logo);
  });
});
