import type { Sign } from './face-types.js';
import type { WordBook, WordRecord } from './word-book.js';

/** Bytes within a longer array. */
export interface Bytes {
  of: Uint8Array;
  from: number;
  to: number;
}

const room = 65_536;

/**
 * The codes of words as they are set, one piece after the other in one array until it is full: a letter has hundreds of pieces, and an array for each
 * takes as long to make as its words to find. What has been taken is never written over.
 */
export class Ink {
  private bytes = new Uint8Array(room);
  private from = 0;
  private to = 0;

  /** Forgets a piece that was begun. */
  clear(): void {
    this.to = this.from;
  }

  /** How many codes the piece has. */
  get length(): number {
    return this.to - this.from;
  }

  add({ codes }: Sign): void {
    this.makeRoom(codes.length);
    for (let i = 0; i < codes.length; i++) this.bytes[this.to++] = codes[i]!;
  }

  /** Adds a word; false when its face's fixed subset cannot show it. */
  addWord(words: WordBook, record: WordRecord): boolean {
    const length = words.codesOf(record);
    if (length < 0) return false;
    this.makeRoom(length);
    words.copy(record, this.bytes, this.to);
    this.to += length;
    return true;
  }

  /** Ends the piece. */
  take(): Bytes {
    const taken = { of: this.bytes, from: this.from, to: this.to };
    this.from = this.to;
    return taken;
  }

  private makeRoom(more: number): void {
    if (this.to + more <= this.bytes.length) return;
    const begun = this.bytes.subarray(this.from, this.to);
    this.bytes = new Uint8Array(Math.max(room, 2 * (begun.length + more)));
    this.bytes.set(begun);
    this.from = 0;
    this.to = begun.length;
  }
}
