import { anchorOf, appendAudit, chainProof, keepAnchor, type ProvenLine, provenLines } from '@genmaele/audit';
import { AppError, sha256 } from '@genmaele/contracts';
import { type ArchiveEntry, inTransaction, readFile, rowsOf, type Tx, zipArchive } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type AnchorSettings, anchorEnd } from '../anchor-log.js';
import { bundleForm, type BundleManifest } from './bundle-shape.js';
import { caseFiles, caseRecords } from './case-records.js';
import { paperSeals } from './meeting-papers.js';

/** Who asks for a bundle, and how much of the case they may read. `actorId` is undefined at the command line. */
export interface ExportRequest {
  readonly caseId: string;
  readonly scope: BundleManifest['scope'];
  readonly actorId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly now: Date;
}

/** A bundle, and the name it is saved under. */
export interface CaseBundle {
  readonly fileName: string;
  readonly bytes: Buffer;
}

/**
 * A case as one zip file that proves itself without a database: its hearings, versions, approvals, letters, mails, receipts, decisions, its items out of
 * the papers of meetings and lines of the log, a manifest of their hashes, and the way from the first line to an end of the log that was made fast. That the bundle was made, and of
 * what, is a line of the log, which the proof includes; so no file can be changed with its manifest. Errors: `case.not-found`,
 * `audit.anchor-failed` (the time-stamp authority or the file of anchors is away).
 */
export async function exportCase(database: DataSource, request: ExportRequest, anchors: AnchorSettings): Promise<CaseBundle> {
  const { caseId, scope, now } = request;
  const { number, entries, first } = await snapshot(database, caseId, scope);
  const files = entries.map(({ path, bytes }) => ({ path, sha256: sha256(bytes), bytes: bytes.length }));
  const manifest = jsonFile('manifest.json', {
    form: bundleForm,
    caseId,
    number,
    exportedAt: now.toISOString(),
    scope,
    files,
  } satisfies BundleManifest);
  const made = await writeMade(database, request, sha256(manifest.bytes));
  const anchor = await fastEnd(database, made.seq, anchors, now);
  const proof = await chainProof(database, first ?? made.seq, anchor);
  const all = [guide(number, scope), manifest, jsonFile('proof.json', { made, proof }), ...entries];
  return { fileName: `sag-${number.replace(/[^\p{L}\d-]+/gu, '-')}.zip`, bytes: zipArchive(all) };
}

const jsonFile = (path: string, content: object): ArchiveEntry => ({ path, bytes: Buffer.from(`${JSON.stringify(content, null, 1)}\n`) });

/** One moment's view of the case: nothing that changes meanwhile is half in it. */
function snapshot(
  database: DataSource,
  caseId: string,
  scope: BundleManifest['scope'],
): Promise<{ number: string; entries: ArchiveEntry[]; first: number | undefined }> {
  return database.transaction('REPEATABLE READ', async (tx) => {
    const [row] = await rowsOf<{ number: string }>(tx, 'SELECT number FROM response_case WHERE id = $1', [caseId]);
    if (!row) throw new AppError('case.not-found');
    const lines = await provenLines(tx, `case:${caseId}`);
    const seals = await paperSeals(tx, caseId);
    const entries = [...(await rowEntries(tx, caseId, scope)), jsonFile('log.json', lines), jsonFile('moedelog.json', seals)];
    if (scope === 'whole') entries.push(...(await fileEntries(tx, caseId)));
    const [first] = [...lines, ...seals].map(({ seq }) => seq).sort((a, b) => a - b);
    return { number: row.number, entries, first };
  });
}

async function rowEntries(tx: Tx, caseId: string, scope: BundleManifest['scope']): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  for (const { file, sql, words } of caseRecords) {
    const rows = await rowsOf<Record<string, unknown>>(tx, sql, [caseId]);
    const hidden = (key: string): boolean => scope === 'log' && words.includes(key);
    entries.push(jsonFile(file, rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => !hidden(key)))))); // prettier-ignore
  }
  return entries;
}

async function fileEntries(tx: Tx, caseId: string): Promise<ArchiveEntry[]> {
  const entries = new Map<string, ArchiveEntry>();
  for (const { path, sha256: hash } of await rowsOf<{ path: string; sha256: string }>(tx, caseFiles, [caseId]))
    if (!entries.has(path)) entries.set(path, { path, bytes: (await readFile(tx, hash)).bytes });
  return [...entries.values()];
}

function writeMade(database: DataSource, { caseId, scope, actorId, requestId, now }: ExportRequest, manifest: string): Promise<ProvenLine> {
  return inTransaction(database, async (tx) => {
    const subject = `case:${caseId}`;
    await appendAudit(tx, { actorId, action: 'case.exported', subject, facts: { manifest, scope }, requestId }, now);
    const made = (await provenLines(tx, subject)).at(-1);
    if (!made) throw new AppError('case.not-found');
    return made;
  });
}

/** An end of the log, made fast, at or after the line. */
async function fastEnd(database: DataSource, seq: number, settings: AnchorSettings, now: Date) {
  const made = await anchorEnd(database, settings, now);
  if (made) await inTransaction(database, (tx) => keepAnchor(tx, made));
  const anchor = await anchorOf(database, seq);
  if (!anchor) throw new AppError('audit.anchor-failed', { code: 'ende' });
  return anchor;
}

function guide(number: string, scope: BundleManifest['scope']): ArchiveEntry {
  const text = [
    `Sag ${number} fra Genmæle.`,
    '',
    scope === 'whole'
      ? 'Her er sagens høringer, udkast, godkendelser, breve, mails, kvitteringer, beslutninger, mødepapirer og linjer i loggen.'
      : 'Her er sagens trin, hashværdier og linjer i loggen, uden det, der er skrevet i sagen.',
    ...(scope === 'whole'
      ? ['Af et mødes papirer er her sagens egne punkter og hele papirets hashværdi; hele papiret kun, når resten af det er åbent.']
      : []),
    'manifest.json nævner hver fil med SHA-256. Manifestets egen hashværdi står i loggens linje om udtrækket, og proof.json viser vejen fra',
    'sagens første linje til en ende af loggen, der er gjort fast med et tidsstempel (RFC 3161).',
    '',
    'Efterprøv det uden database: npx genmaele audit verify --bundle FIL',
  ];
  return { path: 'LAES-MIG.txt', bytes: Buffer.from(`${text.join('\n')}\n`) };
}
