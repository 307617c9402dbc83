import { type LetterDocument } from '@genmaele/contracts';
import { type LetterLook } from '@genmaele/documents';
import { type AgendaPaperInput, dagsorden, type MinutesPaperInput, referat } from '@genmaele/templates';
import { type SampleOf } from './sample-identity.js';
import { sampleParagraph, sampleParagraphs } from './sample-prose.js';

type Agenda = Omit<AgendaPaperInput, 'sender' | 'kind'>;
type Minutes = Omit<MinutesPaperInput, 'sender'>;
type Line = Agenda['items'][number];
type Decided = Minutes['items'][number];

const names = ['Åse Østergård-Ærø', 'Łukasz Brønd Šimić', 'Bo Æblegård', 'Ćamil Đorić', 'Signe Wójcik', 'Ida Lund Højgård'];

/** A meeting of an invented committee. */
const meeting = {
  createdAt: '2026-11-26T14:30:00+01:00',
  sourceSha256: '4c1f'.repeat(16),
  body: 'Kultur-, Erhvervs- og Planudvalget',
  date: '2026-12-03',
  startTime: '09:30',
  place: 'Weidekampsgade 10, København S, lokale Øresund',
  onlineUrl: 'https://moede.example/kultur',
  members: names.map((name, i) => ({
    name,
    function: i === 0 ? ('chair' as const) : i === 1 ? ('vice-chair' as const) : i === 5 ? ('alternate' as const) : ('member' as const),
    municipality: i === 3 ? null : ['Aarhus', 'Ærø', 'Tønder'][i % 3]!,
  })),
};

const line = (number: number, more: Partial<Line> = {}): Line => ({
  number,
  title: 'Høringssvar om ændring af lov om almene boliger m.v.',
  open: true,
  versionSha256: null,
  recommendation: null,
  late: false,
  lateReason: null,
  attachments: [],
  ...more,
});

const aboutCase = { caseNumber: 'S-2026-0412', versionSha256: '9b0d'.repeat(16), recommendation: 'At udvalget godkender svaret.' };

const items: Line[] = [
  line(1, { title: 'Godkendelse af dagsordenen' }),
  line(2, { ...aboutCase, attachments: [{ fileName: 'notat-om-fællesskabsområder.pdf' }, { fileName: 'økonomi.xlsx' }] }),
  line(3, {
    title: 'Personsag',
    open: false,
    late: true,
    lateReason: 'Ministeriet skrev i går, og fristen udløber før næste møde.',
    recommendation: `${sampleParagraph(4)}\n\n- At fristen søges forlænget.\n- At formanden bemyndiges til at svare.`,
  }),
];

const many = Array.from({ length: 24 }, (_, i) =>
  line(i + 1, {
    title: `Sag nummer ${i + 1} om ${'lange titler, der løber over mere end én linje, '.repeat(3)}og mere`,
    recommendation: sampleParagraph(i),
  }),
);

/** Agendas: as invited with every kind of item, as held without place and members, and over many pages. */
export const agendaSamples: SampleOf<Agenda & Pick<AgendaPaperInput, 'kind'>>[] = [
  { name: 'indkaldt', data: { ...meeting, kind: 'invited', items } },
  {
    name: 'holdt',
    data: { ...meeting, kind: 'held', startTime: null, place: null, onlineUrl: null, members: [], items: items.slice(0, 2) },
  },
  { name: 'mange-punkter', data: { ...meeting, kind: 'invited', items: many } },
];

type Decision = Decided['decisions'][number];

const decision = (more: Partial<Decision> = {}): Decision => ({
  outcome: 'approved',
  changes: null,
  points: [],
  participants: names.slice(0, 5).map((name) => ({ name })),
  quorate: true,
  dissents: [],
  corrects: null,
  reason: null,
  ...more,
});

const byPoints = decision({
  outcome: 'approved-with-changes',
  changes: 'Indledningen forkortes, og formålet nævnes først.',
  points: [
    { pointId: '1', outcome: 'approved' },
    { pointId: '2', outcome: 'approved-with-changes', text: '»skal« ændres til »bør« i begge led.' },
    { pointId: '3', outcome: 'rejected' },
    { pointId: '4', outcome: 'postponed', text: 'Afventer tal fra kommunerne.' },
  ],
  dissents: [{ name: 'Ćamil Đorić', text: `${sampleParagraph(9)}\n\nJeg kan ikke tilslutte mig punkt 3.` }],
});

const decided = (item: Line, decisions: Decision[], absences: Decided['absences'] = []): Decided => ({ ...item, absences, decisions });

const full: Decided[] = [
  decided(items[0]!, [decision({ outcome: 'for-information' })]),
  decided(
    items[1]!,
    [byPoints, decision({ ...byPoints, corrects: 'den første', reason: 'Punkt 3 blev ført forkert til protokol.', dissents: [] })],
    [{ name: 'Bo Æblegård', kind: 'ineligible', reason: 'er direktør i en boligorganisation, sagen angår' }],
  ),
  decided(
    items[2]!,
    [decision({ outcome: 'postponed', quorate: false, participants: names.slice(0, 2).map((name) => ({ name })) })],
    [{ name: 'Signe Wójcik', kind: 'absent', reason: null }],
  ),
];

const minutes = { ...meeting, number: 1, present: names.slice(0, 5), away: names.slice(5) };

/** Minutes: of one item, with everything that a decision can have, and a corrected set over many pages. */
export const minutesSamples: SampleOf<Minutes>[] = [
  { name: 'kort', data: { ...minutes, away: [], items: [decided(items[0]!, [decision()])] } },
  { name: 'punkt-for-punkt', data: { ...minutes, items: full } },
  {
    name: 'rettet-og-langt',
    data: {
      ...minutes,
      number: 2,
      items: many.map((item, i) =>
        decided(item, [decision({ outcome: 'approved-with-changes', changes: sampleParagraphs(i, 2).join('\n\n') })]),
      ),
    },
  },
];

/** The papers of meetings, which bind by their hash and are not signed. The same each time. */
export function meetingPaperSamples(look: LetterLook): { name: string; letter: LetterDocument }[] {
  const { sender } = look;
  return [
    ...agendaSamples.map(({ name, data }) => ({ name: `dagsorden-${name}`, letter: dagsorden({ ...data, sender }, look) })),
    ...minutesSamples.map(({ name, data }) => ({ name: `referat-${name}`, letter: referat({ ...data, sender }, look) })),
  ];
}
