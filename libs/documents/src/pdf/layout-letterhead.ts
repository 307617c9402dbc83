import type { LetterDocument, LetterLogo } from '@genmaele/contracts';
import { addEl, type ArtifactText, type El, type FigureItem, type Page, unmarked } from './draw-list.js';
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

  /** The sender's mark in place of its name: a figure with words of its own, or ornament. */
  logo(parent: El, logo: LetterLogo): void {
    const height = logoHeight(logo);
    const place = { x, y: this.y, width: logo.width, height };
    const el = logo.alt === '' ? undefined : addEl(parent, 'Figure', { figure: { alt: logo.alt, ...place } });
    const item: FigureItem = { kind: 'figure', mcid: unmarked, el, page: 0, ...place, logo };
    el?.kids.push(item);
    this.pages[0]!.items.push(item);
    this.y += height;
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

/** The style, smaller where a word of the name would else be wider than the column: a name is not parted. */
function fitted(style: TextStyle, name: string, faces: Faces): TextStyle {
  const widest = Math.max(...name.split(/\s+/).map((word) => (faces[style.plain].width(word) * style.size) / 1000));
  const scale = Math.min(1, width / widest);
  return { ...style, size: style.size * scale, lead: style.lead * scale };
}

function logoHeight(logo: LetterLogo): number {
  const [wide, high] = logo.kind === 'drawing' ? [logo.viewBox[2], logo.viewBox[3]] : [logo.pixelWidth, logo.pixelHeight];
  return (logo.width * high) / wide;
}

/** Sets the letterhead on the first page: who sends, the letter's fields, the address. Read before everything else. */
export function setLetterhead(letter: LetterDocument, root: El, pages: Page[], faces: Faces): void {
  const { name, logo, fields, lines } = letter.letterhead;
  const side = new SideColumn(pages, faces);
  const el = addEl(root, 'Sect');
  if (logo) side.logo(el, logo);
  else side.paragraph(addEl(el, 'P'), [[name, fitted(styles.sender, name, faces)]]);
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
    const number = new RunningHead(page, faces, sheet.bottom - 2);
    number.say(`Side ${i + 1} af ${pages.length}`, styles.side);
    if (i > 0) setContinuationHead(letter, page, faces);
  });
}

/** Whose letter it is and which one, so that a loose page finds home: the sender, then the first three fields. */
function setContinuationHead({ letterhead }: LetterDocument, page: Page, faces: Faces): void {
  const head = new RunningHead(page, faces, top + 14);
  head.say(letterhead.name, fitted(styles.runningSender, letterhead.name, faces));
  head.rule();
  for (const [label, value] of letterhead.fields.slice(0, 3)) {
    head.say(label, styles.sideLabel);
    head.say(value, styles.side);
    head.y += 3.5;
  }
}

/** A pen that goes down the right-hand column outside the reading order; `y` is the next baseline. */
class RunningHead {
  constructor(
    private readonly page: Page,
    private readonly faces: Faces,
    public y: number,
  ) {}

  say(text: string, style: TextStyle): void {
    for (const line of breakLines(plainText(text, style).stretches, width, this.faces, false)) {
      this.page.items.push(artifactText(line, x, this.y, 'Pagination'));
      this.y += style.lead;
    }
  }

  rule(): void {
    this.page.items.push({ kind: 'fill', artifact: 'Pagination', x, y: this.y - 8, width, height: 0.6, color: 'hairline' });
    this.y += 6;
  }
}

/** A line drawn outside the reading order: its pieces become the page's. */
export function artifactText({ pieces }: Line, x: number, y: number, artifact: ArtifactText['artifact']): ArtifactText {
  for (const piece of pieces) {
    piece.x += x;
    piece.y = y - piece.rise;
  }
  return { kind: 'artifact-text', artifact, pieces };
}
