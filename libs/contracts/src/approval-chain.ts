import { z } from 'zod';
import { canonicalJson, sha256 } from './canonical.js';
import { type BodyKind } from './committee-shapes.js';
import { type CaseKind, caseKinds } from './occasion-shapes.js';
import { type Role, roles } from './roles.js';

/** The roles that can approve a text, and so bind the association. */
export const approverRoles = ['chair', 'vice-chair', 'association-chair', 'head-of-office'] as const satisfies readonly Role[];

/** The roles that keep a gate: they see that a text is ready to go on, and bind nobody. */
export const gateRoles = ['committee-secretary', 'head-of-office'] as const satisfies readonly Role[];

/** The bodies that a step can wait for, and what they are called: the committee of the case, the board, or the chairmanship. */
export const stepBodies = {
  committee: 'sagens udvalg',
  board: 'bestyrelsen',
  chairmanship: 'formandskabet',
} as const satisfies Partial<Record<BodyKind, string>>;

/** One of {@link stepBodies}. */
export type StepBody = keyof typeof stepBodies;

/** Who takes the task of a step that waits for a body: whoever puts the case on its agenda. */
export const bodyTaskRole = 'committee-secretary' satisfies Role;

/** Whether a body is the one that a step waits for: of its kind, and, where a committee is meant, the case's own. */
export function isBodyOfStep(step: StepBody, body: { readonly kind: BodyKind | null; readonly ofCase: boolean }): boolean {
  return step === 'committee' ? body.ofCase : body.kind === step;
}

/** What a step asks for: an approval, a passing on, or nothing but to be told. */
export const chainStepKinds = ['approve', 'gate', 'inform'] as const;

/** The most signatures of one letter: as many as stand in its signature block. */
export const mostSignatures = 4;

const line = z.string().trim().min(1).max(120);
const personRole = z.enum(roles.filter((role) => role !== 'system'));

/** One step of a chain of approval. Steps of one rank are open at the same time; ranks are taken from the lowest. */
export const chainStep = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'skal være små bogstaver, tal og bindestreger'),
  name: line,
  rank: z.int().min(1).max(12),
  kind: z.enum(chainStepKinds),
  /** Whoever holds one of these roles on the case may take the step; nobody where it waits for a body. */
  by: z.array(personRole).max(6),
  /** The body whose decision on the text takes the step: at a meeting, or in writing. */
  body: z.enum(Object.keys(stepBodies) as [StepBody]).optional(),
  /** How many different people must. */
  quorum: z.int().min(1).max(9),
  /** How long the step may take, in working days. */
  workingDays: z.int().min(0).max(60),
  /** After how many working days a reminder goes; halfway when left out. Never after the step is due. */
  remindAfter: z.int().min(1).max(60).optional(),
  /** Who is told when the time has run out. */
  escalateTo: personRole,
  /** Whether the letter carries the signature of whoever takes the step. */
  signs: z.boolean(),
});

/** See {@link chainStep}. */
export type ChainStep = z.infer<typeof chainStep>;

