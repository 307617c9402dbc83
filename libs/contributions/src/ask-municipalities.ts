import { randomUUID } from 'node:crypto';
import { type ChangedBy } from '@genmaele/access';
import { appendAudit } from '@genmaele/audit';
import { formatDeadline, isDeadlineText, parseDeadline } from '@genmaele/calendar';
import { AppError, type ContributionRequestBody } from '@genmaele/contracts';
import { municipalities, municipalityByCode } from '@genmaele/intake';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type AskedCase, refusalToAsk } from './request-rules.js';
import { tellContacts } from './tell-contacts.js';

/**
 * Asks municipalities for contributions to a case's response, and tells their contacts. The deadline stands as it is given. Returns the request's id. Errors:
 * `case.not-found`, `contribution-request.refused`, `contribution-request.deadline`, `request.invalid` (no such day or municipality).
 */
export async function askMunicipalities(tx: Tx, caseId: string, body: ContributionRequestBody, by: ChangedBy): Promise<string> {
  const codes = codesOf(body.municipalities);
  if (!isDeadlineText(body.deadline)) throw new AppError('request.invalid', { problem: 'fristen er ikke en dato' });
  const deadlineAt = new Date(parseDeadline(body.deadline).instant);
  const refusal = refusalToAsk(await lockedCase(tx, caseId), deadlineAt, by.now);
  if (refusal) throw new AppError(refusal.code, refusal.facts);
  const id = randomUUID();
  await tx.query(
    `INSERT INTO contribution_request (id, case_id, question, deadline, deadline_at, asked_by, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, caseId, body.question, body.deadline, deadlineAt, by.actorId, by.now],
  );
  await tx.query(
    `INSERT INTO contribution (id, request_id, municipality_code) SELECT * FROM unnest($1::uuid[], array_fill($2::uuid, ARRAY[cardinality($3::text[])]), $3::text[])`,
    [codes.map(() => randomUUID()), id, codes],
  );
  await tellContacts(tx, id, 'asked', by.now);
  const facts = { requestId: id, municipalities: codes.length, deadline: body.deadline };
  await appendAudit(tx, { ...lineOf(by), action: 'contribution.ask', subject: `case:${caseId}`, facts }, by.now);
  return id;
}

const lineOf = ({ actorId, requestId }: ChangedBy) => ({ actorId, requestId });

function codesOf(wanted: ContributionRequestBody['municipalities']): string[] {
  if (wanted === 'all') return municipalities.map(({ code }) => code);
  const codes = [...new Set(wanted)];
  if (codes.every((code) => municipalityByCode(code))) return codes;
  throw new AppError('request.invalid', { problem: 'en af kommunerne er ukendt' });
}

async function lockedCase(tx: Tx, caseId: string): Promise<AskedCase> {
  const [found] = await rowsOf<Omit<AskedCase, 'deadlineText'> & { deadline: string }>(
    tx,
    `SELECT c.state, c.kind, publication_barred(c.id) AS barred, o.deadline, o.deadline_at AS "deadlineAt"
     FROM response_case c JOIN case_occasion o ON o.case_id = c.id WHERE c.id = $1 FOR UPDATE OF c`,
    [caseId],
  );
  if (!found) throw new AppError('case.not-found');
  return { ...found, deadlineText: formatDeadline(parseDeadline(found.deadline)) };
}
