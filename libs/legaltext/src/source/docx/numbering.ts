import { walkWord } from './walk-word.js';

/** How one level of a list is numbered (ECMA-376 part 1, 17.9). */
interface Level {
  start: number;
  format: string;
  /** "%1." or "Stk. %2." */
  text: string;
}

interface List {
  levels: Map<number, Level>;
}

function letters(number: number): string {
  const letter = String.fromCharCode(97 + ((number - 1) % 26));
  return letter.repeat(Math.min(10, Math.floor((number - 1) / 26) + 1));
}

const romanDigits: [value: number, digits: string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

function roman(number: number): string {
  const [value, digits] = romanDigits.find(([each]) => each <= number) ?? [0, ''];
  return value === 0 ? '' : digits + roman(number - value);
}

function formatted(number: number, format: string): string {
  const within = Math.min(number, 3999);
  if (format === 'lowerLetter') return letters(within);
  if (format === 'upperLetter') return letters(within).toUpperCase();
  if (format === 'lowerRoman') return roman(within);
  if (format === 'upperRoman') return roman(within).toUpperCase();
  return format === 'decimalZero' ? String(number).padStart(2, '0') : String(number);
}

/** The definitions in `word/numbering.xml`: for each list its levels, and where it counts on in another's numbers. */
function readDefinitions(source: string): Map<string, { list: List; id: string }> {
  const lists = new Map<string, List>();
  const numbers = new Map<string, string>();
  let list: List | undefined;
  let level: Level | undefined;
  let number = '';
  walkWord(source, {
    open: (name, attributes) => {
      const value = attributes.get('val') ?? '';
      if (name === 'abstractNum') {
        list = { levels: new Map() };
        lists.set(attributes.get('abstractNumId') ?? '', list);
      } else if (name === 'lvl') {
        level = { start: 1, format: 'decimal', text: '' };
        list?.levels.set(Number(attributes.get('ilvl') ?? 0), level);
      } else if (name === 'num') {
        number = attributes.get('numId') ?? '';
        list = undefined;
      } else if (name === 'abstractNumId') numbers.set(number, value);
      else if (level && name === 'start') level.start = Number(value) || 0;
      else if (level && name === 'numFmt') level.format = value;
      else if (level && name === 'lvlText') level.text = value;
    },
    close: (name) => {
      if (name === 'lvl') level = undefined;
    },
  });
  return new Map([...numbers].map(([numId, id]) => [numId, { list: lists.get(id) ?? { levels: new Map() }, id }]));
}

/** Counts a document's lists: what Word prints before a numbered paragraph stands nowhere in its text. */
export class Numbering {
  private readonly definitions: ReturnType<typeof readDefinitions>;
  private readonly counts = new Map<string, number[]>();

  /** `source` is `word/numbering.xml`; empty where the document has none. */
  constructor(source: string) {
    this.definitions = readDefinitions(source);
  }

  /** The next label of a list at a level, as printed: "3." or "Stk. 2."; empty for bullets and for lists that are not defined. */
  next(numId: string, ilvl: number): string {
    const definition = this.definitions.get(numId);
    const level = definition?.list.levels.get(ilvl);
    if (!definition || !level) return '';
    const counts = this.counts.get(definition.id) ?? [];
    this.counts.set(definition.id, counts);
    counts[ilvl] = (counts[ilvl] ?? level.start - 1) + 1;
    counts.length = ilvl + 1;
    if (level.format === 'bullet' || level.format === 'none') return '';
    return level.text.replace(/%(\d)/g, (_, digit: string) => {
      const at = Number(digit) - 1;
      const other = definition.list.levels.get(at);
      return formatted(counts[at] ?? other?.start ?? 1, other?.format ?? 'decimal');
    });
  }
}
