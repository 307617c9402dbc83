import { type ChangeOperation, type OperationKind, type ReferencePlace } from '@genmaele/contracts';
import { formatPlace } from '../references/format-reference.js';
import { type LawPlace, resolvePlaces, withBecomes } from './law-places.js';
import { type Token, type Verb } from './statement-tokens.js';

type Words = ChangeOperation['words'][number];

/** New text that has no number in the words: "som nyt stykke", "som nye punktummer". */
export interface Unnumbered {
  kind: OperationKind;
  isSeveral: boolean;
}

/** What one clause of a change point says. Places are resolved: "stk. 3" is in the place spoken of before it. */
export interface ClauseParts {
  verb: Verb | undefined;
  inside: LawPlace[];
  subjects: LawPlace[];
  after: LawPlace[];
  before: LawPlace[];
  /** "som stk. 5-7"; not yet resolved, for they may be put into several places. */
  as: ReferencePlace[];
  asSpecial: LawPlace[];
  asNew: Unnumbered | undefined;
  /** "§ 5 ændres til § 6", "stk. 3 bliver stk. 4". */
  into: ReferencePlace[];
  words: Words[];
  isEverywhere: boolean;
  times: number | undefined;
  isInstead: boolean;
}

const newNouns: [pattern: RegExp, kind: OperationKind][] = [
  [/^stykke/, 'insert-stk'],
  [/^(?:nummer|numre)/, 'insert-nr'],
  [/^litra/, 'insert-litra'],
  [/^punktum/, 'insert-pkt'],
  [/^pkt/, 'insert-pkt'],
  [/^paragraf/, 'insert-section'],
  [/^(?:kapit|afsnit)/, 'insert-chapter'],
  [/^bilag/, 'insert-annex'],
  [/^overskrift/, 'heading'],
  [/^(?:fod)?note/, 'footnote'],
];

type Role = 'inside' | 'subjects' | 'after' | 'before' | 'as' | 'into' | 'becomes' | 'except';

/** Reads a clause token by token; a preposition says what the places after it are. */
class ClauseReader {
  private role: Role = 'subjects';
  /** Whether a comma or "og" ties the next place to the one before; "som bilag 3 bilag 1 til denne lov" names two things. */
  private isListed = false;
  private last: 'inside' | 'subjects' = 'subjects';
  /** "I § 7, to steder i § 9 og i § 10 ændres": the times of the places named next. */
  private timesOfNext: number | undefined;
  readonly parts: ClauseParts = {
    verb: undefined,
    inside: [],
    subjects: [],
    after: [],
    before: [],
    as: [],
    asSpecial: [],
    asNew: undefined,
    into: [],
    words: [],
    isEverywhere: false,
    times: undefined,
    isInstead: false,
  };

  constructor(private readonly context: readonly LawPlace[]) {}

  add(token: Token): void {
    if (token.type === 'verb' && !(token.verb === 'become' && this.role === 'becomes')) {
      this.parts.verb = token.verb;
      this.parts.times ??= this.timesOfNext;
      this.role = token.verb === 'become' ? 'into' : 'subjects';
    } else if (token.type === 'word') this.word(token.word);
    else if (token.type === 'times') this.times(token.times);
    else if (token.type === 'quote') this.quote(token.text);
    else if (token.type === 'places') this.places(token.places, token.isProposed === true ? (token.within ?? this.takeOuter()) : undefined);
    else if (token.type === 'special')
      this.special({ steps: [], special: { ...(token.kind ? { kind: token.kind } : {}), address: token.address } });
    this.isListed = token.type === 'separator';
  }

  private times(times: number): void {
    if (this.parts.verb === undefined && this.parts.inside.length > 0) this.timesOfNext = times;
    else this.parts.times = times;
  }

