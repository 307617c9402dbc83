import { endedStates } from '@genmaele/workflow';

/** What is removed by itself, how long it is kept, from when, and why no longer (Danish, for the page and for whoever asks). */
export interface RetentionRule {
  readonly table: string;
  readonly danish: string;
  readonly days: number;
  readonly from: string;
  readonly ground: string;
  /** The rows; `$1` is the moment before which they have been kept long enough. */
  readonly where: string;
  /** What names a row in the hash of what was removed. */
  readonly key: string;
  /** The row stays, and these columns are emptied. */
  readonly blank?: string;
}

const ended = `(${endedStates.map((state) => `'${state}'`).join(', ')})`;
const technical = 'Sikkerhed (artikel 32); ikke længere nødvendigt (artikel 5, stk. 1, litra e)';
const minimal = 'Dataminimering og opbevaringsbegrænsning (artikel 5, stk. 1, litra c og e)';

/**
 * Every rule of retention; articles are those of the General Data Protection Regulation. What a case, the log or a promise stands on has no rule:
 * it is {@link keptForGood}.
 */
// prettier-ignore
export const retentionRules: readonly RetentionRule[] = [
  { table: 'session',         danish: 'Sessioner',                                    days: 1,   from: 'sessionen udløb',            ground: technical, key: 'md5(sid)',                where: 'expire < $1' },
  { table: 'sign_in_try',     danish: 'Mislykkede forsøg på at logge på',             days: 1,   from: 'forsøget',                   ground: technical, key: 'id::text',                where: 'at < $1' },
  { table: 'outside_sign_in', danish: 'Påbegyndte log-på hos andre',                  days: 1,   from: 'de udløb',                   ground: technical, key: 'id_sha256',               where: 'expires_at < $1' },
  { table: 'assertion_seen',  danish: 'Brugte svar fra andre om, hvem nogen er',      days: 1,   from: 'svaret udløb',               ground: technical, key: 'id_sha256',               where: 'until < $1' },
  { table: 'kept_answer',     danish: 'Svar, der kan gives igen (idempotens)',        days: 2,   from: 'anmodningen',                ground: technical, key: 'key',                     where: 'begun_at < $1' },
  { table: 'request_count',   danish: 'Tællinger af anmodninger',                     days: 1,   from: 'minuttet',                   ground: technical, key: `key || from_at::text`,    where: 'from_at < $1' },
  { table: 'account_link',    danish: 'Mailede links til at vælge adgangskode',       days: 30,  from: 'linket udløb',               ground: technical, key: 'id::text',                where: 'expires_at < $1' },
  { table: 'api_token',       danish: 'Nøgler til programmer',                        days: 365, from: 'nøglen udløb eller blev trukket tilbage', ground: minimal, key: 'id::text',     where: 'least(expires_at, revoked_at) < $1' },
  { table: 'calendar_feed',   danish: 'Kalenderadresser',                             days: 365, from: 'adressen blev lukket',       ground: minimal,   key: 'id::text',                where: 'ended_at < $1' },
  { table: 'calendar_entry',  danish: 'Aflyste linjer i personers kalendere',         days: 365, from: 'aflysningen',                ground: minimal,   key: `person_id::text || source`, where: 'cancelled_at < $1' },
  { table: 'notice_line',     danish: 'Linjer i den samlede mail',                    days: 365, from: 'de blev fortalt',            ground: minimal,   key: 'id::text',                where: 'told_at < $1' },
  { table: 'notice',          danish: 'Mails til personer: adresse, emne og tekst',   days: 730, from: 'mailen blev sendt eller droppet; ikke før dens sag er afsluttet', ground: minimal, key: 'id::text', blank: `recipient = '', subject = '', text = ''`,
    where: `coalesce(sent_at, dropped_at) < $1 AND recipient <> ''
            AND (case_id IS NULL OR EXISTS (SELECT 1 FROM response_case c WHERE c.id = t.case_id AND c.state IN ${ended}))` },
  { table: 'incoming_mail',   danish: 'Mails, der ikke angik en sag: afsender og emne', days: 90, from: 'mailen kom',                ground: minimal,   key: 'id::text', blank: `sender = '', subject = '', message_id = NULL`,
    where: `received_at < $1 AND outcome = 'unrelated' AND sender <> ''` },
  { table: 'stored_file',     danish: 'Mails, der ikke angik en sag: indholdet',      days: 90,  from: 'mailen kom',                 ground: minimal,   key: 'sha256',   blank: `bytes = ''`,
    where: `bytes <> '' AND media_type = 'message/rfc822'
            AND EXISTS (SELECT 1 FROM incoming_mail m WHERE m.sha256 = t.sha256 AND m.outcome = 'unrelated' AND m.sender = '' AND m.received_at < $1)
            AND NOT EXISTS (SELECT 1 FROM dispatch d WHERE d.mail_sha256 = t.sha256)
            AND NOT EXISTS (SELECT 1 FROM hearing_document h WHERE h.sha256 = t.sha256)` },
];

/** What is not removed by itself, and why. */
export const keptForGood: readonly { readonly danish: string; readonly ground: string }[] = [
  {
    danish: 'Sager: høringer, udkast, godkendelser, breve, afsendelser, kvitteringer',
    ground: 'Dokumentation af, hvad foreningen har svaret og hvem der godkendte det',
  },
  {
    danish: 'Bidrag fra kommuner: spørgsmål, det sendte og kommunens kladder',
    ground: 'Dokumentation af, hvad svaret bygger på, og hvem i kommunen der skrev og sendte det',
  },
  { danish: 'Beslutninger, dagsordener og referater', ground: 'Udvalgenes beslutningsgrundlag' },
  {
    danish: 'Loggen, også hvem der har læst hvad',
    ground: 'Den kan efterprøves, fordi ingen linje kan fjernes (artikel 5, stk. 2, og artikel 32)',
  },
  { danish: 'Personer og de roller, de har haft', ground: 'Sager og log henviser til dem; en lukket konto kan ikke bruges' },
  { danish: 'Udført arbejde', ground: 'Dets navn er det, der gør, at intet gøres to gange; det har kun id’er' },
  { danish: 'Den samlede mails dage', ground: 'De er det, der gør, at ingen dag fortælles to gange' },
];
