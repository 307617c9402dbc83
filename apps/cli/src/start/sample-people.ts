import { type Role } from '@genmaele/contracts';

/** The committee that the sample bill belongs to. */
export const sampleCommittee = 'kultur-erhverv-plan';

/** The part a sample person plays on the way. */
export type SamplePart = 'officer' | 'secretary' | 'chair' | 'head' | 'dispatcher' | 'administrator';

/** A person of the sample; every one is invented. */
export interface SamplePerson {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly committeeId?: string;
}

/** Who plays which part. Their accounts are marked as samples: a production start refuses them. */
// prettier-ignore
export const samplePeople: Readonly<Record<SamplePart, SamplePerson>> = {
  officer:       { name: 'Sofie Sagsbehandler',  email: 'sofie@genmaele.example',   role: 'officer' },
  secretary:     { name: 'Ulla Udvalgssekretær', email: 'ulla@genmaele.example',    role: 'committee-secretary', committeeId: sampleCommittee },
  chair:         { name: 'Frede Formand',        email: 'frede@genmaele.example',   role: 'chair',               committeeId: sampleCommittee },
  head:          { name: 'Karen Kontorchef',     email: 'karen@genmaele.example',   role: 'head-of-office' },
  dispatcher:    { name: 'Esben Ekspedient',     email: 'esben@genmaele.example',   role: 'dispatcher' },
  administrator: { name: 'Asta Administrator',   email: 'asta@genmaele.example',    role: 'administrator' },
};

/** The association's address in a development installation: the sender, and where receipts come back. */
export const sampleAddress = 'hoering@genmaele.example';
