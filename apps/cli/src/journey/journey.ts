import { setTimeout as pause } from 'node:timers/promises';
import { sampleDraft } from '../sample-draft.js';
import { sampleMinistryReply } from '../sample-hearing.js';
import { type CaseStepLine, type CaseView } from '@genmaele/cases';
import { type ProvisionNode } from '@genmaele/contracts';
import { type DispatchView } from '@genmaele/delivery';
import { type LetterView } from '@genmaele/documents';
import { flattenProvisions, wordsOf } from '@genmaele/legaltext';
import { type CaseAction, type CaseState, caseWorkflow, states } from '@genmaele/workflow';
import { CommandError } from '../command-error.js';
import { ApiProblem, ApiSession, type Patience } from './api-session.js';
import { checkChain } from './hash-chain.js';
import { type JourneyOrder, type JourneyPart, journeyParts, type JourneySessions } from './journey-order.js';
import { JourneyLog, type JourneyRecord } from './journey-record.js';
import { attachedPdf, handIn, keptMails } from './kept-mail.js';

/** A journey that came to its end: its record, and the files that prove it. */
export interface JourneyEnd {
  readonly record: JourneyRecord;
  readonly pdf: Buffer;
  readonly mail: { readonly file: string; readonly bytes: Buffer };
  /** Every text that a screen reader must speak. */
  readonly heard: readonly string[];
  /** Whether the hearing was there already, so that this journey went on where another had stopped. */
  readonly resumed: boolean;
}

interface HearingAnswer {
  readonly id: string;
  readonly state: 'received' | 'read' | 'unreadable';
  readonly problem: string | null;
  readonly caseId: string | null;
  readonly receivedAt: string;
}

/** Opens a session for each who acts. */
export async function openSessions(
  order: Pick<JourneyOrder, 'api' | 'people'>,
  patience: Patience,
  sessionOf = ApiSession.open,
): Promise<JourneySessions> {
  const opened = await Promise.all(
    journeyParts.map(async (part) => [part, await sessionOf(order.api, order.people[part], patience)] as const),
  );
  return Object.fromEntries(opened) as Record<JourneyPart, ApiSession>;
}

/**
 * Takes one hearing the whole way, from its receipt to the ministry's acknowledgement, acting only through the HTTP api as the people given. What
 * to do next is read off the case's state, never remembered, so an api or worker that dies on the way, or a call that took effect though its
 * answer was lost, costs time and nothing else; a hearing that is there already is taken on from where it stands.
 *
 * Errors: ApiProblem, CommandError (a state that no step leads out of, patience at an end, a chain of hashes that does not hold).
 */
export async function runJourney(order: JourneyOrder): Promise<JourneyEnd> {
  const patience = { patienceMs: 60_000, pollMs: 40, ...order.patience };
  const sessions = order.sessions ?? (await openSessions(order, patience));
  return new Journey(order, sessions, patience).run();
}

/** A case as the api gives it, with the version by which it is changed. */
type SeenCase = CaseView & { readonly etag: string };

type Move = (view: SeenCase) => Promise<void>;

class Journey {
  readonly #log: JourneyLog;
  #seenVersion = 1;
  #replied = false;

  constructor(
    private readonly order: JourneyOrder,
    private readonly sessions: JourneySessions,
    private readonly patience: Patience,
  ) {
    this.#log = new JourneyLog(order.onStep ?? (() => undefined), Date.now());
  }

