/** The checker of PDFs: who signed, what stands unchanged, and whether a letter is fit to be issued. */
export { type Attack, type AttackGround } from './attacks/attack.js';
export { byteFlips, makeAttacks } from './attacks/make-attacks.js';
export { checkPdf, type CheckOptions, type PdfVerdict } from './check-pdf.js';
export { type Conformance } from './conformance.js';
export { type EmbeddedPoints } from './embedded-points.js';
export { type CertificateView, type PadesLevel, type SignatureFinding, type Verdict, verdictText } from './verdict.js';
export { inspectLetter, refuseUnfitLetter } from './letter/check-letter.js';
export { type FindingCode, findingText, type LetterFinding } from './letter/finding.js';
export { embeddedRoots } from './embedded-roots.js';
