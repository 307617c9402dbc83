import { addDays, localDateOf } from '@genmaele/calendar';
import { type ContributionContent } from '@genmaele/contracts';
import { askMunicipalities, writeContribution } from '@genmaele/contributions';
import { inTransaction, rowsOf } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { sampleYearNumbers } from './sample-year-cases.js';

const day = 24 * 60 * 60 * 1000;

/** What is asked, and what two of the three municipalities that are asked have sent. All of it is invented, and says so. */
const question = 'Eksempel: Hvad betyder det for jer, at samtalerne bliver færre, og hvad kan I spare?';
const answers: Readonly<Record<string, ContributionContent>> = {
  '461': {
    text: 'Eksempel: Kommunen støtter forslaget. Vi skønner, at tiden kan bruges på de ledige, der er længst fra et job.',
    provisions: [{ provision: '§ 1, nr. 1', text: 'To samtaler passer med det, vi gjorde i forsøget.' }],
  },
  '751': { text: 'Eksempel: Kommunen er enig, men beder om, at reglerne først gælder fra årets begyndelse.', provisions: [] },
};
const asked = ['461', '751', '265'];

/** Asks three municipalities about the case of the sample year that is being drafted, and lets two of them answer, by the product's own functions. Idempotent. */
export async function laySampleContributions(database: DataSource, now: Date): Promise<void> {
  const [found] = await rowsOf<{ id: string }>(
    database,
    `SELECT c.id FROM response_case c JOIN hearing h ON h.id = c.hearing_id
     WHERE h.case_number = ANY($1) AND c.state = 'drafting' AND NOT c.confidential AND h.deadline_at > $2
       AND NOT EXISTS (SELECT 1 FROM contribution_request r WHERE r.case_id = c.id)`,
    [sampleYearNumbers('drafting'), new Date(now.getTime() + 16 * day)],
  );
  if (!found) return;
  const people = await rowsOf<{ id: string; email: string; code: string | null }>(
    database,
    'SELECT p.id, p.email, g.municipality_code AS code FROM person p JOIN role_grant g ON g.person_id = p.id WHERE p.sample',
  );
  const actorId = people.find(({ email }) => email.startsWith('sofie@'))?.id ?? '';
  const body = { question, deadline: addDays(localDateOf(now), 14), municipalities: asked };
  await inTransaction(database, async (tx) => {
    const requestId = await askMunicipalities(tx, found.id, body, { actorId, now: new Date(now.getTime() - 2 * day) });
    const rows = await rowsOf<{ id: string; code: string }>(
      tx,
      'SELECT id, municipality_code AS code FROM contribution WHERE request_id = $1 ORDER BY municipality_code',
      [requestId],
    );
    for (const { id, code } of rows) {
      const [content, writer] = [answers[code], people.find((person) => person.code === code)];
      if (content && writer)
        await writeContribution(tx, id, { ...content, send: true }, { actorId: writer.id, now: new Date(now.getTime() - day) });
    }
  });
}
