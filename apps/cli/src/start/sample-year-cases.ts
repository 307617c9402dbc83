import { type Stance } from '@genmaele/contracts';

/** Where a case of the sample year is brought to, and what is told by it. */
export type SampleEnd =
  | 'opened' // nobody has begun
  | 'impossible' // opened with a deadline that no plan can keep
  | 'drafting'
  | 'returned' // sent back by the chair with a comment
  | 'in-committee'
  | 'stand-in' // waits for approval; the chair is away and another stands in
  | 'in-approval'
  | 'signed'
  | 'reserved' // sent with a political reservation that is still open
  | 'acknowledged'
  | 'not-answered'
  | 'lapsed';

/** A point of the response to a bill of the sample year; `on` is the number of the change point in its § 1. */
export interface SampleYearPoint {
  readonly on: number;
  readonly stance: Stance;
  readonly text: string;
}

/** A case of the sample year. Bill, ministry's letter and response are invented; the names of the laws are real. */
export interface SampleYearCase {
  readonly end: SampleEnd;
  readonly ministry: string;
  /** The law that the bill changes, as its title names it. */
  readonly law: string;
  /** The bill's title in parentheses. */
  readonly about: string;
  /** The change points of § 1: what they do. */
  readonly changes: readonly string[];
  /** Days before today on which the hearing came in, and days from today to the deadline (negative: it has passed). */
  readonly receivedBefore: number;
  readonly deadlineIn: number;
  readonly lead: string;
  readonly points: readonly SampleYearPoint[];
}

const change = (where: string, from: string, to: string): string => `I ${where} ændres »${from}« til: »${to}«.`;

