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
  readonly municipalityCode?: string;
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

/** Who else is there in the sample year: those who treat and approve the cases of other committees, and those who look on. */
// prettier-ignore
export const sampleYearPeople: readonly SamplePerson[] = [
  { name: 'Signe Sekretær',       email: 'signe@genmaele.example',    role: 'committee-secretary' },
  { name: 'Vibe Viceformand',     email: 'vibe@genmaele.example',     role: 'vice-chair', committeeId: sampleCommittee },
  { name: 'Bodil Bog',            email: 'bodil@genmaele.example',    role: 'chair',      committeeId: 'boerne-undervisning' },
  { name: 'Mads Mose',            email: 'mads@genmaele.example',     role: 'chair',      committeeId: 'miljoe-forsyning' },
  { name: 'Åse Østergård',        email: 'aase@genmaele.example',     role: 'chair',      committeeId: 'sundhed-aeldre' },
  { name: 'Johan Job',            email: 'johan@genmaele.example',    role: 'chair',      committeeId: 'arbejdsmarked-borgerservice' },
  { name: 'Sanne Støtte',         email: 'sanne@genmaele.example',    role: 'chair',      committeeId: 'social' },
  { name: 'Birthe Bestyrelse',    email: 'birthe@genmaele.example',   role: 'association-chair' },
  { name: 'Øjvind Økonom',        email: 'oejvind@genmaele.example',  role: 'economist' },
  { name: 'Rikke Revisor',        email: 'rikke@genmaele.example',    role: 'auditor' },
  { name: 'Ole Odense',           email: 'ole@genmaele.example',      role: 'municipality-contact', municipalityCode: '461' },
  { name: 'Ågot Aarhus',          email: 'aagot@genmaele.example',    role: 'municipality-contact', municipalityCode: '751' },
  { name: 'Ruth Roskilde',        email: 'ruth@genmaele.example',     role: 'municipality-contact', municipalityCode: '265' },
];

/** The association's address in a development installation: the sender, and where receipts come back. */
export const sampleAddress = 'hoering@genmaele.example';
