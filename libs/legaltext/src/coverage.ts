import { type BillCoverage, type BillRemark, type ProvisionNode } from '@genmaele/contracts';
import { foldSpace } from './source/clean-text.js';

/** A stretch of source text as a parser gave it, with its place. */
export interface SourceChunk {
  text: string;
  offset: number;
}

/** The source without its white space: `ats[i]` is where chunk i begins among the letters. */
interface Compact {
  letters: string;
  ats: number[];
  chunks: readonly SourceChunk[];
}

/** A piece of the tree on its way through the source. */
interface Piece {
  letters: string;
  offset: number;
  read: number;
  from: number;
}

const withoutSpace = (text: string): string => text.replace(/\s+/g, '');

function compact(chunks: readonly SourceChunk[]): Compact {
  const ats: number[] = [];
  let at = 0;
  const letters = chunks.map((chunk) => {
    const own = withoutSpace(chunk.text);
    ats.push(at);
    at += own.length;
    return own;
  });
  return { letters: letters.join(''), ats, chunks };
}

/** The first of `count` numbers for which a test that turns true once holds; `count` when none. */
function firstWhere(count: number, holds: (i: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first letter at or after a source offset. */
function letterAt({ letters, ats, chunks }: Compact, offset: number): number {
  const i = firstWhere(chunks.length, (n) => (chunks[n]?.offset ?? 0) >= offset);
  if (chunks[i]?.offset === offset) return ats[i] ?? 0;
  const within = chunks[i - 1];
  if (!within) return 0;
  return Math.min((ats[i - 1] ?? 0) + withoutSpace(within.text.slice(0, offset - within.offset)).length, letters.length);
}

/** Where in its chunk a letter stands. */
function charactersBefore(text: string, letters: number): number {
  let at = 0;
  for (let seen = 0; at < text.length; at += 1) {
    if (/\s/.test(text[at] ?? '')) continue;
    if (seen === letters) return at;
    seen += 1;
  }
  return at;
}

/** A stretch of letters as the source has it, with its source offset. */
function spanOf({ ats, chunks }: Compact, from: number, to: number): SourceChunk {
  const first = firstWhere(ats.length, (i) => (ats[i] ?? 0) > from) - 1;
  const after = firstWhere(ats.length, (i) => (ats[i] ?? 0) >= to);
  const parts = chunks.slice(first, after).map((chunk, i) => {
    const at = ats[first + i] ?? 0;
    const start = i === 0 ? charactersBefore(chunk.text, from - at) : 0;
    return { text: chunk.text.slice(start, charactersBefore(chunk.text, to - at)), offset: chunk.offset + start };
  });
  return { text: foldSpace(parts.map((part) => part.text).join('')), offset: parts[0]?.offset ?? 0 };
}

function piecesOf(provisions: readonly ProvisionNode[], remarks: readonly BillRemark[]): Piece[] {
  const pieces: Piece[] = [];
  const add = (text: string, offset: number): void => {
    const letters = withoutSpace(text);
    if (letters !== '') pieces.push({ letters, offset, read: 0, from: 0 });
  };
  const visit = (node: ProvisionNode): void => {
    add(node.label + node.text, node.offset);
    node.children.forEach(visit);
  };
  provisions.forEach(visit);
  remarks.forEach((remark) => add(remark.heading + remark.text, remark.offset));
  return merged(pieces.sort((a, b) => a.offset - b.offset));
}

/** Pieces that begin at one place (a § and its stk. 1) follow each other as one. */
function merged(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last?.offset === piece.offset) last.letters += piece.letters;
    else result.push(piece);
  }
  return result;
}

/** Lays the pieces along the source, each at its place; one may be interrupted by another (a note in the midst of a sentence). */
class Alignment {
  readonly missing: SourceChunk[] = [];
  readonly added: SourceChunk[] = [];
  private at = 0;
  private readonly open: Piece[] = [];

  constructor(private readonly source: Compact) {}

  lay(pieces: readonly Piece[]): void {
    for (const piece of pieces) {
      const start = Math.max(this.at, letterAt(this.source, piece.offset));
      this.readTo(start);
      piece.from = this.at;
      this.open.push(piece);
    }
    this.readTo(this.source.letters.length);
    this.open.forEach((piece) => this.giveUp(piece));
  }

  /** Reads open pieces, the innermost first, until a letter of the source; what none of them holds is missing. */
  private readTo(end: number): void {
    for (let piece = this.open.at(-1); piece; piece = this.open.at(-1)) {
      this.advance(piece, end);
      const isWhole = piece.read === piece.letters.length;
      if (!isWhole && this.at === end && piece.from < end) return;
      if (!isWhole) this.giveUp(piece);
      this.open.pop();
    }
    if (this.at < end) {
      this.missing.push(spanOf(this.source, this.at, end));
      this.at = end;
    }
  }

  private advance(piece: Piece, end: number): void {
    const most = Math.min(end - this.at, piece.letters.length - piece.read);
    let same = 0;
    while (same < most && this.source.letters[this.at + same] === piece.letters[piece.read + same]) same += 1;
    this.at += same;
    piece.read += same;
  }

  private giveUp(piece: Piece): void {
    if (piece.read < piece.letters.length) this.added.push({ text: piece.letters.slice(piece.read), offset: piece.offset });
  }
}

/**
 * The account of what was kept. It reads the source's visible text anew, apart from the reader, and compares it letter for letter and in
 * order with all text of tree and remarks; only white space is left out of account. Takes time in proportion to the text.
 */
export function accountFor(
  chunks: readonly SourceChunk[],
  provisions: readonly ProvisionNode[],
  remarks: readonly BillRemark[],
): BillCoverage {
  const source = compact(chunks);
  const pieces = piecesOf(provisions, remarks);
  const alignment = new Alignment(source);
  alignment.lay(pieces);
  const { missing, added } = alignment;
  return {
    sourceCharacters: source.letters.length,
    treeCharacters: pieces.reduce((sum, piece) => sum + piece.letters.length, 0),
    equalCharacters: source.letters.length - missing.reduce((sum, span) => sum + withoutSpace(span.text).length, 0),
    missing,
    added,
    complete: missing.length === 0 && added.length === 0,
  };
}
