import type { LetterDocument } from '@genmaele/contracts';
import { addEl, type DrawList, newEl, type Page } from './draw-list.js';
import type { Faces } from './face-types.js';
import { setBlocks } from './layout-blocks.js';
import { setLetterhead, setRunningHeads } from './layout-letterhead.js';
import { Flow } from './layout-rows.js';
import { Paginator } from './paginate.js';
import { sheet, styles } from './style.js';

/** Where the recipient's first line stands, so that a window envelope shows it. */
const recipientTop = 128;

/** Lays out a letter: every text broken into lines and given its page, in reading order. Pure: the same letter gives the same draw list. */
export function layoutLetter(letter: LetterDocument, faces: Faces): DrawList {
  const root = newEl('Document');
  const pages: Page[] = [{ items: [] }];
  setLetterhead(letter, root, pages, faces);
  const flow = new Flow(root, faces);
  setOpening(flow, letter);
  setBlocks(flow, letter.blocks);
  const paginator = new Paginator(flow, pages, recipientTop);
  paginator.run();
  setRunningHeads(letter, pages, faces);
  return { width: sheet.width, height: sheet.height, pages, root, outline: paginator.outline };
}

/** Recipient and title. */
function setOpening(flow: Flow, letter: LetterDocument): void {
  const at = { x: sheet.left, width: sheet.column };
  letter.recipient.forEach((line) => {
    flow.text(line, { ...at, el: addEl(flow.root, 'P'), style: styles.recipient, before: 0, keepWithNext: true });
  });
  const title = flow.text(letter.title, { ...at, el: addEl(flow.root, 'H1'), style: styles.title, before: 46, keepWithNext: true });
  title[0]!.outline = { level: 1, text: letter.title };
  const last = flow.rows.at(-1)!;
  last.height += 5;
  // The opening stays on the first page even where the first paragraph cannot.
  last.keep = false;
}
