import { type ChainStep, type DraftParts } from '@genmaele/contracts';

/** One approval, decision of a body, or passing of a gate, that stands: who took which step, for whom, and the parts of the text they had read. */
export interface GivenApproval {
  readonly id: string;
  readonly stepId: string;
  /** Who did it; null where a body decided it. */
  readonly personId: string | null;
  /** Whom they stood in for; null when for themselves. */
  readonly forPersonId: string | null;
  readonly versionId: string;
  readonly parts: DraftParts;
  readonly at: Date;
}

/** A saved version, as far as approvals ask about it. */
export interface TextVersion {
  readonly id: string;
  readonly authorId: string;
  readonly parts: DraftParts;
}

/** Who binds a part of the text: the latest who took the step with that very part before their eyes, first to last. */
export interface PartCover {
  /** `frame`, or a point's number. */
  readonly part: string;
  readonly steps: readonly { readonly stepId: string; readonly approvals: readonly GivenApproval[] }[];
}

/** How far a text has come along its chain. */
export interface Standing {
  /** The steps that wait for somebody now: all of one rank; none when the chain is complete. */
  readonly open: readonly ChainStep[];
  readonly complete: boolean;
  /** Who stands for a step, each having read every part of the text in force; the latest last. */
  readonly voices: ReadonlyMap<string, readonly GivenApproval[]>;
  readonly cover: readonly PartCover[];
  /** The latest approval of the version in force: the one its letter is made for. */
  readonly completing: GivenApproval | undefined;
}

const frame = 'frame';

function partList({ frame: sha256, points }: DraftParts): { id: string; sha256: string }[] {
  return [{ id: frame, sha256 }, ...points];
}

function hasPart(parts: DraftParts, part: { id: string; sha256: string }): boolean {
  return partList(parts).some(({ id, sha256 }) => id === part.id && sha256 === part.sha256);
}

/**
 * Everybody who wrote a part of the text in force: who saved a version in which one of its parts was new. They are never counted among those who
 * approve it. Versions first to last; the text in force is the last.
 */
export function authorsOf(versions: readonly TextVersion[]): ReadonlySet<string> {
  const last = versions.at(-1);
  if (!last) return new Set();
  const inForce = partList(last.parts);
  const wrote = versions.filter(({ parts }, i) =>
    inForce.some((part) => hasPart(parts, part) && !(i > 0 && hasPart(versions[i - 1]!.parts, part))),
  );
  return new Set([last.authorId, ...wrote.map(({ authorId }) => authorId)]);
}

/** The ids of the parts that a reader of one text finds changed in another: `frame`, or a point's number; those that are gone are the frame's. */
export function changedParts(read: DraftParts, now: DraftParts): string[] {
  return partList(now)
    .filter((part) => !hasPart(read, part))
    .map(({ id }) => id);
}

/** Whether an approval may count at all for a text: neither who gave it nor whom they stood in for wrote any part of it. A body is nobody's author. */
function byOthers({ personId, forPersonId }: GivenApproval, authors: ReadonlySet<string>): boolean {
  return !(personId !== null && authors.has(personId)) && !(forPersonId !== null && authors.has(forPersonId));
}

