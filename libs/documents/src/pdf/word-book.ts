import type { ContentBytes } from './content-bytes.js';

/** How a word is set that is met for the first time: its width, and its codes unless the fixed subset lacks a glyph. */
export type WordSetter = (word: string) => { width: number; codes: Uint8Array | null };

/** Where a word's record begins in its book: good until the book is asked for another word. */
export type WordRecord = number;

/**
 * A face's words: those of the last letters, as many as their room holds twice. When the young room is full it becomes the old, and of the old what is
 * not asked for is forgotten. A letter asks some two thousand times, nearly always for words that are known: a word is found where it stands in its
 * text, without being cut out of it, and all that is known of it lies side by side. With a `Map` of objects half the time of layout went to waiting for memory.
 */
export class WordBook {
  private young: WordRoom;
  private old: WordRoom;

  constructor(
    private readonly set: WordSetter,
    private readonly size = 1 << 20,
  ) {
    this.young = new WordRoom(size);
    this.old = new WordRoom(0);
  }

  /** The word that stands in the text from one place to before another. */
  find(text: string, from: number, to: number): WordRecord {
    const hash = hashOf(text, from, to);
    const known = this.young.find(hash, text, from, to);
    return known >= 0 ? known : this.keep(hash, text.slice(from, to));
  }

  /** In thousandths of the type size. */
  width(record: WordRecord): number {
    return this.young.numbers[record + field.width]!;
  }

  /** Adds the word's codes; false when the fixed subset cannot show it. */
  show(record: WordRecord, to: ContentBytes): boolean {
    const { numbers, bytes } = this.young;
    const length = numbers[record + field.codes]!;
    if (length < 0) return false;
    const at = 4 * (record + field.letters) + 2 * evenly(numbers[record + field.length]!);
    to.copy(bytes, at, at + length);
    return true;
  }

  private keep(hash: number, word: string): WordRecord {
    const { width, codes } = this.old.read(this.old.find(hash, word, 0, word.length)) ?? this.set(word);
    const room = roomFor(word, codes);
    if (!this.young.holds(room)) {
      this.old = this.young;
      this.young = new WordRoom(Math.max(this.size, 4 * room));
    }
    return this.young.add(hash, word, width, codes);
  }
}

/** A record in numbers of 32 bits: three of them, the letters (UTF-16), the codes. */
const field = { length: 0, width: 1, codes: 2, letters: 3 } as const;

/** Letters fill whole numbers. */
function evenly(length: number): number {
  return length + (length & 1);
}

function roomFor(word: string, codes: Uint8Array | null): number {
  return field.letters + evenly(word.length) / 2 + Math.ceil((codes?.length ?? 0) / 4);
}

/** Records one after the other, found by the hash of their letters: each in the first free place from there on. */
class WordRoom {
  readonly numbers: Int32Array;
  readonly bytes: Uint8Array;
  private readonly letters: Uint16Array;
  /** Where records begin; 0 is none. */
  private readonly places: Int32Array;
  private readonly mask: number;
  private end = 1;
  private left: number;

  /** `size` in bytes. A record is at least 16, and mostly some 40; at most a quarter of the places are taken. */
  constructor(size: number) {
    this.numbers = new Int32Array(Math.ceil(size / 4) + 1);
    this.bytes = new Uint8Array(this.numbers.buffer);
    this.letters = new Uint16Array(this.numbers.buffer);
    const places = 2 ** Math.ceil(Math.log2(size / 8 + 2));
    this.places = new Int32Array(places);
    this.mask = places - 1;
    this.left = places / 4;
  }

  /** Where the record begins, or -1. */
  find(hash: number, text: string, from: number, to: number): number {
    for (let place = hash & this.mask; ; place = (place + 1) & this.mask) {
      const record = this.places[place]!;
      if (record === 0) return -1;
      if (this.stands(record, text, from, to)) return record;
    }
  }

  holds(room: number): boolean {
    return this.left > 0 && this.end + room <= this.numbers.length;
  }

  add(hash: number, word: string, width: number, codes: Uint8Array | null): WordRecord {
    const record = this.end;
    this.numbers[record + field.length] = word.length;
    this.numbers[record + field.width] = width;
    this.numbers[record + field.codes] = codes?.length ?? -1;
    const letters = 2 * (record + field.letters);
    for (let at = 0; at < word.length; at++) this.letters[letters + at] = word.charCodeAt(at);
    if (codes) this.bytes.set(codes, 2 * (letters + evenly(word.length)));
    this.end += roomFor(word, codes);
    this.left -= 1;
    let place = hash & this.mask;
    while (this.places[place] !== 0) place = (place + 1) & this.mask;
    this.places[place] = record;
    return record;
  }

  read(record: number): { width: number; codes: Uint8Array | null } | undefined {
    if (record < 0) return undefined;
    const length = this.numbers[record + field.codes]!;
    const at = 4 * (record + field.letters) + 2 * evenly(this.numbers[record + field.length]!);
    return { width: this.numbers[record + field.width]!, codes: length < 0 ? null : this.bytes.subarray(at, at + length) };
  }

  private stands(record: number, text: string, from: number, to: number): boolean {
    const length = to - from;
    if (this.numbers[record + field.length] !== length) return false;
    const letters = 2 * (record + field.letters);
    for (let at = 0; at < length; at++) if (this.letters[letters + at] !== text.charCodeAt(from + at)) return false;
    return true;
  }
}

/** FNV-1a over UTF-16, its upper half folded into the lower, of which the place is taken. */
function hashOf(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 15);
}
