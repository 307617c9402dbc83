import type { LetterBlock, LetterBlockOf } from '@genmaele/contracts';
import { addEl, type El } from './draw-list.js';
import type { Flow, Frame } from './layout-rows.js';
import { setSignatures } from './layout-signatures.js';
import { setTable } from './layout-table.js';
import { room, sheet, styles } from './style.js';

const { left, column } = sheet;
const hang = 26;

/** Sets the blocks of a letter one below the other. Points that follow each other are one list, signatures that do one row. */
export function setBlocks(flow: Flow, blocks: readonly LetterBlock[]): void {
  let points: El | undefined;
  blocks.forEach((block, i) => {
    if (block.kind === 'point') {
      points ??= addEl(flow.root, 'L', { list: 'Decimal' });
      setPoint(flow, points, block);
      return;
    }
    points = undefined;
    if (block.kind === 'paragraph' && blocks[i + 1]?.kind === 'signature') prepareGreeting(flow);
    if (introduces(blocks[i - 1], block)) flow.keepLast();
    if (block.kind !== 'signature') setBlock(flow, block);
    else if (blocks[i - 1]?.kind !== 'signature') setSignatures(flow, signaturesFrom(blocks, i));
  });
}

/** A paragraph that ends with a colon stands on the page of what it introduces. */
function introduces(before: LetterBlock | undefined, block: LetterBlock): boolean {
  return before?.kind === 'paragraph' && block.kind !== 'signature' && /:\s*$/.test(before.runs.at(-1)!.text);
}

/** The greeting stands apart from the text, but on one page with its last lines. */
function prepareGreeting(flow: Flow): void {
  flow.keepLast();
  flow.roomAfter = Math.max(flow.roomAfter, room.greeting);
}

function signaturesFrom(blocks: readonly LetterBlock[], from: number): LetterBlockOf<'signature'>[] {
  const rest = blocks.slice(from);
  const end = rest.findIndex((block) => block.kind !== 'signature');
  return rest.slice(0, end < 0 ? undefined : end).filter((block) => block.kind === 'signature');
}

function setBlock(flow: Flow, block: Exclude<LetterBlock, { kind: 'point' | 'signature' }>): void {
  switch (block.kind) {
    case 'heading':
      return setHeading(flow, block);
    case 'paragraph':
      return setParagraphBlock(flow, block);
    case 'list':
      return setList(flow, flow.root, block);
    case 'quote':
      return setQuote(flow, block);
    case 'table':
      return setTable(flow, block);
    case 'reservation':
      return setReservation(flow, block);
    case 'enclosures':
      return setEnclosures(flow, block);
    case 'annex':
      return setAnnex(flow, block);
  }
}

/** The letter's first heading is its title; a block's level 1 is therefore the second rank. */
function setHeading(flow: Flow, block: LetterBlockOf<'heading'>): void {
  const upper = block.level < 3;
  const rows = flow.text(block.text, {
    el: addEl(flow.root, upper ? 'H2' : 'H3'),
    style: upper ? styles.h2 : styles.h3,
    x: left,
    width: column,
    before: upper ? room.heading2 : room.heading3,
    keepWithNext: true,
  });
  rows[0]!.outline = { level: upper ? 2 : 3, text: block.text };
}

function setParagraphBlock(flow: Flow, block: LetterBlockOf<'paragraph'>): void {
  flow.runs(block.runs, { el: addEl(flow.root, 'P'), style: styles.body, x: left, width: column, before: room.paragraph });
  flow.notes.close(flow.root);
}

function setList(flow: Flow, parent: El, block: LetterBlockOf<'list'>): void {
  const list = addEl(parent, 'L', { list: block.ordered ? 'Decimal' : 'Disc' });
  flow.keepLast();
  block.items.forEach((item, i) => {
    const entry = addEl(list, 'LI');
    const label = addEl(entry, 'Lbl');
    const body = addEl(entry, 'LBody');
    const setting = { style: styles.body, x: left + 18, width: column - 18, before: i === 0 ? room.list : room.listItem };
    const [first] = flow.runs(item, { ...setting, el: addEl(body, 'P') });
    flow.beside(first!, block.ordered ? `${i + 1}.` : '•', { el: label, style: styles.body, x: left + 2, width: 18 });
    flow.notes.close(body);
  });
}

