import { splitDesignation } from '../designation.js';
import { type Line, type LineRole } from '../line.js';
import { roleByWords } from '../role-by-words.js';
import { type TextBlock } from './text-block.js';

const longestHeading = 200;
const tocLeader = /\.{4,}|…{2,}|\.( \.){3,}/;
const numberedHeading = /^\d+(?:\.\d+)*\.?\s+\p{Lu}/u;
const titleOpening = /^(?:(?:Udkast til |Forslag til )*(?:Lov|Bekendtgørelse|Anordning)|(?:Udkast til )?Forslag til lov) (?:om|af)\b/i;
const prefixes = /^(?:udkast|forslag|udkast til|forslag til|til|udkast til forslag til)$/i;
const headOpening =
  /^(?:Fremsat |Lovforslag nr\. |Folketinget |Den fulde tekst$|Udskriftsdato|Ministerium: |Journalnummer: |Senere ændringer|(?:LSF|LOV|BEK|LBK) nr )/;

/** A heading as new text: "»Anvisning og udlejning«". */
const quotedHeading = /^»\p{Lu}[^»«.:;]{1,150}«$/u;
const signed = /^(?:Givet (?:på|den) |\p{Lu}[\p{L}, -]{0,100}ministeriet[\p{L}, -]{0,100}, den \d)/u;

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\d]/gu, '');

/** Where a walk through the blocks has come to. */
type Part = 'front' | 'law' | 'remarks' | 'annex';

/** Tells what each block is from its words first, its looks second, and where in the bill it stands. */
class LooksReader {
  private part: Part = 'front';
  private title: 'before' | 'in' | 'after' = 'before';
  private lastText = '';
  private titleWords = '';
  private readonly annexes = new Set<string>();
  private last: LineRole | undefined;

  line(block: TextBlock): Line {
    const [role, label, text] = this.roleOf(block);
    this.last = role;
    this.lastText = text;
    return {
      role,
      label,
      text,
      offset: block.offset,
      level: 0,
      quoted: false,
      noteMarks: block.noteMarks?.length ? block.noteMarks : role === 'title' ? (text.match(/(?<=\p{L})\d+\)$/u) ?? []) : [],
      notes: [],
      ...(block.cell ? { cell: block.cell } : {}),
    };
  }

  private roleOf(block: TextBlock): [role: LineRole, label: string, text: string] {
    const { text } = block;
    if (block.aside === 'furniture') return ['other', '', text];
    if (block.aside === 'footnote') return this.parted('footnote', splitDesignation(text, 'footnote'));
    const [role, designation] = roleByWords(text);
    if (block.cell) return ['cell', '', text];
    if (role === 'annex') return this.annex(text);
    if (this.part === 'annex') return [this.last === 'annex' && text.length <= longestHeading ? 'annex-heading' : 'text', '', text];
    if (role === 'remarks') this.part = 'remarks';
    if (this.part === 'remarks') return [this.inRemarks(block, role), '', text];
    if (designation) {
      if (role !== 'point') this.part = 'law';
      return this.parted(role, splitDesignation(text, designation));
    }
    if (this.part !== 'front' && role === 'text' && this.isSignature(text)) return ['signature', '', text];
    if (this.part === 'front' && role === 'text') return [this.inFront(text), '', text];
    return [role === 'text' ? this.inLaw(block) : role, '', text];
  }

  /** An annex of the bill; the laws printed in it have annexes of the same numbers. */
  private annex(text: string): [LineRole, string, string] {
    this.part = 'annex';
    const isNew = !this.annexes.has(text);
    this.annexes.add(text);
    return [isNew ? 'annex' : 'text', '', text];
  }

  private parted(role: LineRole, { label, text }: { label: string; text: string }): [LineRole, string, string] {
    return [role, label, text];
  }

  /** Headings of the remarks: the numbered ones, and short bold or italic lines that are no sentence. */
  private inRemarks(block: TextBlock, byWords: LineRole): LineRole {
    if (byWords === 'remarks' || byWords === 'remark-heading') return byWords;
    const { text } = block;
    if (text.length > longestHeading || tocLeader.test(text)) return 'text';
    const isSentence = /[.:;,]$/.test(text) && !/\bm\.?v\.$/.test(text);
    if (numberedHeading.test(text) && !isSentence) return 'remark-heading';
    return block.bold && !isSentence ? 'remark-heading' : 'text';
  }

  /** Place and date, and the names below them. */
  private isSignature(text: string): boolean {
    return signed.test(text) || (this.last === 'signature' && text.length < 80);
  }

  private inFront(text: string): LineRole {
    if (this.title === 'before' && titleOpening.test(text)) {
      this.title = 'in';
      this.titleWords = lettersOf(text);
      return 'title';
    }
    if (this.titleWords !== '' && lettersOf(text) === this.titleWords) return 'title';
    if (this.title === 'in') {
      this.title = 'after';
      if (text.startsWith('(')) return 'subtitle';
    }
    if (headOpening.test(text)) return 'document-head';
    return prefixes.test(text) || this.title === 'after' ? 'preamble' : 'document-head';
  }

  /** A short line by itself after "Kapitel 1" is that chapter's name; a short italic, bold or centred one is a heading. */
  private inLaw(block: TextBlock): LineRole {
    if (/\boverskrift/i.test(this.lastText) && quotedHeading.test(block.text)) return 'heading';
    const isShort = block.text.length <= longestHeading && !/[.:;,«]$/.test(block.text);
    if (!isShort) return 'text';
    if (this.last === 'chapter' || this.last === 'part') return `${this.last}-heading`;
    return block.centred || block.italic || block.bold ? 'heading' : 'text';
  }
}

/** A table of contents names headings that come again: only the last of each is the heading itself. */
function withoutContents(lines: readonly Line[]): Line[] {
  const isNumbered = (line: Line): boolean => line.role === 'remark-heading' && numberedHeading.test(line.text);
  const lastOf = new Map(lines.filter(isNumbered).map((line) => [lettersOf(line.text), line] as const));
  return lines.map((line) => (isNumbered(line) && lastOf.get(lettersOf(line.text)) !== line ? { ...line, role: 'text' } : line));
}

/** The blocks as lines, in their order; what stands aside (furniture, notes at the foot) comes last, so that it ends nothing. */
export function linesByLooks(blocks: readonly TextBlock[]): Line[] {
  const reader = new LooksReader();
  const flow = blocks.filter(({ aside }) => aside === undefined).map((block) => reader.line(block));
  const notes = blocks.filter(({ aside }) => aside === 'footnote').map((block) => reader.line(block));
  const furniture = blocks.filter(({ aside }) => aside === 'furniture').map((block) => reader.line(block));
  return [...withoutContents(flow), ...notes, ...furniture];
}
