import { referenceLevels, type ReferenceLevel, type ReferencePlace, type ReferenceStep } from '@genmaele/contracts';
import { inheritedSteps } from './inherited-steps.js';
import { levelWords, rootLevels } from './level-words.js';
import { matchAt, type Read, readNumbers, readOrdinals } from './read-spans.js';

const wordLevels = referenceLevels.filter((level) => levelWords[level].numbers !== 'ordinal' && level !== 'item');

function readStepOf(text: string, at: number, level: ReferenceLevel): Read<ReferenceStep> | undefined {
  const { before, numbers } = levelWords[level];
  const word = numbers === 'ordinal' ? undefined : matchAt(before, text, at);
  if (!word || numbers === 'ordinal') return undefined;
  const read = readNumbers(text, at + word[0].length, numbers);
  return read && { value: { level, ...read.value }, end: read.end };
}

/** One step at exactly this place in the text; parts of an annex that look like other things ("punkt 3") only where they may follow. */
export function readStep(text: string, at: number, after: readonly ReferenceStep[] = []): Read<ReferenceStep> | undefined {
  const ordinal = readOrdinals(text, at);
  if (ordinal) return ordinal;
  const levels = after.some(({ level }) => levelWords[level].below.includes('item')) ? [...wordLevels, 'item' as const] : wordLevels;
  for (const level of levels) {
    const read = readStepOf(text, at, level);
    if (read) return read;
  }
  return undefined;
}

const mayFollow = (steps: readonly ReferenceStep[], level: ReferenceLevel): boolean => {
  const last = steps.at(-1);
  return last !== undefined && levelWords[last.level].below.includes(level) && !steps.some((step) => step.level === level);
};

/** Steps from large to small, parted by commas; a missing comma or blank is forgiven. */
function readPath(text: string, at: number, before?: ReferencePlace): Read<ReferenceStep[]> | undefined {
  const first = readStep(text, at, before?.steps);
  const above = first && (before ? inheritedSteps(before, first.value.level) : []);
  if (!above) return undefined;
  const steps = [...above, first.value];
  let end = first.end;
  for (;;) {
    const gap = matchAt(/ ?, ?| /y, text, end);
    const next = gap && readStep(text, end + gap[0].length, steps);
    if (!next || !mayFollow(steps, next.value.level)) return { value: steps, end };
    steps.push(next.value);
    end = next.end;
  }
}

/** One place alone, from here on: "§ 5, stk. 2", also where a list goes on after it. */
export function readPlace(text: string, at: number): Read<ReferencePlace> | undefined {
  const path = readPath(text, at);
  return path && { value: { steps: path.value }, end: path.end };
}

const between = /(?: ?, ?| )(og|eller|samt) | ?, ?/y;

const standsAlone = (steps: readonly ReferenceStep[]): boolean => steps[0] !== undefined && rootLevels.has(steps[0].level);

/**
 * Every place of a reference from here on: "§§ 10, 12 og 14, § 16, stk. 2, og § 18". A part of a § alone ("stk. 2 og § 13") never goes on with
 * another §: the two belong to different acts as often as not. Stops after `most` places.
 */
export function readPlaces(text: string, at: number, most = Number.POSITIVE_INFINITY): Read<ReferencePlace[]> | undefined {
  const first = readPath(text, at);
  if (!first) return undefined;
  let last: ReferencePlace = { steps: first.value };
  const places = [last];
  let end = first.end;
  for (;;) {
    const gap = matchAt(between, text, end);
    const next = gap && readPath(text, end + gap[0].length, last);
    if (!next || places.length >= most || standsAlone(next.value) !== standsAlone(last.steps)) return { value: places, end };
    const joint = gap[1] === undefined ? undefined : gap[1] === 'eller' ? 'eller' : 'og';
    last = { steps: next.value, ...(joint ? { joint } : {}) };
    places.push(last);
    end = next.end;
  }
}
