/**
 * Where the system holds something on a person: a table and the column that names them. `hide` are columns that are secrets, or say more of a case or
 * of somebody else than of the person; with `keep`, only those are told. A column that names people and is not here fails a test.
 */
export interface PersonRecords {
  readonly danish: string;
  readonly table: string;
  readonly column: string;
  readonly hide?: readonly string[];
  readonly keep?: readonly string[];
}

const account = 'Konto';
const cases = 'Sager';
const committees = 'Udvalg';
const notices = 'Beskeder';
const settings = 'Opsætning';

/** Every such place, in the order in which they are told. */
// prettier-ignore
export const personRecords: readonly PersonRecords[] = [
  { danish: `${account}: oplysninger`,                        table: 'person',               column: 'id',              hide: ['password_hash'] },
  { danish: `${account}: roller`,                             table: 'role_grant',           column: 'person_id' },
  { danish: `${account}: identiteter hos andre`,              table: 'person_identity',      column: 'person_id' },
  { danish: `${account}: engangskoder`,                       table: 'totp_secret',          column: 'person_id',       keep: ['created_at', 'confirmed_at'] },
  { danish: `${account}: reservekoder`,                       table: 'recovery_code',        column: 'person_id',       keep: ['used_at'] },
  { danish: `${account}: adgangsnøgler`,                      table: 'passkey',              column: 'person_id',       keep: ['name', 'created_at', 'last_used_at'] },
  { danish: `${account}: nøgler til programmer`,              table: 'api_token',            column: 'person_id',       hide: ['token_sha256'] },
  { danish: `${account}: identiteter bekræftet for andre`, table: 'person_identity', column: 'linked_by',  keep: ['id', 'linked_at'] },
  { danish: `${settings}: beskeder`,                          table: 'notice_setting',       column: 'person_id' },
  { danish: `${settings}: kalenderens adresse`,               table: 'calendar_feed',        column: 'person_id',       hide: ['secret_sha256'] },
  { danish: `${settings}: kalenderens indhold`,               table: 'calendar_entry',       column: 'person_id',       hide: ['content_sha256'] },
  { danish: `${settings}: fravær`,                            table: 'absence',              column: 'person_id' },
  { danish: `${notices}: mails`,                              table: 'notice',               column: 'person_id' },
  { danish: `${notices}: linjer i den samlede mail`,          table: 'notice_line',          column: 'person_id' },
  { danish: `${notices}: samlede mails`,                      table: 'digest',               column: 'person_id' },
  { danish: `${cases}: nævnt på`,                             table: 'case_access',          column: 'person_id',       hide: ['given_by'] },
  { danish: `${cases}: har nævnt andre på`,                   table: 'case_access',          column: 'given_by',        keep: ['case_id', 'given_at'] },
  { danish: `${cases}: handlinger`,                           table: 'case_step',            column: 'actor_id',        hide: ['for_person_id'] },
  { danish: `${cases}: handlinger på personens vegne`,        table: 'case_step',            column: 'for_person_id',   keep: ['case_id', 'version', 'action', 'at'] },
  { danish: `${cases}: udkast skrevet`,                       table: 'draft_version',        column: 'author_id',       keep: ['case_id', 'number', 'sha256', 'saved_at'] },
  { danish: `${cases}: godkendelser`,                         table: 'approval',             column: 'person_id',       keep: ['case_id', 'version_sha256', 'role', 'at'] },
  { danish: `${cases}: godkendelser på personens vegne`,      table: 'approval',             column: 'for_person_id',   keep: ['case_id', 'version_sha256', 'role', 'at'] },
  { danish: `${cases}: godkendelser taget tilbage`,           table: 'approval_void',        column: 'by' },
  { danish: `${cases}: stedfortrædere for personen`,          table: 'stand_in',             column: 'person_id',       hide: ['by_person_id', 'set_by'] },
  { danish: `${cases}: stedfortræder for andre`,              table: 'stand_in',             column: 'by_person_id',    hide: ['person_id', 'set_by', 'reason'] },
  { danish: `${cases}: stedfortrædere indsat`,                table: 'stand_in',             column: 'set_by',          keep: ['id', 'set_at'] },
  { danish: `${cases}: emne valgt`,                           table: 'response_case',        column: 'kle_by',          keep: ['number', 'kle_number'] },
  { danish: `${cases}: frister rettet`,                       table: 'deadline_change',      column: 'person_id' },
  { danish: `${cases}: høringer modtaget`,                    table: 'hearing',              column: 'received_by',     keep: ['id', 'received_at'] },
  { danish: `${cases}: høringer knyttet til sager`,           table: 'case_hearing',         column: 'linked_by',       keep: ['case_id', 'hearing_id', 'linked_at'] },
  { danish: `${cases}: lovforslag knyttet til høringer`,      table: 'hearing_bill',         column: 'linked_by',       keep: ['hearing_id', 'bill_id', 'valid_from'] },
  { danish: `${cases}: forbehold`,                            table: 'reservation_step',     column: 'actor_id' },
  { danish: `${cases}: breve foreslået offentliggjort`,            table: 'publication',          column: 'proposed_by',     keep: ['case_id', 'proposed_at'] },
  { danish: `${cases}: breve foreslået på personens vegne`,        table: 'publication',          column: 'proposed_for',    keep: ['case_id', 'proposed_at'] },
  { danish: `${cases}: breve offentliggjort`,                      table: 'publication',          column: 'released_by',     keep: ['case_id', 'released_at'] },
  { danish: `${cases}: breve offentliggjort på personens vegne`,   table: 'publication',          column: 'released_for',    keep: ['case_id', 'released_at'] },
  { danish: `${cases}: offentliggørelser taget tilbage`,           table: 'publication',          column: 'ended_by',        keep: ['case_id', 'ended_at'] },
  { danish: `${cases}: bidrag indhentet`,                      table: 'contribution_request', column: 'asked_by',        keep: ['id', 'case_id', 'asked_at'] },
  { danish: `${cases}: indhentninger afsluttet`,               table: 'contribution_request', column: 'ended_by',        keep: ['id', 'case_id', 'ended_at'] },
  { danish: `${cases}: bidrag skrevet for en kommune`,         table: 'contribution_version', column: 'author_id',       keep: ['contribution_id', 'number', 'sha256', 'sent', 'saved_at'] },
  { danish: `${settings}: fordeling af sager`,                table: 'routing_set',          column: 'created_by',      keep: ['id'] },
  { danish: `${settings}: kæder af godkendelse`,              table: 'approval_chain',       column: 'created_by',      keep: ['id', 'name', 'created_at'] },
  { danish: `${committees}: medlemskaber`,                    table: 'committee_membership', column: 'person_id' },
  { danish: `${committees}: punkter sat på dagsorden`,        table: 'agenda_item',          column: 'added_by',        keep: ['id', 'meeting_id', 'added_at'] },
  { danish: `${committees}: sene punkter taget med`,          table: 'agenda_item',          column: 'late_consent_by', keep: ['id', 'meeting_id', 'late_consent_at'] },
  { danish: `${committees}: møder ledet videre`,              table: 'meeting_step',         column: 'actor_id' },
  { danish: `${committees}: beslutninger skrevet ned`,        table: 'committee_decision',   column: 'recorded_by',     keep: ['id', 'meeting_id', 'at'] },
  { danish: `${committees}: referater sendt`,                 table: 'meeting_minutes',      column: 'sent_by',         keep: ['meeting_id', 'number', 'sent_at'] },
  { danish: `${committees}: svar på referater`,               table: 'minutes_reply',        column: 'written_by' },
  { danish: `${committees}: skriftlige procedurer åbnet`,     table: 'written_procedure',    column: 'opened_by',       keep: ['id', 'opened_at'] },
  { danish: `${committees}: skriftlige stemmer`,              table: 'procedure_vote',       column: 'written_by' },
  { danish: 'Loggen: hvad personen har gjort og læst',        table: 'audit_entry',          column: 'actor_id',        keep: ['seq', 'at', 'action', 'subject', 'facts'] },
];

