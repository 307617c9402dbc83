import type { LetterBlock, LetterDocument, LetterRun } from '@genmaele/contracts';

/** What varies between the letters that are measured. */
export interface LetterRecipe {
  /** The same seed gives the same letter, another gives other words, figures and order. */
  readonly seed: number;
  /** Sections of text; 6 make four pages. */
  readonly sections?: number;
  /** Words that no other letter has: what the memory of words cannot help with. */
  readonly strange?: boolean;
}

const small =
  'og i at det er en til af som på de for ikke med den har et om der men kan skal vil også når ved efter fra eller så hvor under over mellem samt uden derfor således'.split(
    ' ',
  );
const common =
  'kommunerne lovforslaget bemærker foreslår udkastet hjemmel ordningen borgere vurderer fristen opgaver ansvar reglerne udgifter behov aftale omfattet klart muligt tydeligt gældende nye lokale samlede konkrete nødvendige økonomiske'.split(
    ' ',
  );
const firsts =
  'bolig kommunal sags behandlings forvaltnings hørings udlejnings forebyggelses anvisnings lovgivnings beboer økonomi anlægs drifts sundheds social ungdoms familie miljø plan skole ældre energi klima trafik beskæftigelses'.split(
    ' ',
  );
const lasts =
  'myndighed afdeling ordning aftale udgift område frist plan ramme lov hjemmel opgave indsats nævn udvalg tilsyn gebyr regel bidrag grundlag forløb krav puljen strukturen behandling redskaber'.split(
    ' ',
  );

/** Numbers from a seed (mulberry32): evenly spread, the same on every machine. */
function numbersFrom(seed: number): () => number {
  let state = (seed * 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

class LetterWriter {
  private readonly next: () => number;
  private readonly strange: boolean;

  constructor({ seed, strange = false }: LetterRecipe) {
    this.next = numbersFrom(seed);
    this.strange = strange;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  private pick(from: readonly string[]): string {
    return from[this.below(from.length)]!;
  }

  word(): string {
    if (this.strange) return Array.from({ length: 3 + this.below(9) }, () => 'eeennrstadilgkmovbfpuøåæyhj'[this.below(27)]).join('');
    const kind = this.next();
    if (kind < 0.66) return this.pick(small);
    return kind < 0.88 ? this.pick(common) : this.pick(firsts) + this.pick(lasts);
  }

  words(count: number): string {
    return Array.from({ length: count }, () => this.word()).join(' ');
  }

  /** Sentences of so many words in all, some with a reference to the bill. */
  sentences(count: number): string {
    const made: string[] = [];
    for (let left = count; left > 0;) {
      const length = Math.min(left, 9 + this.below(12));
      const text = this.words(length);
      const reference = this.next() < 0.25 ? `, jf. lovforslagets § ${1 + this.below(9)}, nr. ${1 + this.below(40)}` : '';
      made.push(`${text[0]!.toUpperCase()}${text.slice(1)}${reference}.`);
      left -= length;
    }
    return made.join(' ');
  }

  paragraph(words: number, footnote?: string): LetterBlock {
    const runs: LetterRun[] = footnote ? [{ text: this.sentences(words), footnote }] : [{ text: this.sentences(words) }];
    return { kind: 'paragraph', runs: [...runs, { text: ` ${this.words(3)}`, bold: true }, { text: ` ${this.words(5)}.` }] };
  }

  list(ordered: boolean): LetterBlock {
    return { kind: 'list', ordered, items: Array.from({ length: 5 }, () => [{ text: this.sentences(10) }]) };
  }

  table(): LetterBlock {
    const amount = (): string => `${this.below(900)},${this.below(10)}`;
    return {
      kind: 'table',
      caption: `Tabel 1. ${this.sentences(5)}`,
      rowHeaders: true,
      columns: [
        { header: 'Område', align: 'left', share: 2 },
        ...['2027', '2028', '2029'].map((header) => ({ header, align: 'right' as const, share: 1 })),
      ],
      rows: Array.from({ length: 8 }, () => [this.words(2), amount(), amount(), amount()]),
    };
  }

  section(index: number): LetterBlock[] {
    const note = index < 3 ? this.sentences(12) : undefined;
    const extra = [this.list(false), this.table(), this.list(true)][index];
    const heading: LetterBlock = { kind: 'heading', level: 2, text: this.words(4) };
    return [heading, this.paragraph(40, note), this.paragraph(52), ...(extra ? [extra] : []), this.paragraph(33)];
  }
}

const signatures: LetterBlock[] = [
  { kind: 'signature', field: 'Udvalgsformand', name: 'Åse Østergård', function: 'Udvalgsformand' },
  { kind: 'signature', field: 'Formand', name: 'Karl Sørensen', function: 'Formand' },
];

/**
 * The letter that everything is measured on: with six sections four pages of some 1,300 words, a table, two lists, three footnotes, an
 * attachment of data and two places to sign. Invented throughout.
 */
export function measuredLetter(recipe: LetterRecipe): LetterDocument {
  const writer = new LetterWriter(recipe);
  const title = `Høringssvar ${recipe.seed}: ${writer.words(6)}`;
  const sections = Array.from({ length: recipe.sections ?? 6 }, (_, i) => writer.section(i)).flat();
  const points = Array.from({ length: 40 }, (_, i) => ({ number: i + 1, stance: 'foreslår', text: writer.sentences(8) }));
  return {
    template: 'reference',
    language: 'da-DK',
    title,
    author: 'Foreningen',
    createdAt: '2026-08-18T10:12:00+02:00',
    letterhead: {
      name: 'KL',
      lines: ['Vejen 10', '2300 København S'],
      fields: [
        ['Dato', '18-08-2026'],
        ['Sags ID', `SAG-2026-${String(recipe.seed).padStart(5, '0')}`],
        ['E-mail', 'brev@eksempel.dk'],
      ],
    },
    recipient: ['Ministeriet', 'Gaden 2', '1470 København K'],
    blocks: [...sections, { kind: 'paragraph', runs: [{ text: 'Med venlig hilsen' }] }, ...signatures],
    attachments: [
      {
        name: 'response.json',
        mediaType: 'application/json',
        relationship: 'Data',
        description: 'Svaret som data',
        bytes: Buffer.from(JSON.stringify({ seed: recipe.seed, points })),
      },
    ],
  };
}
