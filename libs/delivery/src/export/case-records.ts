import { paperFiles, paperRows } from './meeting-papers.js';

/** What a bundle holds of a case as rows: a file each. `words` are what only those may read who may read the drafts. */
export interface CaseRecords {
  readonly file: string;
  readonly sql: string;
  readonly words: readonly string[];
}

const personName = (column: string): string => `(SELECT p.name FROM person p WHERE p.id = ${column})`;

/** Every table of rows in a bundle; `$1` is the case. */
export const caseRecords: readonly CaseRecords[] = [
  {
    file: 'sag.json',
    sql: `SELECT c.*, o.ministry_name, o.deadline, o.reply_to FROM response_case c JOIN case_occasion o ON o.case_id = c.id WHERE c.id = $1`,
    words: ['title', 'committee_reasons', 'plan'],
  },
  {
    file: 'hoeringer.json',
    sql: `SELECT h.id, h.ministry_name, h.case_number, h.round, h.deadline, h.title, h.received_at, h.bill_sha256 FROM hearing h
          JOIN case_hearing l ON l.hearing_id = h.id WHERE l.case_id = $1 ORDER BY h.received_at`,
    words: ['title'],
  },
  {
    file: 'trin.json',
    sql: `SELECT s.*, ${personName('s.actor_id')} AS actor, ${personName('s.for_person_id')} AS on_behalf_of
          FROM case_step s WHERE s.case_id = $1 ORDER BY s.version`,
    words: ['comment'],
  },
  {
    file: 'versioner.json',
    sql: `SELECT v.*, ${personName('v.author_id')} AS author FROM draft_version v WHERE v.case_id = $1 ORDER BY v.number`,
    words: ['content'],
  },
  {
    file: 'godkendelser.json',
    sql: `SELECT a.*, ${personName('a.person_id')} AS person, ${personName('a.for_person_id')} AS on_behalf_of, v.at AS taken_back_at,
            ${personName('v.by')} AS taken_back_by, c.name AS chain
          FROM approval a JOIN approval_chain c ON c.id = a.chain_id LEFT JOIN approval_void v ON v.approval_id = a.id
          WHERE a.case_id = $1 ORDER BY a.at, a.id`,
    words: [],
  },
  {
    file: 'forbehold.json',
    sql: `SELECT r.*, (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.version) FROM reservation_step s WHERE s.reservation_id = r.id) AS steps
          FROM reservation r WHERE r.case_id = $1 ORDER BY r.taken_at`,
    words: ['wording', 'decision_text', 'steps'],
  },
  {
    file: 'beslutninger.json',
    sql: `SELECT d.*, b.name AS committee, m.date AS meeting_date, ${personName('d.recorded_by')} AS recorded_by_name FROM committee_decision d
          JOIN committee b ON b.id = d.committee_id LEFT JOIN committee_meeting m ON m.id = d.meeting_id WHERE d.case_id = $1 ORDER BY d.at`,
    words: ['changes', 'points', 'dissents', 'reason'],
  },
  { file: 'moedepapirer.json', sql: paperRows, words: ['items', 'file'] },
  { file: 'breve.json', sql: `SELECT * FROM letter WHERE case_id = $1 ORDER BY rendered_at`, words: ['title'] },
  { file: 'afsendelser.json', sql: `SELECT * FROM dispatch WHERE case_id = $1 ORDER BY created_at`, words: ['subject'] },
  {
    file: 'kvitteringer.json',
    sql: `SELECT r.*, i.sha256, i.message_id, i.sender, i.subject FROM receipt r JOIN incoming_mail i ON i.id = r.incoming_mail_id
          JOIN dispatch d ON d.id = r.dispatch_id WHERE d.case_id = $1 ORDER BY r.at`,
    words: ['subject'],
  },
  {
    file: 'offentliggoerelser.json',
    sql: `SELECT u.*, ${personName('u.proposed_by')} AS proposer, ${personName('u.released_by')} AS releaser, ${personName('u.ended_by')} AS ender
          FROM publication u WHERE u.case_id = $1 ORDER BY u.proposed_at`,
    words: [],
  },
  {
    file: 'indhentninger.json',
    sql: `SELECT r.*, ${personName('r.asked_by')} AS asker, ${personName('r.ended_by')} AS ender,
            (SELECT jsonb_agg(c.municipality_code ORDER BY c.municipality_code) FROM contribution c WHERE c.request_id = r.id) AS municipalities
          FROM contribution_request r WHERE r.case_id = $1 ORDER BY r.asked_at, r.id`,
    words: ['question'],
  },
  {
    // A municipality's drafts are its own: what it sent is the case's.
    file: 'bidrag.json',
    sql: `SELECT c.request_id, c.municipality_code, v.*, ${personName('v.author_id')} AS author FROM contribution_request r
          JOIN contribution c ON c.request_id = r.id JOIN contribution_version v ON v.contribution_id = c.id AND v.sent
          WHERE r.case_id = $1 ORDER BY v.saved_at, c.municipality_code, v.number`,
    words: ['content'],
  },
];

/** The bytes that belong to a case: under which path in the bundle, by which hash. */
export const caseFiles = `
  SELECT 'filer/hoering/' || left(d.sha256, 12) || '-' || d.file_name AS path, d.sha256
    FROM hearing_document d JOIN case_hearing l ON l.hearing_id = d.hearing_id WHERE l.case_id = $1
  UNION SELECT 'filer/bilag/' || sha, sha FROM draft_version v, jsonb_array_elements_text(v.attachments) sha WHERE v.case_id = $1
  UNION SELECT 'filer/breve/' || left(rendered_sha256, 12) || '-uden-underskrift.pdf', rendered_sha256 FROM letter WHERE case_id = $1
  UNION SELECT 'filer/breve/' || left(signed_sha256, 12) || '-underskrevet.pdf', signed_sha256 FROM letter WHERE case_id = $1 AND signed_sha256 IS NOT NULL
  UNION SELECT 'filer/afsendelser/' || left(mail_sha256, 12) || '.eml', mail_sha256 FROM dispatch WHERE case_id = $1
  UNION SELECT 'filer/kvitteringer/' || left(i.sha256, 12) || '.eml', i.sha256 FROM receipt r JOIN incoming_mail i ON i.id = r.incoming_mail_id
    JOIN dispatch d ON d.id = r.dispatch_id WHERE d.case_id = $1
  UNION SELECT 'filer/dagsorden/' || left(a.sha256, 12) || '-' || a.file_name, a.sha256 FROM agenda_attachment a
    JOIN agenda_item i ON i.id = a.item_id WHERE i.case_id = $1
  UNION ${paperFiles}
  ORDER BY path`;