/** What names a person by something else than their id; `$1` is the id. Who else looked or acted is not told, only when and what. */
export const personQueries: readonly { readonly danish: string; readonly sql: string }[] = [
  {
    danish: 'Loggen: hvad andre har gjort med kontoen',
    sql: `SELECT seq, at, action, facts FROM audit_entry WHERE subject = 'person:' || $1::uuid AND actor_id IS DISTINCT FROM $1::uuid ORDER BY seq`,
  },
  {
    danish: `${account}: mails med link`,
    sql: `SELECT l.kind, l.asked_at, l.expires_at, l.used_at FROM account_link l JOIN person p ON lower(p.email) = l.email WHERE p.id = $1 ORDER BY l.asked_at`,
  },
  {
    danish: `${notices}: mails til personens adresse`,
    sql: `SELECT n.kind, n.subject, n.text, n.created_at, n.sent_at FROM notice n JOIN person p ON lower(n.recipient) = p.email
          WHERE p.id = $1 AND n.person_id IS NULL ORDER BY n.created_at`,
  },
  {
    danish: `${notices}: mails fra personen`,
    sql: `SELECT i.subject, i.outcome, i.received_at FROM incoming_mail i JOIN person p ON position(p.email IN lower(i.sender)) > 0 WHERE p.id = $1 ORDER BY i.received_at`,
  },
  {
    danish: `${cases}: breve sendt til personens adresse`,
    sql: `SELECT d.case_id, d.subject, d.sent_at FROM dispatch d JOIN person p ON lower(d.recipient) = p.email WHERE p.id = $1 ORDER BY d.created_at`,
  },
  {
    danish: 'Arbejde om kontoen',
    sql: `SELECT job, state, created_at, finished_at FROM work WHERE subject = 'person:' || $1::uuid ORDER BY created_at`,
  },
];
