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
    private readonly size = 1 << 19,
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

  /** How many codes show the word; -1 when the fixed subset cannot. */
  codesOf(record: WordRecord): number {
    return this.young.numbers[record + field.codes]!;
  }

  /** Writes the word's codes to a place. */
  copy(record: WordRecord, to: Uint8Array, at: number): void {
    const { numbers, bytes } = this.young;
    const from = 4 * (record + field.letters) + 2 * evenly(numbers[record + field.length]!);
    const length = numbers[record + field.codes]!;
    for (let i = 0; i < length; i++) to[at + i] = bytes[from + i]!;
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

/** A record in numbers of 32 bits: four of them, the letters (UTF-16), the codes. */
const field = { hash: 0, length: 1, width: 2, codes: 3, letters: 4 } as const;

/** Letters fill whole numbers. */
function evenly(length: number): number {
  return length + (length & 1);
}

function roomFor(word: string, codes: Uint8Array | null): number {
  return field.letters + evenly(word.length) / 2 + Math.ceil((codes?.length ?? 0) / 4);
}

/** Records one after the other, found by the hash of their letters: each in the first free place from there on; at most half of the places are taken. */
class WordRoom {
  readonly numbers: Int32Array;
  readonly bytes: Uint8Array;
  private readonly letters: Uint16Array;
  /** Where records begin; 0 is none. As few as serve, since each look goes to another part of them. */
  private places = new Int32Array(1024);
  private mask = 1023;
  private count = 0;
  private end = 1;

  /** `size` in bytes; a record is mostly some 40. */
  constructor(size: number) {
    this.numbers = new Int32Array(Math.ceil(size / 4) + 1);
    this.bytes = new Uint8Array(this.numbers.buffer);
    this.letters = new Uint16Array(this.numbers.buffer);
  }

  /** Where the record begins, or -1. */
  find(hash: number, text: string, from: number, to: number): number {
    for (let place = hash & this.mask; ; place = (place + 1) & this.mask) {
      const record = this.places[place]!;
      if (record === 0) return -1;
      if (this.numbers[record + field.hash] === hash && this.stands(record, text, from, to)) return record;
    }
  }

  holds(room: number): boolean {
    return this.end + room <= this.numbers.length;
  }

  add(hash: number, word: string, width: number, codes: Uint8Array | null): WordRecord {
    const record = this.end;
    this.numbers[record + field.hash] = hash;
    this.numbers[record + field.length] = word.length;
    this.numbers[record + field.width] = width;
    this.numbers[record + field.codes] = codes?.length ?? -1;
    const letters = 2 * (record + field.letters);
    for (let at = 0; at < word.length; at++) this.letters[letters + at] = word.charCodeAt(at);
    if (codes) this.bytes.set(codes, 2 * (letters + evenly(word.length)));
    this.end += roomFor(word, codes);
    this.count += 1;
    if (2 * this.count > this.places.length) this.widen();
    this.place(hash, record);
    return record;
  }

  private place(hash: number, record: WordRecord): void {
    let place = hash & this.mask;
    while (this.places[place] !== 0) place = (place + 1) & this.mask;
    this.places[place] = record;
  }

  private widen(): void {
    const records = this.places.filter((record) => record !== 0);
    this.places = new Int32Array(2 * this.places.length);
    this.mask = this.places.length - 1;
    for (const record of records) this.place(this.numbers[record + field.hash]!, record);
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
