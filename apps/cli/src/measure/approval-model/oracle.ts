import { type DraftContent, type Role } from '@genmaele/contracts';
import { type PlayedDecision, type Player, players, playedChain } from './played-house.js';

/** A text of the game: its frame and two points, each in one of a few wordings. */
export type Wording = readonly [frame: string, first: string, second: string];

interface Approved {
  readonly who: Player | 'the board';
  /** The steps that they, or whom they stood in for, were entitled to at that moment; for whom, where it was not themselves. */
  readonly may: readonly { readonly stepId: string; readonly principal: Player | 'the board' }[];
  readonly wording: Wording;
  stands: boolean;
}

/**
 * What somebody who only watched the game would know: who held which role when, who stood in for whom, who wrote what, and who approved which words. It knows
 * nothing of the product's rules and judges whether what was sent was approved by those who might.
 */
export class Oracle {
  readonly texts: { readonly wording: Wording; readonly author: Player; sha256: string }[] = [];
  readonly approvals: Approved[] = [];
  delegation: { from: Player; to: Player } | undefined;
  secondHolds = true;

  holds(who: Player): readonly Role[] {
    return who === 'second' && !this.secondHolds ? [] : players[who];
  }

  #mayTake(who: Player): Approved['may'] {
    const principals = this.delegation?.to === who ? [who, this.delegation.from] : [who];
    return principals.flatMap((principal) =>
      playedChain.filter(({ by }) => by.some((role) => this.holds(principal).includes(role))).map(({ id }) => ({ stepId: id, principal })),
    );
  }

  /** Notes an approval, or the passing of a gate. Answers what is wrong with it. */
  approved(who: Player, kind: 'approve' | 'gate'): string | undefined {
    const may = this.#mayTake(who).filter(({ stepId }) => playedChain.find(({ id }) => id === stepId)?.kind === kind);
    const text = this.texts.at(-1);
    if (!text) return `${who} approved nothing`;
    this.approvals.push({ who, may, wording: text.wording, stands: true });
    return may.length === 0 ? `${who} was not entitled` : undefined;
  }

  /** Notes what a body decided: the board's approval of a text stands until it is taken back or the board wants another; nothing else is an approval. */
  decided({ body, outcome, seen }: PlayedDecision): void {
    if (body !== 'board' || outcome === 'for-information') return;
    if (outcome === 'rejected') return this.returned('board');
    const text = this.texts.findLast(({ sha256 }) => sha256 === seen);
    const may = [{ stepId: 'board', principal: 'the board' as const }];
    if (text) this.approvals.push({ who: 'the board', may, wording: text.wording, stands: true });
  }

  undone(who: Player): void {
    for (const each of this.approvals) if (each.who === who) each.stands = false;
  }

  /** A return keeps what was approved before the step at which the chain resumes; what may be of both is left standing, so that no sound game is blamed. */
  returned(resumeAt: string | undefined): void {
    const rankOf = (stepId: string) => playedChain.find(({ id }) => id === stepId)?.rank ?? 0;
    const from = resumeAt === undefined ? 0 : rankOf(resumeAt);
    for (const each of this.approvals) if (each.may.every(({ stepId }) => rankOf(stepId) >= from)) each.stands = false;
  }

  #wrote(part: 0 | 1 | 2, word: string): Set<Player> {
    return new Set(
      this.texts
        .filter(({ wording }, i) => wording[part] === word && this.texts[i - 1]?.wording[part] !== word)
        .map(({ author }) => author),
    );
  }

  /** What is wrong with a text that counts as approved: a part that a step's people did not have before them, or that its author approved alone. */
  judge(sha256: string | null): string | undefined {
    const text = this.texts.findLast((each) => each.sha256 === sha256);
    if (!text || text !== this.texts.at(-1)) return 'what was approved is not the text in force';
    const parts = [0, 1, 2] as const;
    const authors = new Set<string>(parts.flatMap((part) => [...this.#wrote(part, text.wording[part])]));
    for (const step of playedChain.filter(({ kind }) => kind !== 'inform')) {
      const counted = this.approvals.filter(
        ({ who, may, stands }) =>
          stands && !authors.has(who) && may.some((each) => each.stepId === step.id && !authors.has(each.principal)),
      );
      const people = new Set(counted.map(({ who }) => who));
      const whole = [...people].filter((who) =>
        parts.every((part) => counted.some((each) => each.who === who && each.wording[part] === text.wording[part])),
      );
      if (whole.length < step.quorum) return `${step.id} was not taken for every part`;
    }
    return undefined;
  }
}

/** The draft of a wording, on the ground of a sample. */
export function draftOf(sample: DraftContent, [frame, first, second]: Wording): DraftContent {
  const [point] = sample.points;
  if (!point) throw new TypeError('the sample has no point');
  const points = [first, second].map((text, i) => ({ ...point, provisions: [], number: i + 1, text }));
  return { ...sample, lead: [frame], points, reservations: { political: false, economic: false } };
}
