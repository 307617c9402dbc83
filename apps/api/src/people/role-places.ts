import { type HeldRole } from '@genmaele/access';
import { localDateOf } from '@genmaele/calendar';
import { committeeName, committeesStanding } from '@genmaele/committees';
import { AppError, type Role, roleNames, roles } from '@genmaele/contracts';
import { ministries, municipalities, municipalityByCode } from '@genmaele/intake';
import { type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

/** Roles that are held in one committee. */
const committeeBound: readonly Role[] = ['member', 'vice-chair', 'chair', 'committee-secretary'];

/** What a role is bound to, by the field that says it. */
const boundTo = (role: Role) => ({
  committeeId: committeeBound.includes(role),
  ministryId: role === 'ministry-contact',
  municipalityCode: role === 'municipality-contact',
});

const placeNames = { committeeId: 'udvalget', ministryId: 'ministeriet', municipalityCode: 'kommunen' } as const;

/** Errors: `request.invalid` when a role lacks the committee, ministry or municipality that it is held in, has one it is not held in, or names one that is not known. */
export async function requireKnownPlace(tx: Tx, held: HeldRole): Promise<void> {
  const known = {
    committeeId: async (id: string) => (await committeeName(tx, id)) !== undefined,
    ministryId: async (id: string) => ministries.some((ministry) => ministry.id === id && !ministry.validTo),
    municipalityCode: async (code: string) => municipalityByCode(code) !== undefined,
  };
  const bound = boundTo(held.role);
  for (const field of ['committeeId', 'ministryId', 'municipalityCode'] as const) {
    const place = held[field];
    if (bound[field] !== (place !== undefined) || (place !== undefined && !(await known[field](place)))) {
      throw new AppError('request.invalid', { problem: `${placeNames[field]} mangler, er ukendt, eller hører ikke til rollen` });
    }
  }
}

const danishOf = (field: keyof typeof placeNames) =>
  `kun ${roles
    .filter((role) => boundTo(role)[field])
    .map((role) => roleNames[role])
    .join(', ')}`;

/** What a form offers for a role: roles, committees that stand, ministries and municipalities, each as `{ value, text }`; `names` are those of places by their id. */
export async function placesOffered(db: DataSource | Tx, now: Date) {
  const committees = await committeesStanding(db, localDateOf(now));
  const option = ({ id, name }: { id: string; name: string }) => ({ value: id, text: name });
  const towns = municipalities.map(({ code, name }) => ({ id: code, name: `${name} Kommune` }));
  return {
    roles: roles.filter((role) => role !== 'system').map((role) => ({ value: role, text: roleNames[role] })),
    committees: committees.map(option),
    ministries: ministries.filter(({ validTo }) => !validTo).map(option),
    municipalities: towns.map(option),
    names: Object.fromEntries([...committees, ...ministries, ...towns].map(({ id, name }) => [id, name])),
    hints: { committeeId: danishOf('committeeId'), ministryId: danishOf('ministryId'), municipalityCode: danishOf('municipalityCode') },
  };
}