/** Twelve cases of a year, in the order in which they came in. */
export const sampleYearCases: readonly SampleYearCase[] = [
  {
    end: 'acknowledged',
    ministry: 'Børne- og Undervisningsministeriet',
    law: 'lov om folkeskolen',
    about: 'Kortere skoleuge for de yngste elever',
    changes: [change('§ 14 b, stk. 1', '30 timer', '28 timer'), '§ 16 a, stk. 2, ophæves.'],
    receivedBefore: 250,
    deadlineIn: -222,
    lead: 'KL støtter, at skolerne får et større lokalt råderum.',
    points: [
      { on: 1, stance: 'welcomes', text: 'KL hilser velkommen, at skoleugen kan tilpasses de yngste elever.' },
      { on: 2, stance: 'points-out', text: 'KL gør opmærksom på, at ophævelsen forudsætter tid til at ændre de lokale planer.' },
    ],
  },
  {
    end: 'not-answered',
    ministry: 'Justitsministeriet',
    law: 'retsplejeloven',
    about: 'Digital forkyndelse i visse sager',
    changes: [change('§ 155, stk. 1', 'brev', 'digital meddelelse')],
    receivedBefore: 190,
    deadlineIn: -162,
    lead: '',
    points: [],
  },
  {
    end: 'lapsed',
    ministry: 'Miljø- og Ligestillingsministeriet',
    law: 'lov om vandløb',
    about: 'Nye regler om vedligeholdelse af private vandløb',
    changes: [change('§ 31, stk. 2', 'bredejeren', 'kommunalbestyrelsen'), '§ 33 ophæves.'],
    receivedBefore: 150,
    deadlineIn: -120,
    lead: 'KL har gennemgået udkastet.',
    points: [{ on: 1, stance: 'critical', text: 'KL er kritisk over for, at opgaven flyttes uden finansiering.' }],
  },
  {
    end: 'reserved',
    ministry: 'Sundhedsministeriet',
    law: 'sundhedsloven',
    about: 'Ændrede pligter ved genoptræning efter udskrivning',
    changes: [
      change('§ 140, stk. 1', 'inden for syv dage', 'inden for fem dage'),
      change('§ 140, stk. 3', 'kan', 'skal'),
      '§ 140 b, stk. 2, 2. pkt., ophæves.',
    ],
    receivedBefore: 40,
    deadlineIn: -6,
    lead: 'KL deler ønsket om hurtig genoptræning.',
    points: [
      {
        on: 1,
        stance: 'concerned',
        text: 'KL er bekymret for, at en frist på fem dage flytter personale fra de borgere, der har det største behov.',
      },
      { on: 2, stance: 'proposes', text: 'KL foreslår, at kommunen fortsat vurderer behovet i den enkelte sag.' },
    ],
  },
  {
    end: 'signed',
    ministry: 'Kulturministeriet',
    law: 'lov om biblioteksvirksomhed',
    about: 'Bibliotekernes digitale samlinger',
    changes: [change('§ 2, stk. 1', 'fysiske samlinger', 'fysiske og digitale samlinger'), change('§ 5', 'kan', 'skal')],
    receivedBefore: 33,
    deadlineIn: 2,
    lead: 'Bibliotekerne er borgernes adgang til viden, også digitalt.',
    points: [{ on: 2, stance: 'proposes', text: 'KL foreslår, at pligten først indtræder, når der er indgået aftale om vederlag.' }],
  },
  {
    end: 'stand-in',
    ministry: 'Social- og Boligministeriet',
    law: 'lov om almene boliger m.v.',
    about: 'Lettere adgang til at bygge små boliger',
    changes: [change('§ 109, stk. 1', '65 m²', '50 m²'), change('§ 115, stk. 4', 'seks måneder', 'tre måneder')],
    receivedBefore: 26,
    deadlineIn: 6,
    lead: 'Der mangler små boliger til en overkommelig husleje i mange kommuner.',
    points: [
      { on: 1, stance: 'welcomes', text: 'KL hilser velkommen, at små boliger bliver lettere at opføre.' },
      { on: 2, stance: 'remarks', text: 'KL bemærker, at en frist på tre måneder kræver, at sagen er fuldt oplyst ved ansøgningen.' },
    ],
  },
  {
    end: 'in-approval',
    ministry: 'Social- og Boligministeriet',
    law: 'lov om planlægning',
    about: 'Udlæg af arealer til plejeboliger',
    changes: [change('§ 15, stk. 2, nr. 9', 'boliger', 'boliger og plejeboliger'), '§ 19, stk. 3, ophæves.'],
    receivedBefore: 24,
    deadlineIn: 8,
    lead: 'Kommunerne efterspørger enkle redskaber i planlægningen.',
    points: [{ on: 1, stance: 'welcomes', text: 'KL hilser velkommen, at lokalplaner kan udlægge arealer til plejeboliger.' }],
  },
  {
    end: 'in-committee',
    ministry: 'Kulturministeriet',
    law: 'museumsloven',
    about: 'Museernes opgaver ved anlægsarbejder',
    changes: [change('§ 26, stk. 1', 'fire uger', 'to uger'), change('§ 27, stk. 4', 'bygherren', 'staten')],
    receivedBefore: 20,
    deadlineIn: 15,
    lead: 'Hurtige svar fra museerne er vigtige for kommunernes anlægsarbejder.',
    points: [{ on: 1, stance: 'welcomes', text: 'KL finder det positivt, at museets udtalelse kommer hurtigere.' }],
  },
  {
    end: 'returned',
    ministry: 'Erhvervsministeriet',
    law: 'lov om erhvervsfremme',
    about: 'Ny organisering af den lokale erhvervsservice',
    changes: [change('§ 12, stk. 1', 'seks', 'fire'), '§ 13 ophæves.', change('§ 16, stk. 2', 'hvert år', 'hvert andet år')],
    receivedBefore: 18,
    deadlineIn: 12,
    lead: 'Den lokale erhvervsservice skal være tæt på virksomhederne.',
    points: [{ on: 1, stance: 'cannot-support', text: 'KL kan ikke tilslutte sig, at antallet af erhvervshuse sænkes.' }],
  },
  {
    end: 'drafting',
    ministry: 'Beskæftigelsesministeriet',
    law: 'lov om en aktiv beskæftigelsesindsats',
    about: 'Færre samtaler i den første tid',
    changes: [change('§ 31, stk. 1', 'fire', 'to'), change('§ 34', 'skal', 'kan')],
    receivedBefore: 8,
    deadlineIn: 24,
    lead: 'KL arbejder for en enklere beskæftigelsesindsats.',
    points: [{ on: 1, stance: 'welcomes', text: 'KL hilser velkommen, at kommunen får frihed til at tilrettelægge samtalerne.' }],
  },
  {
    end: 'impossible',
    ministry: 'Social- og Boligministeriet',
    law: 'lov om leje',
    about: 'Midlertidige regler om regulering af husleje',
    changes: [change('§ 53, stk. 2', 'en gang om året', 'to gange om året')],
    receivedBefore: 1,
    deadlineIn: 2,
    lead: '',
    points: [],
  },
  {
    end: 'opened',
    ministry: 'Klima-, Energi- og Forsyningsministeriet',
    law: 'lov om varmeforsyning',
    about: 'Kommunens pligt til at oplyse om varmeplaner',
    changes: [change('§ 4, stk. 1', 'hvert fjerde år', 'hvert andet år'), change('§ 6', 'kan offentliggøre', 'offentliggør')],
    receivedBefore: 0,
    deadlineIn: 28,
    lead: '',
    points: [],
  },
];

/** The ministry's case number of the so-many-th case: by it the year knows what it has laid. */
export const caseNumberOf = (i: number): string => `EKSEMPEL-${i + 1}`;

/** The ministry's case numbers of the cases that come to this end. */
export const sampleYearNumbers = (end: SampleEnd): string[] =>
  sampleYearCases.flatMap((each, i) => (each.end === end ? [caseNumberOf(i)] : []));
