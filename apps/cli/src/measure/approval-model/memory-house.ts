import { type ApprovalRecord, approvesAll, ownApprovals, type RecordedApproval, type Speaker, turnOf, wantsChanges } from '@genmaele/cases';
import { type DraftContent, draftHash, draftParts, isBodyOfStep, type Role } from '@genmaele/contracts';
import { authorsOf, type CaseAction, type CaseState, decide, standingOf, type TextVersion, voidedByReturn } from '@genmaele/workflow';
import { type PlayedDecision, type PlayedHouse, playedChain, type Player, players, type Said, type Stand } from './played-house.js';

type Version = TextVersion & { readonly sha256: string };

/**
 * The product's own rules (`decide`, `standingOf`, `turnOf`, `voidedByReturn`) on a case in memory: thousands of games in seconds. What the writer does
 * around them is written down once more here; the same games on PostgreSQL hold the writer itself to the same invariants.
 */
export class MemoryHouse implements PlayedHouse {
  #state: CaseState = 'drafting';
  #clock = 0;
  readonly #versions: Version[] = [];
  #approvals: RecordedApproval[] = [];
  #delegations: { from: Player; to: Player }[] = [];
  #secondHolds = true;
  #made: Pick<Stand, 'approved' | 'rendered' | 'signed'> = { approved: null, rendered: null, signed: null };

  async stand(): Promise<Stand> {
    return { state: this.#state, version: this.#versions.at(-1)?.sha256, ...this.#made };
  }

  #rolesOf(who: Player): readonly Role[] {
    return who === 'second' && !this.#secondHolds ? [] : players[who];
  }

  #speakers(who: Player): Speaker[] {
    const others = this.#delegations.filter(({ to }) => to === who);
    return [
      { forPersonId: null, standInId: null, roles: this.#rolesOf(who) },
      ...others.map(({ from }) => ({ forPersonId: from, standInId: from, roles: this.#rolesOf(from) })),
    ];
  }

  #record(): ApprovalRecord {
    const standing = standingOf(playedChain, this.#approvals, this.#versions);
    return { chainId: 'chain', steps: playedChain, approvals: this.#approvals, versions: this.#versions, standing };
  }

  #decide(who: Player | undefined, action: CaseAction, said: Said, chainHolds: boolean): CaseState | string {
    const speakers = who ? this.#speakers(who) : [];
    const record = this.#record();
    const current = this.#versions.at(-1);
    const facts = {
      ...(current ? { currentVersion: current.sha256 } : {}),
      ...(this.#made.signed ? { signedLetter: this.#made.signed } : {}),
      ...(said.seen ? { seen: said.seen } : {}),
      ...(said.comment ? { comment: said.comment } : {}),
      actorIsAuthor: who !== undefined && authorsOf(this.#versions).has(who),
      hasReplyAddress: true,
      signedInFresh: true,
      reservedPolitically: false,
      openStep: turnOf(record, 'approve', who, speakers) !== undefined,
      openGate: turnOf(record, 'gate', who, speakers) !== undefined,
      ownApproval: ownApprovals(record, who).length > 0,
      covered: record.standing.complete,
      undoOver: true,
      chainHolds: chainHolds && record.standing.complete && current?.sha256 === this.#made.approved,
    };
    const roles: readonly Role[] = who ? speakers.flatMap((speaker) => speaker.roles) : ['system'];
    const decision = decide(this.#state, action, roles, facts);
    if (!decision.allowed) return decision.code;
    this.#state = decision.to;
    return 'ok';
  }

  async act(who: Player, action: CaseAction, said: Said): Promise<string> {
    const record = this.#record();
    const turn = turnOf(record, action === 'approve' ? 'approve' : 'gate', who, this.#speakers(who));
    const outcome = this.#decide(who, action, said, true);
    if (outcome !== 'ok') return outcome;
    if (action === 'save' && said.draft) this.#save(who, said.draft);
    if (action === 'undo-approval') this.#approvals = this.#approvals.filter(({ personId }) => personId !== who);
    if ((action === 'approve' || action === 'pass-gate') && turn)
      this.#write({
        stepId: turn.step.id,
        personId: who,
        role: turn.role,
        forPersonId: turn.speaker.forPersonId,
        version: this.#versions.at(-1)!,
      });
    if (this.#state === 'drafting' && action !== 'save') this.#backToDraft(action === 'return' ? said.resumeAt : undefined);
    if (this.#state === 'in-approval') this.#made = { approved: null, rendered: null, signed: null };
    return 'ok';
  }

  #save(who: Player, draft: DraftContent): void {
    const sha256 = draftHash(draft, []);
    this.#versions.push({ id: `v${this.#versions.length}`, authorId: who, parts: draftParts(draft, []), sha256 });
  }

  async decide({ body, outcome, seen }: PlayedDecision): Promise<void> {
    const step = playedChain.find((each) => each.body && isBodyOfStep(each.body, { kind: body, ofCase: false }));
    const version = this.#versions.findLast(({ sha256 }) => sha256 === seen);
    if (!step || !version) return;
    const decision = { outcome, points: [] };
    if (wantsChanges(decision)) {
      if (this.#decide(undefined, 'body-returned', { comment: 'fordi' }, true) === 'ok') this.#backToDraft(step.id);
    } else if (approvesAll(decision) && this.#decide(undefined, 'body-decided', {}, true) === 'ok') {
      this.#write({ stepId: step.id, personId: null, forPersonId: null, role: null, version });
    }
  }

  #write({ version, ...given }: Pick<RecordedApproval, 'stepId' | 'personId' | 'forPersonId' | 'role'> & { version: Version }): void {
    this.#clock += 1;
    this.#approvals.push({
      ...given,
      id: `a${this.#clock}`,
      versionId: version.id,
      parts: version.parts,
      decisionId: null,
      decisionText: null,
      at: new Date(this.#clock),
    });
    if (!this.#record().standing.complete) return;
    if (this.#decide(undefined, 'approvals-complete', {}, true) === 'ok')
      this.#made = { approved: this.#versions.at(-1)!.sha256, rendered: null, signed: null };
  }

  #backToDraft(resumeAt: string | undefined): void {
    const voided = voidedByReturn(playedChain, this.#approvals, resumeAt);
    this.#approvals = this.#approvals.filter((each) => !voided.some(({ id }) => id === each.id));
    this.#made = { approved: null, rendered: null, signed: null };
  }

  async bring(
    action: 'letter-rendered' | 'letter-signed',
    evidence: { versionSha256?: string; renderedSha256: string; signedSha256?: string },
  ): Promise<string> {
    const fits =
      action === 'letter-rendered' ? evidence.versionSha256 === this.#made.approved : evidence.renderedSha256 === this.#made.rendered;
    const outcome = this.#decide(undefined, action, {}, fits);
    if (outcome === 'ok') this.#made = { ...this.#made, rendered: evidence.renderedSha256, signed: evidence.signedSha256 ?? null };
    return outcome;
  }

  async delegate(from: Player, to: Player): Promise<string> {
    if (this.#delegations.length > 0) return 'stand-in.not-allowed';
    this.#delegations.push({ from, to });
    return 'ok';
  }

  async endDelegations(): Promise<void> {
    this.#delegations = [];
  }

  async changeRole(held: boolean): Promise<void> {
    this.#secondHolds = held;
  }

  async reserve(): Promise<string> {
    return 'ok';
  }
}
