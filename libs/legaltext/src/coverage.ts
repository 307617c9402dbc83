import { type BillCoverage, type BillRemark, type ProvisionNode } from '@genmaele/contracts';
import { countLetters, isSpace, type SourceChunk, type SourceLetters } from './source-letters.js';

/** A piece of the tree on its way through the source. */
interface Piece {
  text: string;
  offset: number;
  /** Where in its text it is read to. */
  at: number;
  /** Where in the source it began. */
  from: number;
}

/** After a difference so many letters must agree again, fewer where piece or stretch ends; none is looked for farther away than this. */
const agreement = 12;
const fewest = 4;
const farthest = 64;

/** How many differences are looked into one by one; a reading with more is wrong as a whole. */
const mostDifferences = 500;

function pieceOf(text: string, offset: number): Piece {
  return { text, offset, at: skipSpace(text, 0), from: 0 };
}

function skipSpace(text: string, at: number): number {
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

const isWhole = (piece: Piece): boolean => piece.at >= piece.text.length;

/** All pieces of the tree in the order a person reads it. */
function piecesOf(provisions: readonly ProvisionNode[]): Piece[] {
  const pieces: Piece[] = [];
  const visit = (node: ProvisionNode): void => {
    if (node.label !== '' || node.text !== '') pieces.push(pieceOf(`${node.label} ${node.text}`, node.offset));
    node.children.forEach(visit);
  };
  provisions.forEach(visit);
  return pieces;
}

/** The pieces out of their order: the fewest whose removal leaves the others in the order of the source. */
function misplaced(pieces: readonly Piece[]): Set<Piece> {
  const tails: number[] = [];
  const before = pieces.map((piece, i) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pieces[tails[middle] ?? 0]?.offset ?? 0) <= piece.offset) low = middle + 1;
      else high = middle;
    }
    tails[low] = i;
    return tails[low - 1];
  });
  const ordered = new Set<Piece>();
  for (let i = tails.at(-1); i !== undefined; i = before[i]) ordered.add(pieces[i] as Piece);
  return new Set(ordered.size === pieces.length ? [] : pieces.filter((piece) => !ordered.has(piece)));
}

/** Pieces that begin at one place (a § and its stk. 1) follow each other as one. */
function merged(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const { text, offset } of pieces) {
    const last = result.at(-1);
    if (last?.offset === offset) last.text += ` ${text}`;
    else result.push(pieceOf(text, offset));
  }
  return result;
}

/** Lays the pieces along the source, each at its place; one may be interrupted by another (a note in the midst of a sentence). */
class Alignment {
  readonly missing: SourceChunk[] = [];
  readonly added: SourceChunk[] = [];
  /** Letters of the source that stand in no piece. */
  lost = 0;
  private at = 0;
  private differences = 0;
  private readonly open: Piece[] = [];

  constructor(private readonly source: SourceLetters) {}

  lay(pieces: readonly Piece[]): void {
    for (const piece of pieces) {
      this.readTo(Math.max(this.at, this.source.letterAt(piece.offset)));
      piece.from = this.at;
      this.open.push(piece);
    }
    this.readTo(this.source.codes.length);
    this.open.forEach((piece) => this.add(piece, piece.text.length));
  }

  /** Reads open pieces, the innermost first, until a letter of the source; what none of them holds is missing. */
  private readTo(end: number): void {
    for (let piece = this.open.at(-1); piece; piece = this.open.at(-1)) {
      this.advance(piece, end);
      while (!isWhole(piece) && this.at < end && this.resume(piece, end)) this.advance(piece, end);
      if (!isWhole(piece) && this.at === end && piece.from < end) return;
      this.add(piece, piece.text.length);
      this.open.pop();
    }
    this.lose(end);
  }

  private advance(piece: Piece, end: number): void {
    const { codes } = this.source;
    const { text } = piece;
    let { at } = piece;
    while (this.at < end && at < text.length && text.charCodeAt(at) === codes[this.at]) {
      this.at += 1;
      at += 1;
      while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
    }
    piece.at = at;
  }

  /** After a difference: skips the fewest letters of source and piece together after which both agree again. */
  private resume(piece: Piece, end: number): boolean {
    this.differences += 1;
    if (this.differences > mostDifferences) return false;
    const places = this.placesIn(piece);
    for (let skipped = 1; skipped <= farthest; skipped += 1)
      for (let inPiece = 0; inPiece <= Math.min(skipped, places.length - 1); inPiece += 1) {
        const to = this.at + skipped - inPiece;
        if (to > end || !this.agrees(piece.text, places[inPiece] ?? piece.text.length, to, end)) continue;
        this.lose(to);
        this.add(piece, places[inPiece] ?? piece.text.length);
        return true;
      }
    return false;
  }

  /** Where the next letters of a piece stand; the end of its text is the last place. */
  private placesIn({ text, at }: Piece): number[] {
    const places = [at];
    for (let place = at; place < text.length && places.length <= farthest;) {
      place = skipSpace(text, place + 1);
      places.push(place);
    }
    return places;
  }

  private agrees(text: string, place: number, from: number, end: number): boolean {
    let same = 0;
    for (let at = place; same < agreement; same += 1) {
      const isPieceRead = at >= text.length;
      const isSourceRead = from + same >= end;
      if (isPieceRead || isSourceRead) return (isPieceRead && isSourceRead) || same >= fewest;
      if (text.charCodeAt(at) !== this.source.codes[from + same]) return false;
      at = skipSpace(text, at + 1);
    }
    return true;
  }

  private lose(to: number): void {
    if (to <= this.at) return;
    this.missing.push(this.source.span(this.at, to));
    this.lost += to - this.at;
    this.at = to;
  }

  private add(piece: Piece, to: number): void {
    const text = piece.text.slice(piece.at, to).trim();
    if (text !== '') this.added.push({ text, offset: piece.offset });
    piece.at = to;
  }
}

/**
 * The account of what was kept: the source's visible text, read apart from the tree, against all text of tree and remarks, letter for letter;
 * only white space is left out of account. The tree is read from top to bottom, so a node that has changed places is both added and missing.
 * Takes time in proportion to the text.
 */
export function accountFor(source: SourceLetters, provisions: readonly ProvisionNode[], remarks: readonly BillRemark[]): BillCoverage {
  const ofLaw = piecesOf(provisions);
  const ofRemarks = remarks.map(({ heading, text, offset }) => pieceOf(`${heading}\n${text}`, offset));
  const strayed = new Set([...misplaced(ofLaw), ...misplaced(ofRemarks)]);
  const all = [...ofLaw, ...ofRemarks];
  const inPlace = all.filter((piece) => !strayed.has(piece)).sort((a, b) => a.offset - b.offset);
  const treeCharacters = all.reduce((sum, { text }) => sum + countLetters(text), 0);
  const alignment = new Alignment(source);
  alignment.lay(merged(inPlace));
  const { missing, lost } = alignment;
  const added = [...alignment.added, ...[...strayed].map(({ text, offset }) => ({ text: text.trim(), offset }))];
  return {
    sourceCharacters: source.codes.length,
    treeCharacters,
    equalCharacters: source.codes.length - lost,
    missing,
    added,
    complete: missing.length === 0 && added.length === 0,
  };
}
