type Point = readonly [x: number, y: number];

/** How many numbers each command of an SVG path takes. Arcs are refused: a drawing program writes them as curves. */
const arity: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, Z: 0 };

/** Where the pen is: the point, where the figure began, and the last curve's handle, which S and T mirror. */
interface Pen {
  at: Point;
  start: Point;
  handle: Point | undefined;
  curve: 'cubic' | 'quadratic' | undefined;
}

/**
 * An SVG path (its `d`) as PDF operators in the path's own units, y downwards. Throws an Error in Danish for what is no path, and for arcs.
 */
export function pathOperators(d: string): string {
  const pen: Pen = { at: [0, 0], start: [0, 0], handle: undefined, curve: undefined };
  return commandsOf(d)
    .map(({ command, relative, values }) => draw(pen, command, relative ? moved(command, values, pen.at) : values))
    .join('\n');
}

interface Command {
  command: string;
  relative: boolean;
  values: number[];
}

function commandsOf(d: string): Command[] {
  const tokens = d.match(/[a-zA-Z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/g) ?? [];
  if (tokens.length === 0 || !/^[\s\d.,eE+\-a-zA-Z]*$/.test(d) || !/^[mM]$/.test(tokens[0]!))
    throw new Error('stregen er ikke en SVG-sti; den begynder med M');
  const commands: Command[] = [];
  for (let i = 0; i < tokens.length;) {
    const letter = tokens[i]!;
    const wanted = arity[letter.toUpperCase()];
    if (wanted === undefined)
      throw new Error(letter.toUpperCase() === 'A' ? 'stien har en bue (A); gem den som kurver' : `stien har et ukendt tegn (${letter})`);
    i += 1;
    let command = letter;
    do {
      const values = tokens.slice(i, i + wanted).map(Number);
      if (values.length < wanted || values.some(Number.isNaN)) throw new Error(`stien mangler tal efter ${letter}`);
      commands.push({ command: command.toUpperCase(), relative: command === command.toLowerCase(), values });
      i += wanted;
      if (command === 'M' || command === 'm') command = command === 'M' ? 'L' : 'l';
    } while (wanted > 0 && i < tokens.length && !/[a-zA-Z]/.test(tokens[i]!));
  }
  return commands;
}

/** Relative numbers made absolute. */
function moved(command: string, values: number[], [x, y]: Point): number[] {
  if (command === 'H') return [values[0]! + x];
  if (command === 'V') return [values[0]! + y];
  return values.map((value, i) => value + (i % 2 === 0 ? x : y));
}

function draw(pen: Pen, command: string, values: number[]): string {
  if (command === 'Z') {
    Object.assign(pen, { at: pen.start, handle: undefined, curve: undefined });
    return 'h';
  }
  if (command === 'M' || command === 'L' || command === 'H' || command === 'V') return line(pen, command, values);
  return curve(pen, command, values);
}

function line(pen: Pen, command: string, values: number[]): string {
  const [x, y] = pen.at;
  const to: Point = command === 'H' ? [values[0]!, y] : command === 'V' ? [x, values[0]!] : [values[0]!, values[1]!];
  Object.assign(pen, { at: to, handle: undefined, curve: undefined }, command === 'M' ? { start: to } : {});
  return `${numbers(to)} ${command === 'M' ? 'm' : 'l'}`;
}

/** Quadratic curves are written as the cubic ones they are equal to. */
function curve(pen: Pen, command: string, values: number[]): string {
  const [x, y] = pen.at;
  const kind = command === 'C' || command === 'S' ? 'cubic' : 'quadratic';
  const mirrored: Point = pen.curve === kind && pen.handle ? [2 * x - pen.handle[0], 2 * y - pen.handle[1]] : [x, y];
  const points: Point[] = [];
  for (let i = 0; i < values.length; i += 2) points.push([values[i]!, values[i + 1]!]);
  if (command === 'S' || command === 'T') points.unshift(mirrored);
  const to = points.at(-1)!;
  const handle = points.at(-2)!;
  const cubic = kind === 'cubic' ? points : [towards(pen.at, handle), towards(to, handle), to];
  Object.assign(pen, { at: to, handle, curve: kind });
  return `${cubic.map(numbers).join(' ')} c`;
}

function towards([x, y]: Point, [toX, toY]: Point): Point {
  return [x + ((toX - x) * 2) / 3, y + ((toY - y) * 2) / 3];
}

function numbers([x, y]: Point): string {
  return `${Math.round(x * 1000) / 1000} ${Math.round(y * 1000) / 1000}`;
}