/** The latest approval of each person, for each they stood in for, whose approvals together are of every part of the text. */
function voicesOf(approvals: readonly GivenApproval[], parts: DraftParts): GivenApproval[] {
  const keyOf = ({ personId, forPersonId }: GivenApproval) => `${personId} ${forPersonId ?? personId}`;
  return [...new Set(approvals.map(keyOf))]
    .map((voice) => approvals.filter((each) => keyOf(each) === voice))
    .filter((own) => partList(parts).every((part) => own.some((each) => hasPart(each.parts, part))))
    .map((own) => own.at(-1)!)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Who speaks, as a key; a step that a body takes has one voice. */
function speakerOf({ personId }: Pick<GivenApproval, 'personId'>): string {
  return personId ?? 'the body';
}

/** How many different people speak, each for one person and each person once: the largest matching of who did it and for whom. */
export function distinctVoices(voices: readonly Pick<GivenApproval, 'personId' | 'forPersonId'>[]): number {
  const heldBy = new Map<string, string>();
  const place = (person: string, tried: Set<string>): boolean => {
    for (const voice of voices.filter((each) => speakerOf(each) === person)) {
      const principal = voice.forPersonId ?? speakerOf(voice);
      if (tried.has(principal)) continue;
      tried.add(principal);
      const holder = heldBy.get(principal);
      if (holder === undefined || place(holder, tried)) {
        heldBy.set(principal, person);
        return true;
      }
    }
    return false;
  };
  return [...new Set(voices.map(speakerOf))].filter((person) => place(person, new Set())).length;
}

/**
 * How far the text in force has come: a step is met when as many different people as its quorum have each read and approved every part of it, in
 * one approval or in several; an edit so voids only what it touches. The steps of the lowest rank that is not met are open. Should every step be met
 * without an approval of the very version in force (a text brought back to what it was), the last person's approval is asked for again.
 * `approvals` are those that stand, first to last; `versions` first to last. Pure.
 */
export function standingOf(steps: readonly ChainStep[], approvals: readonly GivenApproval[], versions: readonly TextVersion[]): Standing {
  const text = versions.at(-1);
  const asking = steps.filter(({ kind }) => kind !== 'inform');
  if (!text) return { open: [], complete: false, voices: new Map(), cover: [], completing: undefined };
  const authors = authorsOf(versions);
  const counted = approvals.filter((each) => byOthers(each, authors));
  const ofStep = ({ id }: ChainStep) => counted.filter(({ stepId }) => stepId === id);
  const voices = new Map(asking.map((step) => [step.id, voicesOf(ofStep(step), text.parts)]));
  const binding = new Set(asking.filter(({ kind }) => kind === 'approve').map(({ id }) => id));
  const completing = counted.filter(({ versionId, stepId }) => versionId === text.id && binding.has(stepId)).at(-1);
  const unmet = asking.filter((step) => distinctVoices(voices.get(step.id) ?? []) < step.quorum);
  const waiting = unmet.length > 0 || completing ? unmet : asking.filter(({ kind, body }) => kind === 'approve' && !body);
  const rank = unmet.length > 0 ? Math.min(...waiting.map((step) => step.rank)) : Math.max(...waiting.map((step) => step.rank));
  const cover = partList(text.parts).map((part) => ({
    part: part.id,
    steps: asking.map((step) => ({ stepId: step.id, approvals: ofStep(step).filter((each) => hasPart(each.parts, part)) })),
  }));
  return { open: waiting.filter((step) => step.rank === rank), complete: waiting.length === 0, voices, cover, completing };
}

/**
 * Whether a person still has something to say to an open step, for whom they speak: not when they wrote a part of the text, and not when they have
 * already approved the version in force in this step.
 */
export function maySpeak(
  step: ChainStep,
  speaker: { personId: string; forPersonId: string | null },
  { approvals, versions }: { approvals: readonly GivenApproval[]; versions: readonly TextVersion[] },
): 'yes' | 'author' | 'spoken' {
  const text = versions.at(-1);
  const authors = authorsOf(versions);
  if (authors.has(speaker.personId) || (speaker.forPersonId !== null && authors.has(speaker.forPersonId))) return 'author';
  const spoken = approvals.some(
    (each) =>
      each.stepId === step.id &&
      each.versionId === text?.id &&
      (each.personId === speaker.personId || (each.forPersonId ?? each.personId) === (speaker.forPersonId ?? speaker.personId)),
  );
  return spoken ? 'spoken' : 'yes';
}

/** The approvals that a return to a step takes back: those of that step and of all after it, or all when no step is named. */
export function voidedByReturn(
  steps: readonly ChainStep[],
  approvals: readonly GivenApproval[],
  resumeAt: string | undefined,
): GivenApproval[] {
  const from = steps.find(({ id }) => id === resumeAt)?.rank ?? 0;
  const keeps = new Set(steps.filter(({ rank }) => rank < from).map(({ id }) => id));
  return approvals.filter(({ stepId }) => !keeps.has(stepId));
}
