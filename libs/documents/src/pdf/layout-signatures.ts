import type { LetterBlockOf } from '@genmaele/contracts';
import { addEl, type El, type SignatureSpot } from './draw-list.js';
import { plainText, setParagraph } from './layout-inline.js';
import { baseline, type Flow, type Row, type RowPart } from './layout-rows.js';
import { room, sheet, signatureBox, type TextStyle, styles } from './style.js';

type SignatureBlock = LetterBlockOf<'signature'>;

/** Sets the places to sign, two to a row, held together and to the text before them: a signature never stands alone on a page. */
export function setSignatures(flow: Flow, blocks: readonly SignatureBlock[]): void {
  flow.keepLast();
  for (let at = 0; at < blocks.length; at += 2) setPair(flow, blocks.slice(at, at + 2));
}

function setPair(flow: Flow, pair: readonly SignatureBlock[]): void {
  const set = pair.map((block, i) => setOne(flow, block, sheet.left + i * (signatureBox.width + signatureBox.gutter)));
  const box: Row = {
    height: signatureBox.height + 4,
    before: room.signature,
    keep: true,
    parts: [],
    fills: [],
    signatures: set.map(({ sign }) => sign),
  };
  const most = Math.max(...set.map(({ lines }) => lines.length));
  const below = Array.from({ length: most }, (_, i): Row => {
    const parts = set.flatMap(({ lines }) => lines[i] ?? []);
    return { height: styles.printedName.lead, before: 0, keep: i < most - 1, parts, fills: [] };
  });
  flow.rows.push(box, ...below);
}

interface OneSignature {
  sign: { el: El; spot: Omit<SignatureSpot, 'page'> };
  lines: RowPart[];
}

/** The field comes first in the reading order, then the printed name, the function and the note. */
function setOne(flow: Flow, block: SignatureBlock, x: number): OneSignature {
  const form = addEl(flow.root, 'Form');
  const label = `Underskrift: ${block.name}, ${block.function}`;
  const spot = { kind: 'signature', x, y: 0, width: signatureBox.width, height: signatureBox.height, field: block.field, label } as const;
  const texts: [string, TextStyle][] = [
    [block.name, styles.printedName],
    [block.function, styles.small],
    ...(block.note === undefined ? [] : [[block.note, { ...styles.small, plain: 'sansStrong', color: 'warm' }] as [string, TextStyle]]),
  ];
  const lines = texts.flatMap(([text, style]) => {
    const { sink, lines: broken } = setParagraph(addEl(flow.root, 'P'), plainText(text, style), signatureBox.width, style, flow.faces);
    return broken.map((line): RowPart => ({ sink, line, x, baseline: baseline(style, flow.faces) }));
  });
  return { sign: { el: form, spot }, lines };
}
