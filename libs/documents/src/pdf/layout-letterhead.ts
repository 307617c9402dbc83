import type { LetterDocument } from '@genmaele/contracts';
import { addEl, type ArtifactText, type El, type FillItem, type Page } from './draw-list.js';
import type { Faces } from './face-types.js';
import { plainText, setParagraph } from './layout-inline.js';
import { breakLines, type Line } from './layout-lines.js';
import { baseline } from './layout-rows.js';
import { sheet, styles, type TextStyle } from './style.js';

const { x, width, top } = sheet.side;

/** A pen that goes down the right-hand column of the first page. */
class SideColumn {
  private y: number = top;

  constructor(
    private readonly pages: Page[],
    private readonly faces: Faces,
  ) {}

  gap(points: number): void {
    this.y += points;
  }

  rule(): void {
    this.pages[0]!.items.push({ kind: 'fill', artifact: 'Layout', x, y: this.y, width, height: 0.6, color: 'hairline' });
  }

  /** Texts of one paragraph below each other: a field's name and its value. */
  paragraph(el: El, texts: readonly [string, TextStyle][]): void {
    const inlines = texts.map(() => ({ kind: 'plain' }) as const);
    const lines = texts.map(([text, style]) => setParagraph(el, plainText(text, style), width, style, this.faces));
    const { sink } = setParagraph(el, { stretches: [], inlines }, width, styles.side, this.faces);
    lines.forEach(({ lines: broken }, i) => {
      const style = texts[i]![1];
      broken.forEach((line, j) => {
        if (i < lines.length - 1 && j === broken.length - 1) line.pieces.at(-1)!.space = true;
        sink.place(this.pages, 0, line, x, this.y + baseline(style, this.faces));
        this.y += style.lead;
      });
    });
  }
}

/** Sets the letterhead on the first page: who sends, the letter's fields, the address. Read before everything else. */
export function setLetterhead(letter: LetterDocument, root: El, pages: Page[], faces: Faces): void {
  const { name, fields, lines } = letter.letterhead;
  const side = new SideColumn(pages, faces);
  const el = addEl(root, 'Sect');
  side.paragraph(addEl(el, 'P'), [[name, styles.sender]]);
  side.gap(18);
  for (const [label, value] of fields) {
    side.paragraph(addEl(el, 'P'), [
      [label, styles.sideLabel],
      [value, styles.side],
    ]);
    side.gap(5.5);
  }
  side.gap(4);
  side.rule();
  side.gap(9);
  for (const line of lines) side.paragraph(addEl(el, 'P'), [[line, styles.side]]);
}

/** Says on every page which one it is, and on all but the first whose letter it is: outside the reading order. */
export function setRunningHeads(letter: LetterDocument, pages: Page[], faces: Faces): void {
  pages.forEach((page, i) => {
    page.items.push(runningText(`Side ${i + 1} af ${pages.length}`, styles.side, sheet.bottom - 2, faces));
    if (i > 0) page.items.push(...continuationHead(letter, faces));
  });
}

/** Whose letter it is and which one, so that a loose page finds home: the sender, then the first three fields. */
function continuationHead({ letterhead }: LetterDocument, faces: Faces): Page['items'] {
  const name = runningText(letterhead.name, styles.runningSender, top + 14, faces);
  const rule: FillItem = { kind: 'fill', artifact: 'Pagination', x, y: top + 24, width, height: 0.6, color: 'hairline' };
  const fields = letterhead.fields.slice(0, 3).flatMap(([label, value], i) => {
    const y = top + 38 + i * 24;
    return [runningText(label, styles.sideLabel, y, faces), runningText(value, styles.side, y + 10.4, faces)];
  });
  return [name, rule, ...fields];
}

function runningText(text: string, style: TextStyle, y: number, faces: Faces): ArtifactText {
  const line = breakLines(plainText(text, style).stretches, width, faces, false)[0]!;
  return artifactText(line, x, y, 'Pagination');
}

/** A line drawn outside the reading order. */
export function artifactText(line: Line, at: number, y: number, artifact: ArtifactText['artifact']): ArtifactText {
  const pieces = line.pieces.map(({ face, size, color, words, hyphen, space, x: from, rise }) => {
    return { face, size, color, words, hyphen, space, x: at + from, y: y - rise };
  });
  return { kind: 'artifact-text', artifact, pieces };
}
