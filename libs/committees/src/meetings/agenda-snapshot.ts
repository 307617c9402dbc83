import { canonicalJson, sha256 } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type Member, membersOn } from '../bodies/body-queries.js';
import { bodyNameOn } from '../bodies/body-records.js';
import { type LockedMeeting } from './lock-meeting.js';

/** An item as it stands on an agenda. Its number is its place among those that stand. */
export interface AgendaLine {
  readonly itemId: string;
  readonly number: number;
  readonly title: string;
  readonly open: boolean;
  readonly caseId: string | null;
  readonly versionSha256: string | null;
  readonly recommendation: string | null;
  readonly late: boolean;
  readonly lateReason: string | null;
  readonly consented: boolean;
  readonly postponedFrom: string | null;
  readonly attachments: readonly { readonly sha256: string; readonly fileName: string }[];
}

/** An agenda at a moment: when and where, who belongs to the body, and the items in order. */
export interface Agenda {
  readonly body: string;
  readonly date: string;
  readonly startTime: string | null;
  readonly place: string | null;
  readonly onlineUrl: string | null;
  readonly members: readonly Pick<Member, 'membershipId' | 'name' | 'function' | 'municipality'>[];
  readonly items: readonly AgendaLine[];
}

/** An agenda that was kept, with its hash and when. */
export interface KeptAgenda {
  readonly content: Agenda;
  readonly sha256: string;
  readonly at: Date;
}

/** The items that stand on a meeting's agenda, numbered in order. */
export async function agendaLines(db: DataSource | Tx, meetingId: string): Promise<AgendaLine[]> {
  return rowsOf(
    db,
    `SELECT i.id AS "itemId", (row_number() OVER (ORDER BY i.position, i.added_at, i.id))::int AS number, i.title, i.open, i.case_id AS "caseId",
            i.version_sha256 AS "versionSha256", i.recommendation, i.late, i.late_reason AS "lateReason", i.late_consent_at IS NOT NULL AS consented,
            i.postponed_from AS "postponedFrom",
            coalesce((SELECT jsonb_agg(jsonb_build_object('sha256', a.sha256, 'fileName', a.file_name) ORDER BY a.added_at, a.file_name)
                      FROM agenda_attachment a WHERE a.item_id = i.id), '[]') AS attachments
     FROM agenda_item i WHERE i.meeting_id = $1 AND i.withdrawn_at IS NULL ORDER BY number`,
    [meetingId],
  );
}

/** The agenda as it is now. */
export async function agendaNow(db: DataSource | Tx, meeting: Pick<LockedMeeting, 'id' | 'committeeId' | 'date'>): Promise<Agenda> {
  const [facts] = await rowsOf<Pick<Agenda, 'startTime' | 'place' | 'onlineUrl'>>(
    db,
    'SELECT start_time AS "startTime", place, online_url AS "onlineUrl" FROM committee_meeting WHERE id = $1',
    [meeting.id],
  );
  const members = await membersOn(db, meeting.committeeId, meeting.date);
  return {
    body: (await bodyNameOn(db, meeting.committeeId, meeting.date)) ?? meeting.committeeId,
    date: meeting.date,
    startTime: facts?.startTime ?? null,
    place: facts?.place ?? null,
    onlineUrl: facts?.onlineUrl ?? null,
    members: members.map(({ membershipId, name, function: is, municipality }) => ({ membershipId, name, function: is, municipality })),
    items: await agendaLines(db, meeting.id),
  };
}

/** Keeps the agenda as it is now, once: as invited, or as held. What is kept already stands. */
export async function keepAgenda(tx: Tx, meeting: LockedMeeting, kind: 'invited' | 'held', now: Date): Promise<void> {
  const content = await agendaNow(tx, meeting);
  await tx.query(
    'INSERT INTO agenda_snapshot (meeting_id, kind, content, sha256, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (meeting_id, kind) DO NOTHING',
    [meeting.id, kind, content, sha256(canonicalJson(content)), now],
  );
}

/** The agenda as it was kept; undefined when it has not been. */
export async function keptAgenda(db: DataSource | Tx, meetingId: string, kind: 'invited' | 'held'): Promise<KeptAgenda | undefined> {
  const [kept] = await rowsOf<KeptAgenda>(db, 'SELECT content, sha256, at FROM agenda_snapshot WHERE meeting_id = $1 AND kind = $2', [
    meetingId,
    kind,
  ]);
  return kept;
}