function setQuote(flow: Flow, block: LetterBlockOf<'quote'>): void {
  const el = addEl(flow.root, 'BlockQuote');
  const frame: Frame = { x: left + 2, width: column - 2, pad: 1, bar: 'hairline' };
  const setting = { style: { ...styles.body, plain: 'stress' as const }, x: left + 16, width: column - 26, frame };
  block.paragraphs.forEach((text, i) => flow.text(text, { ...setting, el: addEl(el, 'P'), before: i === 0 ? room.quote : 4 }));
  if (block.source !== undefined) {
    flow.keepLast();
    flow.text(block.source, { ...setting, style: styles.small, el: addEl(el, 'P'), before: 3 });
  }
  flow.roomAfter = room.afterFrame;
}

function setPoint(flow: Flow, list: El, block: LetterBlockOf<'point'>): void {
  const entry = addEl(list, 'LI');
  const label = addEl(entry, 'Lbl');
  const body = addEl(entry, 'LBody');
  const at = { x: left + hang, width: column - hang };
  const [first] = flow.text(block.stance, { ...at, el: addEl(body, 'P'), style: styles.label, before: room.point, keepWithNext: true });
  flow.beside(first!, `${block.number}.`, { el: label, style: styles.label, x: left, width: hang });
  if (block.provisions.length > 0) {
    const provisions = { ...at, el: addEl(body, 'P'), style: styles.small, before: 0, keepWithNext: true };
    flow.text(block.provisions.join(' · '), provisions);
  }
  block.paragraphs.forEach((runs, i) => {
    flow.runs(runs, { ...at, el: addEl(body, 'P'), style: styles.body, before: i === 0 ? 2 : 4.5 });
  });
  flow.notes.close(body);
}

function setReservation(flow: Flow, block: LetterBlockOf<'reservation'>): void {
  const el = addEl(flow.root, 'Sect');
  const frame: Frame = { x: left, width: column, pad: 9, tint: 'tint', bar: 'accent' };
  const at = { x: left + 14, width: column - 28, frame };
  flow.text(block.title, { ...at, el: addEl(el, 'P'), style: styles.label, before: room.reservation + frame.pad, keepWithNext: true });
  block.paragraphs.forEach((runs, i) => flow.runs(runs, { ...at, el: addEl(el, 'P'), style: styles.body, before: i === 0 ? 1.5 : 4 }));
  flow.notes.close(el);
  flow.rows.push({ height: frame.pad, before: 0, keep: false, parts: [], fills: [] });
  flow.rows.at(-2)!.keep = true;
  flow.roomAfter = room.paragraph + 2;
}

/** An enclosed part: a section of its own in the structure, beginning a page with a title as the letter's own. */
function setAnnex(flow: Flow, block: LetterBlockOf<'annex'>): void {
  flow.rows.at(-1)!.keep = false;
  flow.root = addEl(flow.document, 'Sect');
  const at = { x: left, width: column, keepWithNext: true };
  const [first] = flow.text(block.label, { ...at, el: addEl(flow.root, 'P'), style: styles.label, before: 0 });
  first!.opensPage = true;
  const title = flow.text(block.title, { ...at, el: addEl(flow.root, 'H1'), style: styles.title, before: 4 });
  title[0]!.outline = { level: 1, text: `${block.label}: ${block.title}` };
  flow.roomAfter = room.paragraph + 5;
}

/** A short list of enclosures stays with what is above it, so that no page holds it alone. */
function setEnclosures(flow: Flow, block: LetterBlockOf<'enclosures'>): void {
  const keepWithNext = block.items.length <= 8;
  if (keepWithNext) flow.keepLast();
  flow.text(block.title, {
    el: addEl(flow.root, 'P'),
    style: styles.caption,
    x: left,
    width: column,
    before: room.enclosures,
    keepWithNext: true,
  });
  const list = addEl(flow.root, 'L', { list: 'Decimal' });
  block.items.forEach((item, i) => {
    const entry = addEl(list, 'LI');
    const label = addEl(entry, 'Lbl');
    const at = { x: left + 16, width: column - 16, style: styles.cell };
    const [first] = flow.text(item, { ...at, el: addEl(addEl(entry, 'LBody'), 'P'), before: 2, keepWithNext });
    flow.beside(first!, `${i + 1}.`, { el: label, style: styles.cell, x: left, width: 16 });
  });
  flow.rows.at(-1)!.keep = false;
}