/** Each rule of a sound chain, with what is said when it is broken. */
const soundness: readonly [(steps: readonly ChainStep[]) => boolean, string][] = [
  [(steps) => new Set(steps.map(({ id }) => id)).size === steps.length, 'to trin har samme navn'],
  [(steps) => steps.some(({ kind }) => kind === 'approve'), 'ingen skal godkende'],
  [(steps) => steps.some(({ signs }) => signs), 'ingen skal underskrive'],
  [(steps) => steps.filter(({ signs }) => signs).length <= mostSignatures, `et brev har plads til ${mostSignatures} underskrifter`],
  [(steps) => steps.every(({ kind, signs }) => !signs || kind === 'approve'), 'kun den, der godkender, kan underskrive'],
  [
    (steps) => steps.every(({ kind, by }) => kind !== 'approve' || by.every((role) => (approverRoles as readonly Role[]).includes(role))),
    'en af rollerne kan ikke godkende',
  ],
  [
    (steps) => steps.every(({ kind, by }) => kind !== 'gate' || by.every((role) => (gateRoles as readonly Role[]).includes(role))),
    'en af rollerne kan ikke lade en sag gå videre',
  ],
  [
    (steps) => steps.every(({ remindAfter, workingDays }) => remindAfter === undefined || remindAfter < workingDays),
    'et trin minder først om sig, når det skulle være færdigt',
  ],
  [(steps) => steps.every(({ by, body }) => (by.length === 0) === (body !== undefined)), 'et trin skal have enten roller eller et organ'],
  [
    (steps) => steps.every(({ body, kind, signs, quorum }) => body === undefined || (kind === 'approve' && !signs && quorum === 1)),
    'et organ godkender ved én beslutning og underskriver ikke',
  ],
  [
    (steps) => steps.every(({ by, body, escalateTo }) => !by.includes(escalateTo) && !(body && escalateTo === bodyTaskRole)),
    'et trin rykker den, der allerede er spurgt: det går i ring',
  ],
];

/** The steps of a chain, sound as a whole: somebody approves, somebody signs, nobody is asked by a role that cannot, and no reminder goes in a circle. */
export const chainSteps = z
  .array(chainStep)
  .min(1, 'vejen er tom')
  .max(12)
  .superRefine((steps, context) => {
    for (const [holds, message] of soundness) if (!holds(steps)) context.addIssue({ code: 'custom', message });
  });

/** The hash of a chain's steps, by which a trial is bound to what was tried: SHA-256 over their canonical JSON. */
export function chainHash(steps: readonly ChainStep[]): string {
  return sha256(canonicalJson(steps));
}

/** The steps that sign a letter, in the order of the signatures: by rank, then as the chain lists them. */
export function signingSteps(steps: readonly ChainStep[]): ChainStep[] {
  return steps.filter(({ signs }) => signs).sort((a, b) => a.rank - b.rank);
}

/** The name of the signature field of a letter's n-th signing step, counted from 0. */
export function signatureFieldOf(index: number): string {
  return index === 0 ? 'underskrift' : `underskrift-${index + 1}`;
}

/** The chain that ships in force: the chair of the committee approves and signs. */
export const defaultChain: readonly ChainStep[] = [
  {
    id: 'chair',
    name: 'Udvalgsformandens godkendelse',
    rank: 1,
    kind: 'approve',
    by: ['chair'],
    quorum: 1,
    workingDays: 2,
    escalateTo: 'head-of-office',
    signs: true,
  },
];

/** A second chain that ships as an example and is not in force: gate, both chairs, gate, and copy for information. */
export const exampleChain: readonly ChainStep[] = [
  { id: 'gate-before', name: 'Sekretariatets gennemsyn', rank: 1, kind: 'gate', by: ['committee-secretary'], quorum: 1, workingDays: 1, escalateTo: 'head-of-office', signs: false }, // prettier-ignore
  { ...defaultChain[0]!, rank: 2 },
  { id: 'association-chair', name: 'Formandens godkendelse', rank: 3, kind: 'approve', by: ['association-chair'], quorum: 1, workingDays: 2, escalateTo: 'head-of-office', signs: true }, // prettier-ignore
  { id: 'gate-after', name: 'Sekretariatets frigivelse', rank: 4, kind: 'gate', by: ['committee-secretary'], quorum: 1, workingDays: 1, escalateTo: 'head-of-office', signs: false }, // prettier-ignore
  { id: 'copy', name: 'Til orientering', rank: 5, kind: 'inform', by: ['member'], quorum: 1, workingDays: 0, escalateTo: 'head-of-office', signs: false }, // prettier-ignore
];

/** What an administrator writes: for which kind of case, its name, and its steps. */
export const chainBody = z.object({
  kind: z.enum(Object.keys(caseKinds) as [CaseKind]),
  name: line,
  steps: chainSteps,
});

/** See {@link chainBody}. */
export type ChainBody = z.infer<typeof chainBody>;
