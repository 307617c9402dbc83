import { type DraftContent, draftHash, sha256 } from '@genmaele/contracts';
import { type AsyncCommand } from 'fast-check';
import { draftOf, Oracle, type Wording } from './oracle.js';
import { type PlayedDecision, type PlayedHouse, type Player, playedChain, type Stand } from './played-house.js';

/** The moves of the game. `forward` is whatever would bring the case on; the others are tried whether they fit or not. */
export const verbs = ['forward', 'edit', 'submit', 'recommend', 'approve', 'pass-gate', 'decide', 'undo', 'return', 'recall', 'withdraw', 'delegate', 'end-delegation', 'role', 'replay', 'reserve', 'render', 'sign', 'send'] as const; // prettier-ignore

/** One move: its verb, by whom, and two small numbers that mean what the verb lets them. */
export interface MoveOrder {
  readonly verb: (typeof verbs)[number];
  readonly who: Player;
  readonly part: number;
  readonly word: number;
}

/** A game under way: the house it is played in, what a watcher knows, and the draft that texts are made of. */
export interface Game {
  readonly house: PlayedHouse;
  readonly sample: DraftContent;
  /** Counts the games that came to be sent, so that a proof does not pass by nothing ever leaving. */
  readonly tally: { sent: number; approved: number };
  seen: string[];
}

const renderedOf = (version: string | null) => sha256(`brev ${version}`);
const signedOf = (rendered: string | null) => sha256(`underskrevet ${rendered}`);
const unsound = (why: string) => new Error(`the approvals do not bind: ${why}`);

/** A move, played on house and oracle alike; throws when what the house then holds is not what a watcher saw approved. */
export class Move implements AsyncCommand<Oracle, Game> {
  constructor(private readonly order: MoveOrder) {}

  toString(): string {
    const { verb, who, part, word } = this.order;
    return `${verb}(${who}, ${part}, ${word})`;
  }

  check(): boolean {
    return true;
  }

  async run(oracle: Oracle, game: Game): Promise<void> {
    const before = await game.house.stand();
    await this.#play(this.#verb(before), before, oracle, game);
    const after = await game.house.stand();
    if (['approved', 'rendered', 'signed', 'sending'].includes(after.state)) this.#judge(after, oracle);
    if (after.state === 'approved' && before.state !== 'approved') game.tally.approved += 1;
    if (after.state === 'sending' && before.state !== 'sending') game.tally.sent += 1;
  }

