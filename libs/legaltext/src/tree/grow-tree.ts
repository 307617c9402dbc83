import { type ProvisionKind } from '@genmaele/contracts';
import { type Line, type LineRole } from '../line.js';
import { type DraftNode, draftOf, isBare } from './draft-node.js';
import { emptyNode, Growth, rank } from './growth.js';
import { markQuotes } from './quotes.js';

/** A tree without addresses, and what was doubtful in growing it. */
export interface GrownTree {
  roots: DraftNode[];
  doubts: string[];
}

/** What a line becomes when it has no place among the provisions. */
const leafKinds: Partial<Record<LineRole, ProvisionKind>> = {
  'document-head': 'document-head',
  title: 'title',
  subtitle: 'subtitle',
  preamble: 'preamble',
  'part-heading': 'heading',
  'chapter-heading': 'heading',
  'annex-heading': 'heading',
  heading: 'heading',
  footnote: 'footnote',
  signature: 'signature',
  other: 'other',
};

const leafOf = (line: Line): DraftNode => draftOf(leafKinds[line.role] ?? 'text', line);

/** Roles that end whatever stands open. */
const closing = new Set<LineRole>(['footnote', 'signature', 'other']);

const isNumber = (line: Line): boolean => /^\W*\d/.test(line.label);

class TreeGrower {
  readonly growth = new Growth();
  private inAnnex = false;

  add(line: Line, quoted: boolean): void {
    const isNew = this.enterNewText(line, quoted);
    if (closing.has(line.role) && !isNew) this.closeWith(line);
    else if (line.role === 'annex' && !isNew) this.openAnnex(line);
    else if (line.cell && line.role === 'cell') this.growth.cell(line.cell, leafOf(line));
    else if (this.inAnnex) this.addToAnnex(line);
    else this.addToLaw(line, isNew);
  }

  /**
   * New text hangs below a node of its own under the change point. A labelled provision under a change point is new text even without
   * guillemets: some formats leave them out.
   */
  private enterNewText(line: Line, quoted: boolean): boolean {
    const owner = this.growth.at(rank.point) ?? this.growth.at(rank.section);
    const isInPoint = this.growth.at(rank.point) !== undefined;
    if (owner === undefined || (!isInPoint && (owner.kind !== 'amending-section' || isBare(owner)))) return false;
    const isProvision = ['section', 'stk', 'item', 'part', 'chapter', 'heading', 'part-heading', 'chapter-heading'].includes(line.role);
    if (!quoted && !(isInPoint && isProvision)) return false;
    if (!this.growth.at(rank.wrapper)) this.growth.place(emptyNode('quoted-text', line.offset), rank.wrapper);
    return true;
  }

  private closeWith(line: Line): void {
    this.growth.closeBelow(0);
    this.inAnnex = false;
    this.growth.leaf(leafOf(line));
  }

  private openAnnex(line: Line): void {
    const label = line.label === '' ? line.text : line.label;
    this.growth.place({ ...draftOf('annex', line), label, text: line.label === '' ? '' : line.text }, rank.part);
    this.inAnnex = true;
  }

  private addToAnnex(line: Line): void {
    const annex = this.growth.top;
    if (annex && line.role === 'annex-heading' && isBare(annex)) annex.text = line.text;
    else this.growth.leaf(leafOf(line));
  }

  private addToLaw(line: Line, isNew: boolean): void {
    switch (line.role) {
      case 'part':
        return this.growth.place(draftOf('part', line), isNew ? rank.newPart : rank.part);
      case 'chapter':
        return this.growth.place(draftOf('chapter', line), isNew ? rank.newChapter : rank.chapter);
      case 'part-heading':
      case 'chapter-heading':
      case 'heading':
        return this.addHeading(line, isNew);
      case 'centred-section':
        return this.growth.place(draftOf(isNew ? 'section' : 'amending-section', line), isNew ? rank.newSection : rank.section);
      case 'section':
        return this.growth.place(draftOf('section', line), isNew ? rank.newSection : rank.section);
      case 'stk':
      case 'item':
      case 'point':
        return this.addNumbered(line, isNew);
      case 'renumbering':
        if (!isNew) this.growth.closeBelow(rank.point);
        return this.growth.leaf(draftOf('renumbering', line));
      case 'act-commencement':
        return this.growth.place(draftOf('act-commencement', line), rank.part);
      default:
        return this.addText(line, isNew);
    }
  }

  /** The words of a chapter's or part's heading belong to the node its number opened; any other heading stands before what it heads. */
  private addHeading(line: Line, isNew: boolean): void {
    const top = this.growth.top;
    if (top && isBare(top) && ['part', 'chapter'].includes(top.kind) && line.role !== 'heading') {
      top.text = line.text;
      return;
    }
    this.growth.closeBelow(isNew ? rank.newChapter : rank.chapter);
    this.growth.leaf(draftOf('heading', line));
  }

  private addNumbered(line: Line, isNew: boolean): void {
    const isInLaw = isNew || this.growth.at(rank.section) !== undefined;
    if (!isInLaw) return this.growth.leaf(leafOf(line));
    if (line.role === 'stk') return this.growth.place(draftOf('stk', line), rank.stk);
    if (line.role === 'point' && !isNew) return this.addPoint(line);
    const level = line.level > 0 ? line.level : !isNumber(line) && this.growth.at(rank.item)?.kind === 'nr' ? 2 : 1;
    this.growth.place(draftOf(isNumber(line) ? 'nr' : 'litra', line), rank.item + level - 1);
  }

  private addPoint(line: Line): void {
    const isAmending = this.growth.at(rank.section)?.kind === 'amending-section';
    if (isAmending) this.growth.place(draftOf('change-point', line), rank.point);
    else this.growth.leaf(leafOf(line));
  }

  /** A paragraph without number belongs to the stk., § or point it stands in, never to a list item before it. */
  private addText(line: Line, isNew: boolean): void {
    this.growth.closeBelow(isNew || !this.growth.at(rank.wrapper) ? rank.stk : rank.point);
    const top = this.growth.top;
    const takesText = top && line.label === '' && isBare(top) && !['part', 'chapter'].includes(top.kind);
    if (!takesText) return this.growth.leaf(leafOf(line));
    top.text = line.text;
    top.children = top.children.concat(line.notes.map((note) => draftOf('footnote', note)));
  }
}

/** Grows the tree of provisions from the lines before, between and after the remarks. */
export function growTree(lines: readonly Line[]): GrownTree {
  const { quoted, doubts } = markQuotes(lines);
  const grower = new TreeGrower();
  lines.forEach((line, i) => grower.add(line, quoted[i] ?? false));
  return { roots: grower.growth.roots, doubts };
}