  private word(word: string): void {
    const roles: Record<string, Role> = {
      i: 'inside',
      efter: 'after',
      før: 'before',
      som: 'as',
      til: 'into',
      med: 'into',
      af: 'into',
      der: 'becomes',
      bortset: 'except',
      undtagen: 'except',
    };
    const role = roles[word];
    const noun = newNouns.find(([pattern]) => pattern.test(word));
    if (role === 'as' && this.parts.verb === undefined && this.lastPlaces().length > 0) this.role = 'becomes';
    else if (role && !(role === 'inside' && this.role === 'except')) this.role = role;
    else if (word === 'overalt' || word === 'hele' || word === 'alle') this.parts.isEverywhere = true;
    else if (word === 'i stedet') this.parts.isInstead = true;
    else if ((word === 'nye' || word === 'nyt' || word === 'ny') && this.role === 'as')
      this.parts.asNew ??= { kind: 'unclassified', isSeveral: word === 'nye' };
    else if (noun && this.role === 'as') this.parts.asNew = { kind: noun[1], isSeveral: this.parts.asNew?.isSeveral ?? false };
  }

  /** "I § 2, nr. 7, udgår i den foreslåede § 4": the place spoken of is the point that proposes the other. */
  private takeOuter(): string | undefined {
    const [outer] = this.parts.inside;
    this.parts.inside = [];
    return outer && formatPlace(outer.steps);
  }

  private lastPlaces(): LawPlace[] {
    return this.parts[this.last];
  }

  private places(places: ReferencePlace[], within: string | undefined): void {
    const { parts } = this;
    if (this.role === 'except') return;
    if (this.role === 'as' && (parts.as.length === 0 || this.isListed)) parts.as.push(...places);
    else if (this.role === 'as') parts.subjects.push(...resolvePlaces(places, []));
    else if (this.role === 'into') parts.into.push(...places);
    else if (this.role === 'becomes') {
      parts[this.last] = withBecomes(this.lastPlaces(), places);
      this.role = this.last;
    } else this.resolved(this.role, places, within);
  }

  /** A later "i stk. 2" narrows the places named before the verb; any other place adds to its own. */
  private resolved(role: Exclude<Role, 'as' | 'into' | 'becomes' | 'except'>, places: ReferencePlace[], within: string | undefined): void {
    const { parts } = this;
    const bases = parts.inside.length > 0 ? parts.inside : this.context;
    const times = this.timesOfNext;
    this.timesOfNext = undefined;
    const found = resolvePlaces(places, bases, within).map((place) => (times === undefined ? place : { ...place, times }));
    const narrows =
      role === 'inside' &&
      parts.verb !== undefined &&
      found.every(({ steps }) => parts.inside.some((wide) => wide.steps.length < steps.length));
    parts[role] = narrows ? found : [...parts[role], ...found];
    if (role === 'inside' || role === 'subjects') this.last = role;
    else if (parts.verb === 'insert') this.role = 'subjects'; // a quotation that follows is put in, not looked for
  }

  private special(place: LawPlace): void {
    if (this.role === 'except') return;
    if (this.role === 'as') this.parts.asSpecial.push(place);
    else if (this.role === 'into' || this.role === 'becomes') this.parts.subjects.push(place);
    else this.parts[this.role].push(place);
  }

  private quote(text: string): void {
    const { words, verb } = this.parts;
    const open = words.at(-1);
    if (this.role === 'after' || this.role === 'before') {
      words.push({ [this.role]: text });
      this.role = 'subjects';
    } else if (this.role === 'into' && open && open.in === undefined) {
      open.in = text;
      this.role = 'subjects';
    } else if (verb === 'insert' || this.role === 'into') {
      if (open && open.in === undefined) open.in = text;
      else words.push({ in: text });
    } else words.push({ out: text });
  }
}

/** What a clause says, its places read in the light of those spoken of before. */
export function clauseParts(clause: readonly Token[], context: readonly LawPlace[]): ClauseParts {
  const reader = new ClauseReader(context);
  for (const token of clause) reader.add(token);
  return reader.parts;
}
