import type { LaterChange } from '../pades/later-change.js';

/** What is to be thought of a PDF as a whole. */
export type Verdict = 'unchanged' | 'changed' | 'unsigned' | 'undecided';

/** The verdict as a person is told it. */
export const verdictText: Readonly<Record<Verdict, string>> = {
  unchanged: 'uændret og underskrevet',
  changed: 'ændret efter underskrift',
  unsigned: 'ingen underskrift',
  undecided: 'kan ikke afgøres',
};

/** PAdES baseline levels (EN 319 142-1 section 6). */
export type PadesLevel = 'B-B' | 'B-T' | 'B-LT' | 'B-LTA';

/** A certificate, as a person would look at it. */
export interface CertificateView {
  subject: string;
  issuer: string;
  serial: string;
  notBefore: Date;
  notAfter: Date;
}

/** Everything that can be said of one signature or document time stamp. Texts are Danish. */
export interface SignatureFinding {
  fieldName: string;
  /** The form of the signature (/SubFilter), such as `ETSI.CAdES.detached`. */
  subFilter: string;
  kind: 'signature' | 'certification' | 'timestamp';
  /**
   * `sound`: what was signed stands unchanged and the signer is known; `changed`: it does not; `undecided`: neither can be shown.
   */
  state: 'sound' | 'changed' | 'undecided';
  signerName: string;
  /** What the signer says (/M). */
  claimedTime: Date | null;
  /** What a trusted time-stamp authority says. */
  stampedTime: Date | null;
  /** `null` when it is no PAdES baseline signature, or not enough holds to say. */
  level: PadesLevel | null;
  /** The signed bytes run from the first to `end`, without the signature itself; `null` when that is not what the signature says. */
  covers: { end: number; ofBytes: number } | null;
  /** Do digest and signature fit the bytes and the certificate? `null` when that cannot be tried. */
  intact: boolean | null;
  /** DocMDP, when the signature certifies the file. */
  permission: number | null;
  changes: LaterChange[];
  /** Signer's certificate first; the trusted root last when `trusted`. */
  chain: CertificateView[];
  trusted: boolean;
  revocation: 'good' | 'revoked' | 'unknown';
  /** Made with a key of a development authority. */
  test: boolean;
  /** Why the state is not `sound`; empty when it is. */
  problems: string[];
  /** What is worth knowing and changes nothing. */
  notes: string[];
}

/** The verdict over all signatures, and why. `loose` counts signatures in the file that no field leads to. */
export function verdictOf(findings: readonly SignatureFinding[], loose: number): { verdict: Verdict; reasons: string[] } {
  const reasons = findings.flatMap((finding) => finding.problems.map((problem) => `${nameOf(finding)}: ${problem}`));
  if (loose > 0) reasons.push('En underskrift i filen hører ikke (længere) til noget felt.');
  if (findings.some(({ state }) => state === 'changed')) return { verdict: 'changed', reasons };
  if (loose > 0 || findings.some(({ state }) => state === 'undecided')) return { verdict: 'undecided', reasons };
  const signatures = findings.filter(({ kind }) => kind !== 'timestamp');
  if (signatures.length > 0) return { verdict: 'unchanged', reasons: signatures.map((finding) => `${nameOf(finding)} holder.`) };
  const stamped =
    findings.length > 0 ? ['Filen bærer kun et tidsstempel: ingen har skrevet under.'] : ['Der er ingen underskrift i filen.'];
  return { verdict: 'unsigned', reasons: stamped };
}

function nameOf({ kind, fieldName, signerName }: SignatureFinding): string {
  const what = kind === 'timestamp' ? 'Tidsstemplet' : 'Underskriften';
  return signerName ? `${what} af ${signerName}` : `${what} i feltet »${fieldName}«`;
}
