/** An operation as a label says it: "KIND TARGETS", addresses with plain blanks; an empty address is the whole act. */
export interface LabelledOperation {
  kind: string;
  targets: { address: string; becomes?: string }[];
}

/** A change point of our own, with the act its § amends, and what it is said to do. */
export interface LabelledPoint {
  act: string;
  words: string;
  newText: string[];
  renumberings: string[];
  operations: LabelledOperation[];
}

/** A text with the references in it: their words as they stand, and what each is ("ACT : ADDRESSES"). */
export interface LabelledText {
  text: string;
  references: { words: string; is: string }[];
}

/** The points of a real act: where the file is in the data, and what each address does. */
export interface LabelledAct {
  file: string;
  points: { address: string; operations: LabelledOperation[] }[];
}

function operationIn(label: string): LabelledOperation {
  const [kind = '', ...rest] = label.split(' ');
  const targets = rest
    .join(' ')
    .split(' & ')
    .filter((target) => target !== '');
  return {
    kind,
    targets: targets.map((target) => {
      const [address = '', becomes] = target.split(' -> ');
      return { address: address === '-' ? '' : address, ...(becomes === undefined ? {} : { becomes }) };
    }),
  };
}

/** The lines that say something, as [mark, words]. */
function markedLines(file: string): [mark: string, words: string][] {
  return file
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^# /.test(line))
    .map((line) => {
      const at = line.indexOf(' ');
      return [line.slice(0, at), line.slice(at + 1)];
    });
}

/** Reads a file of labelled change points; "~" is a no-break space. The marks are explained at its head. Throws on a mark it does not know. */
export function labelledPoints(file: string): LabelledPoint[] {
  const points: LabelledPoint[] = [];
  let act = '';
  for (const [mark, words] of markedLines(file.replaceAll('~', '\u00a0'))) {
    const last = points.at(-1);
    if (mark === '##') act = words;
    else if (mark === '-') points.push({ act, words, newText: [], renumberings: [], operations: [] });
    else if (mark === '|') last?.newText.push(words);
    else if (mark === '>') last?.renumberings.push(words);
    else if (mark === '=') last?.operations.push(operationIn(words));
    else throw new Error(`Ukendt mærke i de mærkede ændringer: ${mark}`);
  }
  return points;
}

/** Reads a file of labelled references in running text. */
export function labelledTexts(file: string): LabelledText[] {
  const blocks = file
    .replace(/^# .*\n/gm, '')
    .trim()
    .split(/\n{2,}/);
  return blocks.map((block) => {
    const [written = '', ...labels] = block.split('\n');
    const marked = written.replaceAll('\\n', '\n').replaceAll('~', '\u00a0').replaceAll('^', '\u00ad');
    const words = [...marked.matchAll(/\[\[(.*?)\]\]/gs)].map((found) => found[1] ?? '');
    if (words.length !== labels.length) throw new Error(`${words.length} henvisninger, ${labels.length} mærker: ${written}`);
    return {
      text: marked.replace(/\[\[|\]\]/g, ''),
      references: words.map((each, i) => ({ words: each, is: (labels[i] ?? '').replace(/^= /, '') })),
    };
  });
}

/** Reads the file of labelled points of real acts. */
export function labelledActs(file: string): LabelledAct[] {
  const acts: LabelledAct[] = [];
  for (const [mark, words] of markedLines(file)) {
    const points = acts.at(-1)?.points;
    if (mark === '@') acts.push({ file: words, points: [] });
    else if (mark === '*') points?.push({ address: words, operations: [] });
    else if (mark === '=') points?.at(-1)?.operations.push(operationIn(words));
  }
  return acts;
}

/** What is known by hand of a whole bill. An amended act is "SECTION | amend | NAME | TYPE NUMBER DATE"; a remark is the addresses it explains. */
export interface LabelledBill {
  counts: { what: string; count: number }[];
  acts: string[];
  points: { address: string; operations: LabelledOperation[] }[];
  remarks: string[];
  generalRemarks: string[];
  heardParties: string[];
  consequences: string[];
}

/** Reads the file of what is known of a whole bill. The marks are explained at its head. Throws on a mark it does not know. */
export function labelledBill(file: string): LabelledBill {
  const bill: LabelledBill = { counts: [], acts: [], points: [], remarks: [], generalRemarks: [], heardParties: [], consequences: [] };
  const lists = new Map(
    Object.entries({ a: bill.acts, r: bill.remarks, g: bill.generalRemarks, h: bill.heardParties, e: bill.consequences }),
  );
  for (const [mark, words] of markedLines(file)) {
    const list = lists.get(mark);
    const [what = '', count = ''] = words.split(' ');
    if (list) list.push(words);
    else if (mark === '%') bill.counts.push({ what, count: Number(count) });
    else if (mark === '*') bill.points.push({ address: words, operations: [] });
    else if (mark === '=') bill.points.at(-1)?.operations.push(operationIn(words));
    else throw new Error(`Ukendt mærke i det mærkede lovforslag: ${mark}`);
  }
  return bill;
}
