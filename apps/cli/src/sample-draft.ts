import type { DraftContent, ProvisionNode } from '@genmaele/contracts';
import { openings, sampleCommencement, samplePoints, themes, type Operation } from './sample-draft-words.js';

/** A provision that a point can be tied to: what `flattenProvisions` of a reading gives, or the part of it that the api tells. */
export type AddressableProvision = Pick<ProvisionNode, 'address' | 'kind' | 'text'>;

type Point = DraftContent['points'][number];
type Drafted = Omit<Point, 'number'>;

const POINT_KINDS: readonly string[] = ['change-point', 'section', 'amending-section', 'commencement'];
const SAMPLE_MARK = /»beboerhus« til: »fælleshus«/;
const FEWEST = 8;

const plain = (text: string) => text.replace(/\s+/g, ' ');

/** What the provision does, told from its kind and the verbs of its instruction. */
function operationOf({ kind, text }: AddressableProvision): Operation {
  if (kind === 'commencement') return 'commencement';
  if (kind === 'section') return 'section';
  if (kind !== 'change-point') return 'other';
  const verbs: [RegExp, Operation][] = [
    [/^Overalt i /, 'global'],
    [/ophæves, og i stedet|affattes således/, 'replace'],
    [/ophæves/, 'repeal'],
    [/^Efter .*indsættes/, 'new-section'],
    [/indsættes/, 'insert'],
    [/udgår/, 'delete'],
    [/ændres/, 'change'],
  ];
  return verbs.find(([verb]) => verb.test(plain(text)))?.[1] ?? 'other';
}

/**
 * What points are tied to: change points and the sections of a main act (not those quoted as new text, which stand in guillemets);
 * an amending section only where the bill has nothing smaller.
 */
function candidatesOf(provisions: readonly AddressableProvision[]): AddressableProvision[] {
  const usable = provisions.filter(({ kind, address }) => POINT_KINDS.includes(kind) && !address.includes('»'));
  const small = usable.filter(({ kind }) => kind !== 'amending-section');
  if (small.some(({ kind }) => kind !== 'commencement')) return small;
  return usable.length > 0 ? usable : [...provisions];
}

function themedPoints(candidates: readonly AddressableProvision[]): Drafted[] {
  const free = new Set(candidates);
  return themes.map(({ prefers, stance, text }, index) => {
    const left = [...free];
    const choice =
      left.find((candidate) => prefers.includes(operationOf(candidate))) ??
      left.find((candidate) => operationOf(candidate) !== 'commencement') ??
      left[0] ??
      (candidates[index % candidates.length] as AddressableProvision);
    free.delete(choice);
    return { stance, provisions: [choice.address], text: `${openings[operationOf(choice)]} ${text}` };
  });
}

function pointsOfSample(candidates: readonly AddressableProvision[]): Drafted[] {
  const points = samplePoints.flatMap(({ finds, stance, text }) => {
    const found = finds.flatMap((words) => candidates.find((candidate) => words.test(plain(candidate.text)))?.address ?? []);
    return found.length > 0 ? [{ stance, provisions: found, text }] : [];
  });
  const commencement = candidates.find(({ kind }) => kind === 'commencement');
  return commencement ? [...points, { ...sampleCommencement, provisions: [commencement.address] }] : points;
}

function draftPoints(provisions: readonly AddressableProvision[]): { points: Point[]; isSample: boolean } {
  const candidates = candidatesOf(provisions);
  if (candidates.length === 0) return { points: [], isSample: false };
  const ofSample = candidates.some(({ text }) => SAMPLE_MARK.test(plain(text))) ? pointsOfSample(candidates) : [];
  const isSample = ofSample.length >= FEWEST;
  const place = new Map(provisions.map(({ address }, index) => [address, index]));
  const first = ({ provisions: [address = ''] }: Drafted) => place.get(address) ?? 0;
  const inOrder = (isSample ? ofSample : themedPoints(candidates)).sort((a, b) => first(a) - first(b));
  return { points: inOrder.map((point, index) => ({ number: index + 1, ...point })), isSample };
}

const sampleLead = [
  'Kommunalbestyrelsen bør have ansvaret for at udpege fællesskabsområder på grundlag af fælles kriterier.',
  'Fristen for at svare på, om en ledig bolig bruges til anvisning, bør ikke afkortes for boliger til borgere med særlige behov.',
  'Digitale meddelelser og bedre oplysning til lejere før en genhusning er gode forslag, som kommunerne kan arbejde med.',
];
const anyLead = [
  'Reglerne bør være enkle at anvende og give plads til lokale forhold.',
  'Vejledning og it-løsninger bør foreligge, inden kommunerne skal anvende reglerne.',
];
const sampleSections = [
  {
    heading: 'Generelle bemærkninger',
    paragraphs: [
      'KL deler ønsket om at styrke fællesskabet i almene boligområder med stor fraflytning. Kommunerne arbejder allerede tæt sammen med boligorganisationerne om udlejning, anvisning og fælles aktiviteter. Erfaringen er, at indsatsen virker bedst, når den aftales lokalt.',
      'KL savner en beskrivelse af, hvordan de nye fællesskabsaftaler spiller sammen med de aftaler, som kommuner og boligorganisationer allerede har indgået.',
    ],
  },
  {
    heading: 'Kommunernes tilrettelæggelse',
    paragraphs: [
      'Forslaget giver kommunerne tre roller: De anviser boliger, de fører tilsyn, og de er part i aftalerne. KL opfordrer til, at bemærkningerne beskriver, hvordan rollerne hænger sammen.',
    ],
  },
  {
    heading: 'Økonomi',
    paragraphs: [
      'Ministeriet skønner, at kommunerne får merudgifter på i alt 38,6 mio. kr. i 2027–2030. KL kan ikke genfinde udgifterne til tilpasning af it-løsninger til anvisning i skønnet og skal bede om at modtage de forudsætninger, det bygger på.',
    ],
  },
];
const anySections = [
  {
    heading: 'Generelle bemærkninger',
    paragraphs: [
      'KL har gennemgået udkastet med henblik på dets betydning for kommunerne. KL lægger vægt på, at borgere og virksomheder mødes af regler, der er til at forstå.',
    ],
  },
  {
    heading: 'Kommunernes tilrettelæggelse',
    paragraphs: [
      'KL opfordrer til, at kommunerne inddrages i arbejdet med vejledning og skabeloner, så erfaringerne fra den daglige administration bliver brugt.',
    ],
  },
  {
    heading: 'Økonomi',
    paragraphs: [
      'KL skal bede om at modtage de forudsætninger, der ligger til grund for skønnet over kommunernes udgifter, herunder udgifter til it og vejledning.',
    ],
  },
];

/**
 * A plausible Danish response to a bill, as an officer might have written it: for the sample bill to its very provisions, for any other in words
 * that fit every bill. The template says thanks, reservations and the heading of the points, so the draft does not. Eight to twelve points in the order of the bill, each tied to addresses that stand in `provisions`; none where there are no
 * provisions. Pure: the same provisions give the same draft.
 */
export function sampleDraft(provisions: readonly AddressableProvision[]): DraftContent {
  const { points, isSample } = draftPoints(provisions);
  return {
    template: 'hoeringssvar',
    lead: isSample ? sampleLead : anyLead,
    sections: isSample ? sampleSections : anySections,
    points,
    reservations: { political: true, economic: true },
  };
}
