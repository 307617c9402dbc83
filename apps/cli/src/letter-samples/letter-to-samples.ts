import { type MinisterialLetterInput, type SpokespersonLetterInput } from '@genmaele/templates';
import { identity, type SampleOf } from './sample-identity.js';
import { sampleParagraph, sampleParagraphs } from './sample-prose.js';

const minister: MinisterialLetterInput = {
  ...identity,
  recipient: {
    name: 'Ida Lund Højgård',
    title: 'social- og boligminister',
    ministry: 'Social- og Boligministeriet',
    address: ['Gammel Mønt 4', '1117 København K'],
    salutation: 'Ida Lund Højgård',
  },
  subject: 'Kommunerne har brug for længere frister i høringer over sommeren',
  lead: [
    'Tak for mødet i juni, hvor vi drøftede, hvordan kommunerne bedst kan bidrage til lovgivningen på boligområdet.',
    'I juli og august 2026 er der sendt 14 udkast i høring, som har betydning for kommunerne. Den gennemsnitlige frist var 19 dage. Det giver ikke kommunalbestyrelserne en reel mulighed for at udtale sig, og det svækker kvaliteten af de svar, ministeriet får.',
    'Jeg vil derfor bede dig overveje, om fristen i sommermånederne som udgangspunkt kan være mindst seks uger.',
  ],
  sections: [],
  points: [],
};

/** To a minister: a page, with points, and over several pages. */
export const ministerialSamples: SampleOf<MinisterialLetterInput>[] = [
  { name: 'kort', data: minister },
  {
    name: 'punkter',
    data: {
      ...minister,
      points: [
        { number: 1, stance: 'proposes', provisions: [], text: 'At høringer, der begynder i juli, får en frist på mindst seks uger.' },
        { number: 2, stance: 'proposes', provisions: [], text: 'At ministeriet oplyser om ventede høringer et kvartal frem.' },
        { number: 3, stance: 'concerned', provisions: [], text: sampleParagraph(8) },
      ],
      enclosures: ['Oversigt over høringer i juli og august 2026'],
    },
  },
  {
    name: 'langt',
    data: {
      ...minister,
      sections: ['Baggrund', 'Kommunernes erfaringer', 'KL’s forslag'].map((heading, i) => ({
        heading,
        paragraphs: sampleParagraphs(i * 7, 4),
      })),
    },
  },
];

const note = (title: string, from: number): NonNullable<SpokespersonLetterInput['notes']>[number] => ({
  title,
  sections: [
    {
      heading: 'Sammenfatning',
      paragraphs: [sampleParagraph(from), '- Kommunerne bør have ansvaret.\n- Reglerne bør være enkle.\n- Økonomien skal følge opgaven.'],
    },
    { heading: 'De enkelte spørgsmål', paragraphs: sampleParagraphs(from + 11, 6) },
    {
      heading: 'Lovens ord',
      paragraphs: [
        'Udkastet siger:\n\n> »§ 61 b. Ved et fællesskabsområde forstås et boligområde med mindst 1.000 beboere.«\n> – Lovforslagets § 1, nr. 6',
        sampleParagraph(from + 20),
      ],
    },
  ],
});

const spokespersons: SpokespersonLetterInput = {
  ...identity,
  committee: 'Folketingets Boligudvalg',
  recipients: [
    { name: 'Mads Ørum', party: 'A' },
    { name: 'Signe Wójcik', party: 'V' },
    { name: 'Ćamil Đorić', party: 'SF' },
  ],
  salutation: 'boligordførere',
  subject: 'KL’s synspunkter på forslaget om fællesskabsområder',
  lead: [
    'Folketinget førstebehandler den 6. oktober 2026 forslaget om fællesskabsområder. Det er et forslag, der griber dybt ind i kommunernes boligsociale arbejde.',
    'KL støtter formålet, men finder, at tre ting bør ændres under udvalgsbehandlingen:\n\n1. Kommunalbestyrelsen skal have det sidste ord, når et område udpeges.\n2. Fristen for at anvise en ledig bolig skal være 21 dage.\n3. Udgifterne til it-løsninger skal dækkes.',
  ],
  sections: [],
  points: [],
  notes: [note('Notat om fællesskabsområder', 3)],
};

/** To spokespersons: with a note, with two notes and many recipients, and a short one without. */
export const spokespersonSamples: SampleOf<SpokespersonLetterInput>[] = [
  { name: 'notat', data: spokespersons },
  {
    name: 'to-notater',
    data: {
      ...spokespersons,
      recipients: ['A', 'V', 'M', 'SF', 'DD', 'LA', 'KF', 'EL', 'DF', 'RV', 'ALT'].map((party, i) => ({
        name: `Ordfører Eksempel ${i + 1}`,
        party,
      })),
      notes: [note('Notat om fællesskabsområder og anvisning', 3), note('Notat om kommunernes udgifter til anvisningssystemer', 30)],
    },
  },
  { name: 'uden-bilag', data: { ...spokespersons, notes: [] } },
];