  /** What is done in each state; a state that is not here is left by the system, and waited out. */
  readonly #moves: Partial<Record<CaseState, Move>> = {
    opened: (view) => this.#begin(view),
    drafting: (view) => this.#draftOrSubmit(view),
    'in-committee': (view) => this.#act('secretary', 'recommend', view, { seen: view.currentVersion?.sha256 }),
    'in-approval': (view) => this.#act('chair', 'approve', view, { seen: view.currentVersion?.sha256 }),
    signed: (view) => this.#act('dispatcher', 'send', view, { seen: view.signedSha256 ?? undefined }),
    sent: (view) => this.#reply(view),
    uncertain: (view) => Promise.reject(stuck(view)),
    'not-answered': (view) => Promise.reject(stuck(view)),
  };

  async run(): Promise<JourneyEnd> {
    const { hearingId, resumed } = await this.#handInHearing();
    const caseId = await this.#untilCase(hearingId, resumed);
    let view = await this.#view(caseId);
    this.#noteCaseSteps(view);
    while (view.state !== 'acknowledged') {
      await this.#moves[view.state]?.(view);
      view = await this.#untilChanged(view);
    }
    return this.#end(hearingId, view, resumed);
  }

  /** Posts the hearing. One that is there already is taken on: it was received before, or by a try whose answer was lost. */
  async #handInHearing(): Promise<{ hearingId: string; resumed: boolean }> {
    const { fields } = this.order.hearing;
    const started = Date.now();
    const hearingId = await this.#receive();
    const receivedAt = new Date((await this.sessions.officer.get<HearingAnswer>(`/hearings/${hearingId}`)).receivedAt).getTime();
    this.#note('receive', `Høringen fra ${fields.ministry} er modtaget`, 'officer', '–', 'received', receivedAt);
    return { hearingId, resumed: receivedAt < started };
  }

  async #receive(): Promise<string> {
    const { fields, files } = this.order.hearing;
    try {
      return (await this.sessions.officer.postForm<{ hearingId: string }>('/hearings', fields, files)).hearingId;
    } catch (error) {
      const hearingId = error instanceof ApiProblem && error.code === 'hearing.duplicate' ? error.problem.facts?.['hearingId'] : undefined;
      if (typeof hearingId !== 'string') throw error;
      return hearingId;
    }
  }

  async #untilCase(hearingId: string, resumed: boolean): Promise<string> {
    let read = resumed;
    for (const end = this.#patienceEnd(); ; await this.#pause(end, 'høringen bliver læst, og sagen oprettet')) {
      const hearing = await this.sessions.officer.get<HearingAnswer>(`/hearings/${hearingId}`);
      if (hearing.state === 'unreadable') throw unreadable(hearing.problem);
      if (hearing.state === 'read' && !read) this.#note('read', 'Lovforslaget er læst i bestemmelser', 'system', 'received', 'read');
      read ||= hearing.state === 'read';
      if (!hearing.caseId) continue;
      if (!resumed) this.#note('open', 'Sagen er oprettet med plan, kontor og udvalg', 'system', 'read', 'opened');
      return hearing.caseId;
    }
  }

  async #begin(view: SeenCase): Promise<void> {
    if (view.committeeId !== this.order.committeeId) {
      await this.#tolerating(view, (etag) =>
        this.sessions.officer.post(`/cases/${view.id}/committee`, { committeeId: this.order.committeeId }, etag),
      );
      this.#note('assign-committee', 'Sagen er givet til udvalget', 'officer', view.state, view.state);
    }
    await this.#act('officer', 'start', await this.#view(view.id), {});
  }

  async #draftOrSubmit(view: SeenCase): Promise<void> {
    if (view.currentVersion) return this.#act('officer', 'submit', view, { seen: view.currentVersion.sha256 });
    const bill = await this.sessions.officer.get<{ provisions: ProvisionNode[] }>(`/hearings/${view.hearingId}/provisions`);
    const provisions = flattenProvisions(bill).map((node) => ({ ...node, text: wordsOf(node) }));
    await this.#act('officer', 'save', view, { draft: sampleDraft(provisions) });
  }

  async #reply(view: SeenCase): Promise<void> {
    if (this.#replied) return;
    const dispatch = await this.#dispatch(view);
    const { mailbox, hearing } = this.order;
    const { replyTo: from, caseNumber, ministry } = hearing.fields;
    await handIn(mailbox, from, await sampleMinistryReply({ to: mailbox.address, from, messageId: dispatch.messageId, caseNumber }));
    this.#replied = true;
    this.#log.note({ step: 'reply', danish: 'Ministeriet har svaret', actor: ministry, before: view.state, after: view.state }, Date.now());
  }

  async #act(part: JourneyPart, action: CaseAction, view: SeenCase, body: object): Promise<void> {
    await this.#tolerating(view, (etag) => this.sessions[part].post(`/cases/${view.id}/actions/${action}`, body, etag));
  }

  /**
   * A refusal is no failure when the case has moved on meanwhile: then an earlier try took effect, and its answer was lost. A version is read just before
   * what it is the version of: when the case moved in between, the same view is named by its right version.
   */
  async #tolerating(view: SeenCase, call: (etag: string) => Promise<unknown>): Promise<void> {
    try {
      await call(view.etag);
    } catch (error) {
      if (!(error instanceof ApiProblem) || ![409, 412, 428].includes(error.status)) throw error;
      if (error.code === 'case.changed-meanwhile') return;
      const now = await this.#view(view.id);
      if (now.version !== view.version) return;
      if (error.code !== 'request.stale' || now.etag === view.etag) throw error;
      await this.#tolerating(now, call);
    }
  }

  /** The case as it is after `view`, waiting while it is the system's to move it on. */
  async #untilChanged(view: SeenCase): Promise<SeenCase> {
    for (const end = this.#patienceEnd(); ; await this.#pause(end, `sagen kommer videre fra »${states[view.state].danish}«`)) {
      const now = await this.#view(view.id);
      if (now.version === view.version) continue;
      this.#noteCaseSteps(now);
      return now;
    }
  }

  #view(caseId: string): Promise<SeenCase> {
    return this.sessions.officer.get<SeenCase>(`/cases/${caseId}`);
  }

  async #dispatch({ id, dispatchId }: CaseView): Promise<DispatchView> {
    const found = (await this.sessions.dispatcher.get<DispatchView[]>(`/cases/${id}/dispatches`)).find(
      (each) => each.sendingId === dispatchId,
    );
    if (!found) throw new CommandError('Afsendelsen findes ikke.', `Sagen har ingen afsendelse ${dispatchId ?? ''}.`, 'Meld fejlen.');
    return found;
  }

  async #end(hearingId: string, view: SeenCase, resumed: boolean): Promise<JourneyEnd> {
    const { officer } = this.sessions;
    const [dispatch, letter, pdf, heard] = await Promise.all([
      this.#dispatch(view),
      officer.get<LetterView>(`/cases/${view.id}/letter`),
      officer.bytes(`/cases/${view.id}/letter.pdf`),
      officer.get<string[]>(`/cases/${view.id}/letter/heard`),
    ]);
    const mails = await keptMails(this.order.mailbox.dir, dispatch.recipient, dispatch.messageId);
    const [mail] = mails;
    if (!mail || mails.length !== 1) throw mailCount(mails.length, dispatch.messageId);
    const draft = view.currentVersion?.content;
    if (!draft) throw stuck(view);
    const hashes = checkChain({ draft, case: view, letter, dispatch, pdf, mail: mail.bytes, attachment: await attachedPdf(mail.bytes) });
    const { id, number, title, state } = view;
    const sent = { id: dispatch.id, messageId: dispatch.messageId, recipient: dispatch.recipient };
    const record = {
      steps: this.#log.steps,
      hashes,
      case: { id, number, title, state },
      hearing: { id: hearingId },
      dispatch: sent,
      ms: this.#log.ms,
    };
    return { record, pdf, mail, heard, resumed };
  }

  #noteCaseSteps(view: SeenCase): void {
    for (const step of view.steps.filter(({ version }) => version > this.#seenVersion)) {
      const { action, from, to } = step;
      this.#log.note(
        { step: action, danish: danishOf(step), actor: step.actor ?? 'systemet', before: from, after: to },
        new Date(step.at).getTime(),
      );
    }
    this.#seenVersion = view.version;
  }

  #note(step: string, danish: string, by: JourneyPart | 'system', before: string, after: string, at = Date.now()): void {
    const actor = by === 'system' ? 'systemet' : this.order.people[by].name;
    this.#log.note({ step, danish, actor, before, after }, at);
  }

  #patienceEnd(): number {
    return performance.now() + this.patience.patienceMs;
  }

  async #pause(end: number, awaited: string): Promise<void> {
    if (performance.now() > end) {
      throw new CommandError('Rejsen gik i stå.', `Der blev ventet forgæves på, at ${awaited}.`, 'Se worker.log og api.log i datamappen.');
    }
    await pause(this.patience.pollMs);
  }
}

/** What the button of the workflow table says. */
function danishOf({ from, action }: CaseStepLine): string {
  return caseWorkflow.find((row) => row.from === from && row.action === action)?.danish ?? action;
}

function stuck({ number, state }: CaseView): CommandError {
  return new CommandError(
    `Sag ${number} kom ikke til ende.`,
    `Den står i »${states[state].danish}«.`,
    'Se sagen på siden, og tag stilling der.',
  );
}

function unreadable(problem: string | null): CommandError {
  return new CommandError(
    'Lovforslaget kan ikke læses.',
    problem ?? 'Der er ingen forklaring.',
    'Send det som PDF, Word (.docx), HTML, LexDania-XML eller tekst.',
  );
}

function mailCount(count: number, messageId: string): CommandError {
  return new CommandError(
    'Mailen er ikke sendt præcis én gang.',
    `Postkassen har ${count} mails med ${messageId}.`,
    'Se worker.log, og meld fejlen.',
  );
}
