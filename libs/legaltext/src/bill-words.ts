import {
  type BillFormat,
  type ChangeOperation,
  type LawTarget,
  type NodeFate,
  type OperationKind,
  type ProvisionKind,
} from '@genmaele/contracts';

/** What a node of a bill is called in Danish. */
export const provisionKindNames: Record<ProvisionKind, string> = {
  part: 'afsnit',
  chapter: 'kapitel',
  section: 'paragraf',
  'amending-section': 'ændringsparagraf',
  commencement: 'ikrafttræden',
  territorial: 'territorial gyldighed',
  stk: 'stykke',
  nr: 'nummer',
  litra: 'litra',
  pkt: 'punktum',
  'change-point': 'ændringsnummer',
  'quoted-text': 'ny tekst',
  'act-commencement': 'tidligere lovs ikrafttræden',
  annex: 'bilag',
  'document-head': 'dokumenthoved',
  title: 'titel',
  subtitle: 'undertitel',
  preamble: 'indledning',
  heading: 'overskrift',
  renumbering: 'omnummerering',
  text: 'tekst',
  table: 'tabel',
  'table-row': 'række',
  'table-cell': 'celle',
  footnote: 'fodnote',
  signature: 'underskrift',
  other: 'andet',
};

/** What a format is called in Danish. */
export const billFormatNames: Record<BillFormat, string> = {
  'retsinformation-html': 'HTML fra Retsinformation',
  'ft-html': 'HTML fra Folketinget',
  'lexdania-xml': 'LexDania-XML',
  pdf: 'PDF',
  docx: 'Word (DOCX)',
  'plain-text': 'ren tekst',
};

/** What became of a node, in Danish. */
export const nodeFateNames: Record<NodeFate, string> = {
  same: 'uændret',
  moved: 'flyttet',
  changed: 'ændret',
  split: 'delt',
  merged: 'lagt sammen',
  gone: 'udgået',
};

const operationNames: Record<OperationKind, string> = {
  'replace-provision': 'affatter på ny',
  'replace-text': 'ændrer ord',
  'insert-text': 'indsætter ord',
  'delete-text': 'lader ord udgå',
  'insert-chapter': 'indsætter kapitel',
  'insert-section': 'indsætter paragraf',
  'insert-stk': 'indsætter stykke',
  'insert-nr': 'indsætter nummer',
  'insert-litra': 'indsætter litra',
  'insert-pkt': 'indsætter punktum',
  'insert-annex': 'indsætter bilag',
  repeal: 'ophæver',
  heading: 'ændrer overskrift',
  title: 'ændrer lovens titel',
  footnote: 'ændrer fodnote',
  global: 'ændrer overalt i loven',
  counted: 'ændrer flere steder',
  renumber: 'omnummererer',
  unclassified: 'ændringens art er ikke genkendt',
};

/** The places by act, each act named once. */
function targetsInDanish(targets: readonly LawTarget[]): string[] {
  const acts = [...new Set(targets.map(({ act }) => act))];
  return acts.flatMap((act) => {
    const places = targets
      .filter((target) => target.act === act && target.address !== '')
      .map(({ address, becomes }) => (becomes === undefined ? address : `${address} (bliver ${becomes})`));
    const said = [act, places.join('; ')].filter((part) => part !== '').join(', ');
    return said === '' ? [] : [said];
  });
}

const relations = { after: 'efter', before: 'før', in: 'i' } as const;

function wordsInDanish({ after, before, out, in: into }: ChangeOperation['words'][number]): string {
  const beside = after !== undefined ? ` efter »${after}«` : before !== undefined ? ` før »${before}«` : '';
  if (out !== undefined && into !== undefined) return `»${out}« til »${into}«${beside}`;
  const words = out ?? into;
  return words === undefined ? beside.trim() : `»${words}«${beside}`;
}

/** An operation as a person reads it: "ændrer ord: »a« til »b« (momsloven, § 66 e, stk. 1)". */
export function operationInDanish({ kind, targets, words, times, place }: ChangeOperation): string {
  const count = times === undefined ? '' : ` (${times} steder)`;
  const where = place === undefined ? '' : ` ${relations[place.relation]} ${place.address}`;
  const said = words.map(wordsInDanish).filter((each) => each !== '');
  const what = said.length > 0 ? `: ${said.join('; ')}` : '';
  const places = targetsInDanish(targets);
  return `${operationNames[kind]}${where}${count}${what}${places.length > 0 ? ` (${places.join('; ')})` : ''}`;
}
