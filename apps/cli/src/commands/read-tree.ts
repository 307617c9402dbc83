import { type BillReading, type ProvisionNode } from '@genmaele/contracts';
import { billFormatNames, operationInDanish, provisionKindNames } from '@genmaele/legaltext';

const mostWords = 90;
const mostSpans = 10;

/** The first words of a text on one line. */
export function firstWords(text: string, most = mostWords): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, line.lastIndexOf(' ', most) > 0 ? line.lastIndexOf(' ', most) : most)} …`;
}

/** The words by which a node is told: its address, else what it is. */
function nameOf({ address, kind }: ProvisionNode): string {
  return address === '' ? `(${provisionKindNames[kind]})` : `${address} (${provisionKindNames[kind]})`;
}

function tableWords({ children }: ProvisionNode): string {
  return `${children.length} rækker: ${children.map((row) => row.children.map(({ text }) => text).join(' | ')).join(' / ')}`;
}

function nodeLines(node: ProvisionNode, depth: number): string[] {
  const indent = '  '.repeat(depth);
  const isTable = node.kind === 'table';
  const page = node.page === undefined ? '' : ` [s. ${node.page}]`;
  const words = firstWords(isTable ? tableWords(node) : node.text);
  const below = isTable ? [] : node.children.flatMap((child) => nodeLines(child, depth + 1));
  return [
    `${indent}${nameOf(node)}${page}${words === '' ? '' : `  ${words}`}`,
    ...(node.operations ?? []).map((operation) => `${indent}  → ${operationInDanish(operation)}`),
    ...below,
  ];
}

function headLines(reading: BillReading): string[] {
  const { format, kind, title, subtitle, number, session, ministry, date } = reading;
  const facts = [
    kind === 'amending-act' ? 'ændringslov' : 'hovedlov',
    ...(number === undefined ? [] : [`nr. ${number}`]),
    ...(session === undefined ? [] : [session]),
    ...(ministry === undefined ? [] : [ministry]),
    ...(date === undefined ? [] : [date]),
    `læst som ${billFormatNames[format]}`,
  ];
  return [title, ...(subtitle === undefined ? [] : [subtitle]), facts.join(' · '), ''];
}

function actLines({ amendedActs }: BillReading): string[] {
  if (amendedActs.length === 0) return [];
  const lines = amendedActs.map(({ section, name, operation, reference, changedBy }) => {
    const found = reference ? `, ${reference.type} nr. ${reference.number}${reference.date ? ` af ${reference.date}` : ''}` : '';
    const since = changedBy.length > 0 ? `, siden ændret ved ${changedBy.length} ${changedBy.length === 1 ? 'lov' : 'love'}` : '';
    return `  ${section}: ${operation === 'repeal' ? 'ophæver ' : ''}${name}${found}${since}`;
  });
  return ['', 'Love, der ændres', ...lines];
}

function besideLines({ remarks, heardParties, economicConsequences }: BillReading): string[] {
  const specific = remarks.filter(({ kind }) => kind === 'specific');
  const tied = specific.filter(({ provisionIds }) => provisionIds.length > 0).length;
  const rows = economicConsequences ? `${economicConsequences.rows.length} rækker` : 'intet skema fundet';
  return [
    '',
    `Bemærkninger: ${remarks.length - specific.length} almindelige, ${specific.length} specielle, heraf ${tied} knyttet til deres punkt`,
    `Hørte parter: ${heardParties.length}`,
    `Økonomiske konsekvenser: ${rows}`,
  ];
}

function spanLines(what: string, spans: readonly { text: string; offset: number }[]): string[] {
  const shown = spans.slice(0, mostSpans).map(({ text, offset }) => `  ${what} ved tegn ${offset}: »${firstWords(text)}«`);
  return spans.length > mostSpans ? [...shown, `  og ${spans.length - mostSpans} andre steder`] : shown;
}

/** How much of the source is in the tree: never told as the whole when a letter is missing. */
function shareKept({ equalCharacters, sourceCharacters }: BillReading['coverage']): string {
  const share = sourceCharacters === 0 ? 100 : Math.floor((equalCharacters / sourceCharacters) * 10_000) / 100;
  return share.toLocaleString('da-DK');
}

/** What was kept of the source, and what the reader was unsure of. */
export function accountLines({ coverage, doubts }: BillReading): string[] {
  const { equalCharacters, sourceCharacters, missing, added } = coverage;
  const count = (n: number): string => n.toLocaleString('da-DK');
  return [
    '',
    `Dækning: ${shareKept(coverage)} % (${count(equalCharacters)} af ${count(sourceCharacters)} tegn)`,
    ...spanLines('mangler', missing),
    ...spanLines('findes ikke i kilden', added),
    ...(doubts.length === 0 ? ['Tvivl: ingen'] : ['Tvivl', ...doubts.map((doubt) => `  ${doubt}`)]),
  ];
}

/** A bill as a person reads it: the tree with addresses, first words and operations, what stands beside it, then coverage and doubts. */
export function readingLines(reading: BillReading): string[] {
  return [
    ...headLines(reading),
    ...reading.provisions.flatMap((node) => nodeLines(node, 0)),
    ...actLines(reading),
    ...besideLines(reading),
    ...accountLines(reading),
  ];
}
