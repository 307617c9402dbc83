import { parseLocalDate } from '@genmaele/calendar';
import { type Agenda, keptAgenda, type KeptAgenda, lockMeeting, type Minutes, minutesInForce, putMeetingPaper } from '@genmaele/committees';
import { AppError, type JobPayload, type LetterDocument, type PaperKind } from '@genmaele/contracts';
import { type JobContext } from '@genmaele/jobs';
import { keepFile, rowsOf, type Tx } from '@genmaele/platform';
import { dagsorden, referat } from '@genmaele/templates';
import { type DataSource } from 'typeorm';
import { refuseUnfitLetter } from './checker/index.js';
import { type LetterLook } from './letter-settings.js';
import { drawLetter } from './letter-source.js';

/**
 * The job `agenda.render`: the agenda as invited or as held, or the minutes in force, becomes one PDF that is not signed. The same source is drawn once.
 * Errors: `meeting.not-found`, `letter.not-found` (nothing is kept to draw), `draft.character-unprintable`, `letter.check-failed`.
 */
export async function renderMeetingPaper(
  database: DataSource,
  { meetingId, kind }: JobPayload<'agenda.render'>,
  look: LetterLook,
  context: JobContext,
): Promise<void> {
  const source = kind === 'minutes' ? await minutesInForce(database, meetingId) : await keptAgenda(database, meetingId, snapshotOf[kind]);
  if (!source) throw new AppError('letter.not-found');
  const drawn = drawLetter(await paperOf(database, source, kind, look), look);
  refuseUnfitLetter(drawn.bytes, drawn.heard);
  await context.finish(async (tx) => {
    await lockMeeting(tx, meetingId);
    const pdfSha256 = await keepFile(tx, drawn.bytes, 'application/pdf', context.now);
    const heardSha256 = await keepFile(tx, Buffer.from(JSON.stringify(drawn.heard)), 'application/json', context.now);
    await putMeetingPaper(tx, { meetingId, kind, sourceSha256: source.sha256, pdfSha256, heardSha256 }, context.now);
  });
}

const snapshotOf = { agenda: 'invited', 'agenda-held': 'held' } as const satisfies Record<Exclude<PaperKind, 'minutes'>, string>;

async function paperOf(db: DataSource | Tx, source: KeptAgenda | Minutes, kind: PaperKind, look: LetterLook): Promise<LetterDocument> {
  const numbers = await caseNumbers(db, source.content);
  const numbered = <I extends Agenda['items'][number]>(items: readonly I[]) =>
    items.map(({ attachments, ...item }) => ({
      ...item,
      ...(item.caseId && numbers.has(item.caseId) ? { caseNumber: numbers.get(item.caseId) } : {}),
      attachments: [...attachments],
    }));
  const at = 'sentAt' in source ? source.sentAt : source.at;
  const { body, startTime, place, onlineUrl } = source.content;
  const common = {
    ...{ body, startTime, place, onlineUrl },
    date: parseLocalDate(source.content.date),
    members: [...source.content.members],
    sender: look.sender,
    createdAt: at.toISOString(),
    sourceSha256: source.sha256,
  };
  if (!('sentAt' in source))
    return dagsorden({ ...common, kind: kind === 'agenda' ? 'invited' : 'held', items: numbered(source.content.items) }, look);
  const { present, away, items } = source.content;
  return referat({ ...common, number: source.number, present: [...present], away: [...away], items: numbered(items) as never }, look);
}

async function caseNumbers(db: DataSource | Tx, { items }: Pick<Agenda, 'items'>): Promise<Map<string, string>> {
  const ids = items.flatMap(({ caseId }) => (caseId ? [caseId] : []));
  const rows = await rowsOf<{ id: string; number: string }>(db, 'SELECT id, number FROM response_case WHERE id = ANY($1)', [ids]);
  return new Map(rows.map(({ id, number }) => [id, number]));
}
