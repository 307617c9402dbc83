import { notify, takeBackNews } from '@genmaele/cases';
import { localDateOf } from '@genmaele/calendar';
import { rowsOf, type Tx } from '@genmaele/platform';
import { municipalityName } from './municipality-name.js';

interface Contact {
  readonly contributionId: string;
  readonly code: string;
  readonly personId: string | null;
  readonly caseId: string;
  readonly number: string;
  readonly deadlineAt: Date;
}

/** The matter of a contribution, among what its municipality's contacts are told. */
const topicOf = (contributionId: string): string => `contribution:${contributionId}`;

/**
 * Tells the contacts of every municipality that has not answered: that it is asked, or that it has not answered yet. Nothing is told about a case that is closed.
 * Returns how many municipalities have not answered, with a contact or without.
 */
export async function tellContacts(tx: Tx, requestId: string, about: 'asked' | 'reminded', now: Date): Promise<number> {
  const contacts = await rowsOf<Contact>(
    tx,
    `SELECT c.id AS "contributionId", c.municipality_code AS code, g.person_id AS "personId", r.case_id AS "caseId", k.number, r.deadline_at AS "deadlineAt"
     FROM contribution c JOIN contribution_request r ON r.id = c.request_id JOIN response_case k ON k.id = r.case_id
     LEFT JOIN (SELECT DISTINCT person_id, municipality_code FROM role_grant
       WHERE role = 'municipality-contact' AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)) g ON g.municipality_code = c.municipality_code
     WHERE r.id = $1 AND NOT publication_barred(r.case_id)
       AND NOT EXISTS (SELECT 1 FROM contribution_version v WHERE v.contribution_id = c.id AND v.sent)
     ORDER BY c.municipality_code, g.person_id`,
    [requestId, now],
  );
  for (const contact of contacts) await tellContact(tx, contact, about, now);
  return new Set(contacts.map(({ code }) => code)).size;
}

async function tellContact(tx: Tx, contact: Contact, about: 'asked' | 'reminded', now: Date): Promise<void> {
  const { contributionId, code, personId, caseId, number, deadlineAt } = contact;
  if (personId === null) return;
  const name = municipalityName(code);
  const words = { asked: `KL beder om bidrag fra ${name} (sag ${number})`, reminded: `KL venter på bidrag fra ${name} (sag ${number})` };
  await notify(
    tx,
    {
      personId,
      caseId,
      occasion: `contribution-${about}:${contributionId}:${localDateOf(now)}`,
      topic: topicOf(contributionId),
      headline: words[about],
      why: `du er kontaktperson i ${name}`,
      due: deadlineAt,
      ifNothing: 'skrives svaret uden bidrag fra kommunen',
      urgency: 'task',
      kind: about === 'asked' ? 'ask' : 'remind',
    },
    now,
  );
}

/** A municipality has answered: nobody is reminded of it any more, and whoever asked reads in their digest how many have. */
export async function tellOfAnswer(tx: Tx, contributionId: string, now: Date): Promise<void> {
  await takeBackNews(tx, topicOf(contributionId));
  const [asked] = await rowsOf<{ id: string; askedBy: string; caseId: string; number: string; answered: number; of: number }>(
    tx,
    `SELECT r.id, r.asked_by AS "askedBy", r.case_id AS "caseId", k.number, count(c.id)::int AS of,
            (count(c.id) FILTER (WHERE EXISTS (SELECT 1 FROM contribution_version v WHERE v.contribution_id = c.id AND v.sent)))::int AS answered
     FROM contribution_request r JOIN response_case k ON k.id = r.case_id JOIN contribution c ON c.request_id = r.id
     WHERE r.id = (SELECT request_id FROM contribution WHERE id = $1) GROUP BY r.id, k.number`,
    [contributionId],
  );
  if (!asked) return;
  await notify(
    tx,
    {
      personId: asked.askedBy,
      caseId: asked.caseId,
      occasion: `contribution-sent:${contributionId}:${now.toISOString()}`,
      topic: `contributions:${asked.id}`,
      headline: `sag ${asked.number} har bidrag fra ${asked.answered} af ${asked.of} kommuner`,
      why: 'du bad om dem',
      ifNothing: 'der sker ikke noget; det er til orientering',
      urgency: 'news',
    },
    now,
  );
}
