import type { SignatureError, SignatureErrorCode } from './signature-error.js';

/** Whether the same signature may succeed later without a change, and what it is called in Danish. */
const PROBLEMS: Readonly<Record<SignatureErrorCode, readonly [retry: 'again' | 'no', danish: string]>> = {
  'signature.pdf-unreadable': ['no', 'brevets PDF kan ikke læses'],
  'signature.field-missing': ['no', 'brevet har ikke det felt, der skal underskrives'],
  'signature.field-already-signed': ['no', 'feltet er allerede underskrevet'],
  'signature.not-first': ['no', 'brevet er underskrevet af en anden før den, der skal attestere det'],
  'signature.not-permitted': ['no', 'brevet er attesteret mod enhver ændring'],
  'signature.key-unreadable': ['no', 'nøglen kan ikke læses'],
  'signature.key-unavailable': ['again', 'nøglekortet svarer ikke'],
  'signature.key-mismatch': ['no', 'nøglen passer ikke til sit certifikat'],
  'signature.certificate-not-valid': ['no', 'underskriverens certifikat er udløbet eller ikke trådt i kraft'],
  'signature.too-large': ['no', 'underskriften er større end dens plads i brevet'],
  'signature.timestamp-failed': ['again', 'tidsstemplet kan ikke fås'],
  'signature.revocation-failed': ['again', 'det kan ikke fås oplyst, om certifikaterne er spærret'],
  'signature.certificate-revoked': ['no', 'et certifikat er spærret'],
  'signature.level-unreachable': ['no', 'indstillingerne kan ikke give det ønskede niveau'],
};

/** What a signature failed by, for the page of work that was given up: Danish, with what the facts say. Never key material. */
export function signatureProblem({ code, facts }: SignatureError): { danish: string; again: boolean } {
  const [retry, danish] = PROBLEMS[code];
  const detail = facts['problem'] ?? facts['subject'] ?? facts['missing'] ?? facts['field'];
  return { danish: detail === undefined ? danish : `${danish} (${detail})`, again: retry === 'again' };
}
