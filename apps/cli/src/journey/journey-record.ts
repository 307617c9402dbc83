/** One step of the journey. States are those of the hearing, then those of the case. */
export interface JourneyStep {
  /** What was done: an action of the workflow table, or one of the journey's own (`receive`, `read`, `open`, `assign-committee`, `reply`). */
  readonly step: string;
  readonly danish: string;
  /** ISO 8601. */
  readonly at: string;
  /** Milliseconds since the step before. */
  readonly ms: number;
  /** The person's name; `systemet` for the worker, the ministry's name for its reply. */
  readonly actor: string;
  readonly before: string;
  readonly after: string;
}

/** SHA-256 of each link of the chain, in hexadecimal. */
export interface JourneyHashes {
  readonly approvedVersion: string;
  readonly renderedPdf: string;
  readonly signedPdf: string;
  readonly mailAttachment: string;
}

/** What journey.json says. */
export interface JourneyRecord {
  readonly steps: readonly JourneyStep[];
  readonly hashes: JourneyHashes;
  readonly case: { readonly id: string; readonly number: string; readonly title: string; readonly state: string };
  readonly hearing: { readonly id: string };
  readonly dispatch: { readonly id: string; readonly messageId: string; readonly recipient: string };
  /** From the first step to the last, in milliseconds. */
  readonly ms: number;
}

/** Notes the steps as they are seen, and tells each once. */
export class JourneyLog {
  readonly steps: JourneyStep[] = [];
  #started: number;
  #last: number;

  constructor(
    private readonly onStep: (step: JourneyStep) => void,
    now: number,
  ) {
    this.#started = now;
    this.#last = now;
  }

  /** Notes a step that was taken at a moment (milliseconds since 1970). */
  note(step: Omit<JourneyStep, 'at' | 'ms'>, at: number): void {
    if (this.steps.length === 0 && at < this.#started) this.#started = this.#last = at;
    const noted = { ...step, at: new Date(at).toISOString(), ms: Math.max(0, at - this.#last) };
    this.#last = Math.max(at, this.#last);
    this.steps.push(noted);
    this.onStep(noted);
  }

  get ms(): number {
    return this.#last - this.#started;
  }
}
