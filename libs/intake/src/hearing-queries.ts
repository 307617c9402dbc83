import { type Viewer, viewerParameters, visibleTo } from '@genmaele/access';
import { AppError, type ProvisionKind } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource, In } from 'typeorm';
import { Hearing } from './hearing.entity.js';

/** The hearing with this id. Errors: `hearing.not-found`. */
export async function hearingById(db: DataSource | Tx, id: string): Promise<Hearing> {
  const manager = 'manager' in db ? db.manager : db;
  const hearing = await manager.findOneBy(Hearing, { id });
  if (!hearing) throw new AppError('hearing.not-found');
  return hearing;
}

/** The hearings that the viewer sees, latest first. */
export async function listHearings(db: DataSource, viewer: Viewer, most = 200): Promise<Hearing[]> {
  const ids = await rowsOf<{ id: string }>(
    db,
    `SELECT h.id FROM hearing h WHERE ${visibleTo('hearing', 'h', 2)} ORDER BY h.received_at DESC LIMIT $1`,
    [most, ...viewerParameters(viewer)],
  );
  return db.manager.find(Hearing, { where: { id: In(ids.map(({ id }) => id)) }, order: { receivedAt: 'DESC' } });
}

/**
 * The rounds of the hearing that this one belongs to, itself among them, that the viewer sees: the main one first, then as they came. Errors:
 * `hearing.not-found`.
 */
export async function roundsOf(db: DataSource | Tx, hearingId: string, viewer: Viewer): Promise<Hearing[]> {
  const { id, mainHearingId } = await hearingById(db, hearingId);
  const ids = await rowsOf<{ id: string }>(
    db,
    `SELECT h.id FROM hearing h WHERE (h.id = $1 OR h.main_hearing_id = $1) AND ${visibleTo('hearing', 'h', 2)}`,
    [mainHearingId ?? id, ...viewerParameters(viewer)],
  );
  const manager = 'manager' in db ? db.manager : db;
  const rounds = await manager.find(Hearing, { where: { id: In(ids.map((each) => each.id)) }, order: { receivedAt: 'ASC' } });
  return rounds.sort((a, b) => Number(a.mainHearingId !== null) - Number(b.mainHearingId !== null));
}

/**
 * The name that a ministry bears on a day (`2026-12-18`): fields of work change hands and names, and a letter prints the name of its own date. The
 * name known at intake when no other is known.
 */
export async function ministryNameOn(db: DataSource | Tx, ministryId: string, known: string, day: string): Promise<string> {
  const [named] = await rowsOf<{ name: string }>(
    db,
    `SELECT m.name FROM ministry asked JOIN ministry m ON m.id = asked.id OR m.area = asked.area
     WHERE asked.id = $1 AND coalesce(m.valid_from, '-infinity') <= $2::date AND coalesce(m.valid_to, 'infinity') >= $2::date
     ORDER BY m.id = asked.id DESC LIMIT 1`,
    [ministryId, day],
  );
  return named?.name ?? known;
}

/** A document of a hearing as a page lists it. */
export interface DocumentLine {
  id: string;
  kind: string;
  file_name: string;
  sha256: string;
  byte_size: number;
}

/** What came with a hearing. */
export async function documentsOf(db: DataSource, hearingId: string): Promise<DocumentLine[]> {
  return rowsOf(
    db,
    `SELECT d.id, d.kind, d.file_name, d.sha256, f.byte_size FROM hearing_document d JOIN stored_file f USING (sha256)
     WHERE d.hearing_id = $1 ORDER BY d.kind, d.file_name`,
    [hearingId],
  );
}

/** A provision as the api gives it: its place, the place of its parent, address and text. */
export interface ProvisionLine {
  position: number;
  parent: number | null;
  node_id: string;
  kind: ProvisionKind;
  address: string;
  label: string;
  text: string;
  /** Its own words: the text, or the text of its sentences where it has several. */
  words: string;
}

/** The bill's provisions in its order. Errors: `hearing.not-found`, `bill.unread`. */
export async function provisionsOf(db: DataSource | Tx, hearingId: string): Promise<ProvisionLine[]> {
  const hearing = await hearingById(db, hearingId);
  if (hearing.state === 'received') throw new AppError('bill.unread');
  const rows = await rowsOf<Omit<ProvisionLine, 'words'>>(
    db,
    'SELECT position, parent, node_id, kind, address, label, text FROM provision WHERE hearing_id = $1 ORDER BY position',
    [hearingId],
  );
  const sentences = new Map<number, string[]>();
  for (const { kind, parent, text } of rows)
    if (kind === 'pkt' && parent !== null) sentences.set(parent, [...(sentences.get(parent) ?? []), text]);
  return rows.map((row) => ({ ...row, words: row.text || (sentences.get(row.position) ?? []).join(' ') }));
}