  #judge({ state, approved, rendered, signed, version }: Stand, oracle: Oracle): void {
    const wrong = oracle.judge(approved);
    if (wrong) throw unsound(wrong);
    if (approved !== version) throw unsound('another version is in force');
    if (state !== 'approved' && rendered !== renderedOf(approved)) throw unsound('the letter is of another text');
    if ((state === 'signed' || state === 'sending') && signed !== signedOf(rendered)) throw unsound('the signature is of another letter');
  }

  #verb({ state, version }: Stand): MoveOrder['verb'] {
    if (this.order.verb !== 'forward') return this.order.verb;
    if (state === 'drafting') return version ? 'submit' : 'edit';
    if (state === 'in-committee') return 'recommend';
    if (state === 'in-approval') return this.order.part === 0 ? 'pass-gate' : this.order.word === 2 ? 'decide' : 'approve';
    return state === 'approved' ? 'render' : state === 'rendered' ? 'sign' : 'send';
  }

  async #play(verb: MoveOrder['verb'], at: Stand, oracle: Oracle, game: Game): Promise<void> {
    const { who, part, word } = this.order;
    const { house } = game;
    const comment = 'fordi';
    const seen = at.version;
    switch (verb) {
      case 'edit':
        return this.#edit(at, oracle, game);
      case 'submit':
        return void (await house.act('writer', 'submit', { seen }));
      case 'recommend':
        return void (await house.act('secretary', 'recommend', { seen }));
      case 'approve':
      case 'replay':
        return this.#approve(verb === 'replay' ? game.seen[word % Math.max(1, game.seen.length)] : seen, at, oracle, game);
      case 'pass-gate':
        return this.#note(
          await house.act(word === 0 ? who : 'secretary', 'pass-gate', { seen }),
          word === 0 ? who : 'secretary',
          'gate',
          oracle,
        );
      case 'decide':
        return this.#decide(at, oracle, game);
      case 'undo':
        return void ((await house.act(who, 'undo-approval', {})) === 'ok' && oracle.undone(who));
      case 'return': {
        const resumeAt = playedChain.filter(({ kind }) => kind !== 'inform')[part]?.id;
        const said = word === 0 || !resumeAt ? { comment } : { comment, resumeAt };
        return void ((await house.act(who, 'return', said)) === 'ok' && oracle.returned(said.resumeAt));
      }
      case 'recall':
        return void ((await house.act('writer', 'recall', { comment })) === 'ok' && oracle.returned(undefined));
      case 'withdraw':
        return void ((await house.act(who, 'withdraw-approval', { comment })) === 'ok' && oracle.returned(undefined));
      case 'send':
        return void (await house.act('dispatcher', 'send', { seen: at.signed ?? undefined }));
      default:
        return this.#besides(verb, at, oracle, house);
    }
  }

  async #besides(verb: MoveOrder['verb'], at: Stand, oracle: Oracle, house: PlayedHouse): Promise<void> {
    const { who, part, word } = this.order;
    if (verb === 'delegate') {
      const from: Player = part === 0 ? 'chair' : part === 1 ? 'formand' : 'both';
      if (from !== who && (await house.delegate(from, who)) === 'ok') oracle.delegation = { from, to: who };
    }
    if (verb === 'end-delegation') {
      await house.endDelegations();
      oracle.delegation = undefined;
    }
    if (verb === 'role') {
      await house.changeRole(word > 0);
      oracle.secondHolds = word > 0;
    }
    if (verb === 'reserve') await house.reserve();
    const versionSha256 = word === 2 ? sha256('another') : (at.approved ?? sha256('none'));
    const renderedSha256 = renderedOf(versionSha256);
    if (verb === 'render') await house.bring('letter-rendered', { versionSha256, renderedSha256 });
    if (verb === 'sign') await house.bring('letter-signed', { renderedSha256, signedSha256: signedOf(renderedSha256) });
  }

  /** The approver is the one named, or, so that games come to an end, the next in turn. */
  async #approve(seen: string | undefined, at: Stand, oracle: Oracle, game: Game): Promise<void> {
    const { who, part } = this.order;
    const by: Player = part === 1 ? 'chair' : part === 2 ? 'formand' : who;
    const outcome = await game.house.act(by, 'approve', { seen });
    if (outcome === 'ok' && seen !== at.version) throw unsound('an approval of a text that is not in force was taken');
    this.#note(outcome, by, 'approve', oracle);
  }

  /** The board or, from the helper, a body that is not asked; on the text in force or, now and then, on one of old. */
  async #decide({ state, version }: Stand, oracle: Oracle, { house, seen }: Game): Promise<void> {
    const { verb, who, part, word } = this.order;
    const old = verb === 'decide' && part === 2 ? seen[word % Math.max(1, seen.length)] : undefined;
    if (state !== 'in-approval' || !version) return;
    const outcome = word === 2 ? 'approved' : word === 1 ? 'rejected' : 'for-information';
    const decision: PlayedDecision = { body: who === 'helper' ? 'chairmanship' : 'board', outcome, seen: old ?? version };
    await house.decide(decision);
    oracle.decided(decision);
  }

  #note(outcome: string, who: Player, kind: 'approve' | 'gate', oracle: Oracle): void {
    const wrong = outcome === 'ok' ? oracle.approved(who, kind) : undefined;
    if (wrong) throw unsound(wrong);
  }

  async #edit(at: Stand, oracle: Oracle, game: Game): Promise<void> {
    const { who, part, word } = this.order;
    const author: Player = who === 'both' ? 'both' : 'writer';
    const wording = [...(oracle.texts.at(-1)?.wording ?? ['Ramme 0.', 'Punkt 0.', 'Punkt 0.'])] as [string, string, string];
    wording[part % 3] = `${part % 3 === 0 ? 'Ramme' : 'Punkt'} ${word}.`;
    const draft = draftOf(game.sample, wording as Wording);
    if ((await game.house.act(author, 'save', { seen: at.version, draft })) !== 'ok') return;
    const { version } = await game.house.stand();
    oracle.texts.push({ wording, author, sha256: version ?? draftHash(draft, []) });
    if (version) game.seen.push(version);
  }
}
