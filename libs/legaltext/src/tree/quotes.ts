import { designationNumber } from '../designation.js';
import { type Line } from '../line.js';

/** For each line whether it is new text for the law, and what was wrong with the guillemets. */
export interface QuoteMarks {
  quoted: boolean[];
  doubts: string[];
}

const wordsOf = (line: Line): string => (line.label === '' ? line.text : `${line.label} ${line.text}`);
const count = (text: string, mark: string): number => text.split(mark).length - 1;
const opensQuote = (line: Line): boolean => wordsOf(line).startsWith('»');
const leadingNumber = (line: Line): number => Number.parseInt(designationNumber(line.label), 10);

/** A centred § of the bill itself: outside guillemets, or the one that must come next when a closing guillemet is missing. */
function isOwnSection(line: Line, depth: number, last: number): boolean {
  if (line.role !== 'centred-section' || line.quoted || opensQuote(line)) return false;
  return depth === 0 || leadingNumber(line) === last + 1;
}

function balanceAfter(depth: number, line: Line): number {
  const words = wordsOf(line);
  return Math.max(0, depth + count(words, '»') - count(words, '«'));
}

/** Where the law itself has ended: its guillemets say nothing of annexes and signatures. */
function endsLaw(line: Line, depth: number): boolean {
  return line.role === 'signature' || line.role === 'other' || (depth === 0 && (line.role === 'annex' || line.role === 'footnote'));
}

/** The stretches from one § of the bill to the next, as [first line, line after the last]. */
function stretches(lines: readonly Line[]): [from: number, to: number][] {
  const starts = [0];
  let depth = 0;
  let last = 0;
  lines.forEach((line, i) => {
    if (isOwnSection(line, depth, last)) {
      starts.push(i);
      depth = 0;
      last = leadingNumber(line);
    } else if (endsLaw(line, depth)) {
      starts.push(i);
      depth = 0;
    } else depth = balanceAfter(depth, line);
  });
  return starts.map((from, i) => [from, starts[i + 1] ?? lines.length]);
}

function markStretch(lines: readonly Line[], isBalanced: boolean): boolean[] {
  let depth = 0;
  let lastPoint = 0;
  return lines.map((line) => {
    const isNextPoint = line.role === 'point' && !line.quoted && leadingNumber(line) === lastPoint + 1;
    if (!isBalanced && isNextPoint) depth = 0;
    const quoted = line.quoted || depth > 0 || opensQuote(line);
    if (!quoted && line.role === 'point') lastPoint = leadingNumber(line);
    depth = balanceAfter(depth, line);
    return quoted;
  });
}

/**
 * Finds the new text between » and «, which may run over many lines and hold guillemets and numbered points of its own. Where the guillemets
 * of a § do not match, the next number in turn ends a quotation left open, and the officer is told.
 */
export function markQuotes(lines: readonly Line[]): QuoteMarks {
  const doubts: string[] = [];
  const quoted = stretches(lines).flatMap(([from, to]) => {
    const stretch = lines.slice(from, to);
    const words = stretch.map(wordsOf).join(' ');
    const isBalanced = count(words, '»') === count(words, '«');
    const [first] = stretch;
    if (!isBalanced && first?.role === 'centred-section') doubts.push(`Anførselstegnene i ${first.label} går ikke op.`);
    return markStretch(stretch, isBalanced);
  });
  return { quoted, doubts };
}
