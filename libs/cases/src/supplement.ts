import { randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { addWorkingDays, localDateOf, parseLocalDate } from '@genmaele/calendar';
import { AppError, type DraftContent, draftHash, type supplementOutcomes } from '@genmaele/contracts';
import { type Decision, meetingById } from '@genmaele/committees';
import { rowsOf, type Tx } from '@genmaele/platform';
import { linkHearing, hearingsOf } from './case-hearings.js';
import { type By } from './by.js';
import { eventOf, insertEventCase } from './letter-case.js';

/** Working days from a decision to the supplement wished for: a ministry may close its memorandum within days. */
const supplementDays = 5;

interface EarlierAnswer {
  title: string;
  hearing_id: string;
  office_name: string | null;
  committee_id: string | null;
  committee_name: string | null;
  confidential: boolean;
  ministry_id: string;
  ministry_name: string;
  reply_to: string | null;
  content: DraftContent;
  author_id: string;
  approval_id: string;
  approved_at: Date;
}

/** What a supplement says, and why. */
export interface SupplementRequest {
  readonly outcome: (typeof supplementOutcomes)[number];
  /** What was changed, in the words of whoever decided. */
  readonly changes?: string | undefined;
  readonly decision?: Decision | undefined;
}

/**
 * Opens a case for a supplementary response to one that was sent with reservation: same hearings, office and committee, a draft prefilled with the points
 * that changed and what was decided of them, and a lead that says what it supplements. The draft's author is the author of the earlier one. Returns its
 * id. Errors: `letter.not-found` (nothing was approved).
 */
export async function openSupplement(tx: Tx, caseId: string, request: SupplementRequest, by: By): Promise<string> {
  const earlier = await earlierAnswer(tx, caseId);
  const today = localDateOf(by.now);
  const supplementId = await insertEventCase(
    tx,
    {
      kind: 'supplement',
      title: earlier.title,
      event: { kind: 'decision', title: earlier.title, date: today, deadline: addWorkingDays(today, supplementDays) },
      ministry: { id: earlier.ministry_id, name: earlier.ministry_name },
      recipients: (await eventOf(tx, caseId))?.recipients ?? [],
      replyTo: earlier.reply_to,
      officeName: earlier.office_name,
      committeeId: earlier.committee_id,
      hearingId: earlier.hearing_id,
      supplementsId: caseId,
      confidential: earlier.confidential,
    },
    by.now,
  );
  for (const { hearingId } of await hearingsOf(tx, caseId)) await linkHearing(tx, supplementId, hearingId, by.now, by.actorId ?? null);
  await saveFirstDraft(tx, supplementId, await supplementDraft(tx, earlier, request), earlier.author_id, by.now);
  const line = { actorId: by.actorId, action: 'case.open-supplement', subject: `case:${supplementId}`, requestId: by.requestId };
  await appendAudit(tx, { ...line, facts: { supplements: caseId, outcome: request.outcome } }, by.now);
  return supplementId;
}

async function earlierAnswer(tx: Tx, caseId: string): Promise<EarlierAnswer> {
  const [earlier] = await rowsOf<EarlierAnswer>(
    tx,
    `SELECT c.title, c.hearing_id, c.office_name, c.committee_id, m.name AS committee_name, c.confidential, h.ministry_id, h.ministry_name, h.reply_to,
            v.content, v.author_id, a.id AS approval_id, a.at AS approved_at
     FROM response_case c JOIN case_occasion h ON h.case_id = c.id JOIN approval a ON a.id = c.approval_id JOIN draft_version v ON v.id = a.version_id
     LEFT JOIN committee m ON m.id = c.committee_id WHERE c.id = $1`,
    [caseId],
  );
  if (!earlier) throw new AppError('letter.not-found');
  return earlier;
}

/** The points that a decision changed, with its own words for them where it has some; all of them when it says nothing of single points. */
export function changedPoints(points: DraftContent['points'], decision: Pick<Decision, 'points'> | undefined): DraftContent['points'] {
  if (!decision || decision.points.length === 0) return points;
  return points.flatMap((point) => {
    const found = decision.points.find(({ pointId }) => pointId === String(point.number));
    if (!found || found.outcome === 'approved' || found.outcome === 'for-information') return [];
    return [{ ...point, text: found.text ?? point.text }];
  });
}

async function supplementDraft(tx: Tx, earlier: EarlierAnswer, { outcome, changes, decision }: SupplementRequest): Promise<DraftContent> {
  const meeting = decision?.meetingId ? await meetingById(tx, decision.meetingId) : undefined;
  const date = localDateOf(earlier.approved_at);
  const changed = outcome === 'changed' || outcome === 'supplemented';
  return {
    template: 'supplerende-hoeringssvar',
    supplements: {
      date,
      documentId: `D-${earlier.approval_id.slice(0, 8)}`,
      body: earlier.committee_name ?? 'KL’s politiske ledelse',
      ...(meeting ? { treated: parseLocalDate(meeting.date) } : {}),
      outcome,
    },
    lead: changes ? [changes] : [leadOf(outcome)],
    sections: [],
    points: changed ? changedPoints(earlier.content.points, decision) : [],
    reservations: { political: false, economic: false },
  };
}

function leadOf(outcome: SupplementRequest['outcome']): string {
  return outcome === 'confirmed'
    ? 'Der er ikke yderligere bemærkninger til det udsendte.'
    : 'Denne skrivelse supplerer det tidligere afgivne høringssvar.';
}

/** The first draft of a case that nobody has begun: its author only takes it up. */
async function saveFirstDraft(tx: Tx, caseId: string, draft: DraftContent, authorId: string, now: Date): Promise<void> {
  const id = randomUUID();
  await tx.query(
    `INSERT INTO draft_version (id, case_id, number, content, attachments, sha256, author_id, saved_at) VALUES ($1, $2, 1, $3, '[]', $4, $5, $6)`,
    [id, caseId, draft, draftHash(draft, []), authorId, now],
  );
  await tx.query('UPDATE response_case SET current_version_id = $2 WHERE id = $1', [caseId, id]);
}
