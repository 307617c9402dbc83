import { type Token } from './statement-tokens.js';

/** Words that may stand before a place at the head of a clause: "og i stk. 2 ændres", "og stk. 4, der bliver stk. 3, affattes". */
const opening = new Set(['i', 'efter', 'før', 'som', 'der', 'overalt', 'lovens', 'i stedet', 'loven', 'nyt', 'nye', 'ny']);

const isPlace = (token: Token | undefined): boolean => token?.type === 'places' || token?.type === 'special';
const mayOpen = (token: Token): boolean =>
  isPlace(token) ||
  token.type === 'separator' ||
  (token.type === 'verb' && token.verb === 'become') ||
  token.type === 'times' ||
  (token.type === 'word' && opening.has(token.word));

/** "der bliver" and "som bliver" say what a place is called afterwards; they do nothing themselves. */
function isVerb(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  const before = tokens[at - 1];
  if (token?.type !== 'verb') return false;
  return !(token.verb === 'become' && before?.type === 'word' && (before.word === 'der' || before.word === 'som'));
}

/** Where a quotation stands as the object of what is done before it: after "til", after a verb, or after words it stands behind. */
function isBound(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return before?.type !== 'separator';
}

/** How far back the head of the clause of a verb goes: over places and their words, or over the quotations right before it. */
function headOf(tokens: readonly Token[], verb: number, floor: number): number {
  let at = verb;
  if (tokens[at - 1]?.type === 'quote') {
    at -= 1;
    const before = tokens[at - 1];
    if (before?.type === 'word') at -= 1;
    while (at - 2 > floor && tokens[at - 1]?.type === 'separator' && tokens[at - 2]?.type === 'quote' && !isBound(tokens, at - 2)) at -= 2;
  }
  while (at - 1 > floor && mayOpen(tokens[at - 1] as Token)) {
    at -= 1;
  }
  return at;
}

/** The clauses of one sentence: each has one verb, its head before it, and what follows up to the next head. */
function clausesOf(sentence: readonly Token[]): Token[][] {
  const starts: number[] = [];
  let last = -1;
  sentence.forEach((_, i) => {
    if (!isVerb(sentence, i)) return;
    starts.push(last < 0 ? 0 : headOf(sentence, i, last));
    last = i;
  });
  return starts.length === 0 ? [[...sentence]] : starts.map((from, i) => sentence.slice(from, starts[i + 1] ?? sentence.length));
}

/** The clauses of a change point, sentence by sentence. */
export function statementClauses(tokens: readonly Token[]): Token[][] {
  const sentences: Token[][] = [[]];
  for (const token of tokens) {
    if (token.type === 'stop') sentences.push([]);
    else sentences.at(-1)?.push(token);
  }
  return sentences.filter((sentence) => sentence.length > 0).flatMap(clausesOf);
}
