import { type ChangeOperation, type OperationKind, type ReferencePlace } from '@genmaele/contracts';
import { formatPlace } from '../references/format-reference.js';
import { type ClauseParts } from './clause-parts.js';
import { insertedByClause } from './insertions.js';
import { type LawPlace, resolvePlaces, targetOf, withBecomes } from './law-places.js';
import { type NewText, newTextIn } from './new-provisions.js';

/** What a clause does, and the places that the next clause's "stk. 3" is to be read in. */
export interface ClauseResult {
  operations: ChangeOperation[];
  context: LawPlace[];
}

/** What stands around a clause: the act's name, the places spoken of before it, and the point's new text. */
export interface ClauseSurroundings {
  act: string;
  context: readonly LawPlace[];
  newText: NewText;
}

/** One operation for the numbered places and one for each kind of thing without number, headings first told from titles and footnotes. */
function byKind(
  kind: OperationKind,
  places: readonly LawPlace[],
  act: string,
  rest: Pick<ChangeOperation, 'words' | 'times'>,
): ChangeOperation[] {
  const kindOf = (place: LawPlace): OperationKind => (kind === 'global' || kind === 'counted' ? kind : (place.special?.kind ?? kind));
  const kinds = [...new Set(places.map(kindOf))];
  return kinds.map((each) => ({
    kind: each,
    targets: places.filter((place) => kindOf(place) === each).map((place) => targetOf(place, act)),
    ...rest,
  }));
}

/** The places in their order, parted where one has the words a stated number of times and the next has not. */
function runsOfTimes(places: readonly LawPlace[]): LawPlace[][] {
  return places.reduce<LawPlace[][]>((runs, place) => {
    const run = runs.at(-1);
    if (run && run[0]?.times === place.times) run.push(place);
    else runs.push([place]);
    return runs;
  }, []);
}

function textChange(kind: OperationKind, parts: ClauseParts, around: ClauseSurroundings): ClauseResult {
  const named = [...parts.inside, ...parts.subjects];
  const places = named.length > 0 ? named : parts.isEverywhere ? [] : [...around.context];
  const { words, times } = parts;
  if (parts.isEverywhere) {
    const targets = places.length > 0 ? places.map((place) => targetOf(place, around.act)) : [{ act: around.act, address: '' }];
    return { operations: [{ kind: 'global', targets, words }], context: places };
  }
  if (times !== undefined) return { operations: byKind('counted', places, around.act, { words, times }), context: places };
  const operations = runsOfTimes(places).flatMap((run) => {
    const count = run[0]?.times;
    return count === undefined ? byKind(kind, run, around.act, { words }) : byKind('counted', run, around.act, { words, times: count });
  });
  return { operations, context: places };
}

function renumbering(subjects: readonly LawPlace[], into: readonly ReferencePlace[], act: string): ClauseResult {
  const moved = withBecomes(subjects, into);
  const isCertain = moved.length > 0 && moved.every(({ becomes }) => becomes !== undefined);
  const operations: ChangeOperation[] = isCertain
    ? [{ kind: 'renumber', targets: moved.map((place) => targetOf(place, act)), words: [] }]
    : [];
  return { operations, context: [...subjects] };
}

function change(parts: ClauseParts, around: ClauseSurroundings): ClauseResult {
  if (parts.words.length > 0) return textChange('replace-text', parts, around);
  if (parts.into.length > 0) return renumbering(parts.subjects, parts.into, around.act);
  return { operations: [], context: [...around.context] };
}

/** New wording or repeal of the places named; a place only spoken in ("I § 5 ophæves stk. 2") is no target. */
function wholePlaces(kind: OperationKind, parts: ClauseParts, around: ClauseSurroundings): ClauseResult {
  const places = parts.subjects.length > 0 ? parts.subjects : parts.inside;
  const named = places.length > 0 ? places : resolvePlaces(parts.as, around.context);
  return { operations: byKind(kind, named, around.act, { words: [] }), context: named };
}

function insertion(parts: ClauseParts, around: ClauseSurroundings): ClauseResult {
  const besideWords = parts.words.some(({ after, before }) => after !== undefined || before !== undefined);
  const isNewProvision = parts.as.length > 0 || parts.asNew !== undefined || parts.asSpecial.length > 0;
  const isBesidePlace = parts.after.length > 0 || parts.before.length > 0;
  if (besideWords || (parts.words.length > 0 && !isNewProvision && !isBesidePlace)) return textChange('insert-text', parts, around);
  const spelled = around.newText.places.length === 0 ? parts.words[0]?.in : undefined;
  const inserted = insertedByClause(parts, around.context, spelled === undefined ? around.newText : newTextIn(spelled));
  if (!inserted) return { operations: [], context: [...around.context] };
  const { kind, places, anchor } = inserted;
  const place = anchor && { relation: anchor.relation, address: anchor.place.special?.address ?? formatPlace(anchor.place.steps) };
  const targets = places.map((each) => targetOf(each, around.act));
  return { operations: [{ kind, targets, words: [], ...(place ? { place } : {}) }], context: places };
}

/** What one clause of a change point does; nothing where its words are not known. */
export function clauseOperations(parts: ClauseParts, around: ClauseSurroundings): ClauseResult {
  switch (parts.verb) {
    case 'change':
      return change(parts, around);
    case 'word-anew':
      return wholePlaces('replace-provision', parts, around);
    case 'insert':
      return insertion(parts, around);
    case 'delete':
      return parts.words.length > 0 ? textChange('delete-text', parts, around) : wholePlaces('repeal', parts, around);
    case 'repeal':
      return wholePlaces('repeal', parts, around);
    case 'become':
      return renumbering(parts.subjects, parts.into, around.act);
    case undefined:
      return { operations: [], context: [...around.context] };
  }
}
