import { approvalRecordOf } from '@genmaele/cases';
import { AppError, type ChainStep, type LetterSignatory, type Role, roleNames, signatureFieldOf, signingSteps } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

/** What is printed below a signature: the function that the role gives on the case, after whom it is held for (`for A. Person, formand for …`). */
export function signatoryTitle(role: Role, committee: string | null, standsInFor?: string | null): string {
  const office = role === 'vice-chair' ? 'Næstformand' : 'Formand';
  const ofCommittee = committee && (role === 'chair' || role === 'vice-chair');
  const title = ofCommittee ? `${office} for ${committee}` : role === 'chair' ? office : capital(roleNames[role]);
  return standsInFor ? `for ${standsInFor}, ${title.charAt(0).toLocaleLowerCase('da')}${title.slice(1)}` : title;
}

function capital(text: string): string {
  return `${text.charAt(0).toLocaleUpperCase('da')}${text.slice(1)}`;
}

/** Whoever signs an approved case's letter: one for each signing step of its chain, in the order of the signatures. Errors: `letter.not-found`. */
export async function signatoriesOf(db: DataSource | Tx, caseId: string, committee: string | null): Promise<LetterSignatory[]> {
  const { steps, standing, approvals } = await approvalRecordOf(db, caseId);
  const signing = signingSteps(steps).map((step) => standing.voices.get(step.id)?.at(-1));
  const people = await rowsOf<{ id: string; name: string }>(db, 'SELECT id, name FROM person WHERE id = ANY($1)', [
    signing.flatMap((each) => (each ? [each.personId, ...(each.forPersonId ? [each.forPersonId] : [])] : [])),
  ]);
  const nameOf = (id: string | null) => people.find((person) => person.id === id)?.name;
  return signing.map((each, i) => {
    const role = approvals.find(({ id }) => id === each?.id)?.role;
    const name = each && nameOf(each.personId);
    if (!each || !role || !name) throw new AppError('letter.not-found');
    return { field: signatureFieldOf(i), name, function: signatoryTitle(role, committee, nameOf(each.forPersonId)) };
  });
}

/** The places to sign of a letter that nobody has approved yet: those of the chain that the case follows, or would follow today. */
export async function signatoriesToBe(
  db: DataSource | Tx,
  caseId: string,
  committee: string | null,
  day: string,
): Promise<LetterSignatory[]> {
  const [chain] = await rowsOf<{ steps: ChainStep[] }>(
    db,
    `SELECT n.steps FROM response_case c JOIN approval_chain n ON n.id = c.chain_id AND c.state = 'in-approval'
       OR n.kind = c.kind AND n.state = 'in-force' AND n.valid_from <= $2
     WHERE c.id = $1 ORDER BY coalesce(n.id = c.chain_id AND c.state = 'in-approval', false) DESC, n.valid_from DESC, n.created_at DESC LIMIT 1`,
    [caseId, day],
  );
  return signingSteps(chain?.steps ?? []).map(({ by }, i) => ({
    field: signatureFieldOf(i),
    name: 'Ikke godkendt',
    function: signatoryTitle(by[0] ?? 'chair', committee),
  }));
}
