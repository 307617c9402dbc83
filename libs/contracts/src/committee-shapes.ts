import { z } from 'zod';
import { plainText } from './plain-text.js';

/** The political bodies by kind, with the Danish word. Committees advise the board, so a chain of bodies may end there. */
export const bodyKinds = {
  committee: 'udvalg',
  board: 'bestyrelse',
  chairmanship: 'formandskab',
  'regional-council': 'kommunekontaktråd',
} as const;

/** One of {@link bodyKinds}. */
export type BodyKind = keyof typeof bodyKinds;

/** What a person is in a body. Alternates have no seat of their own: each stands in for one member. */
export const memberFunctions = { chair: 'formand', 'vice-chair': 'næstformand', member: 'medlem', alternate: 'stedfortræder' } as const;

/** One of {@link memberFunctions}. */
export type MemberFunction = keyof typeof memberFunctions;

/** What became of an agenda item, or of one point of it. */
export const outcomes = {
  approved: 'godkendt',
  'approved-with-changes': 'godkendt med ændringer',
  postponed: 'udsat',
  rejected: 'afvist',
  'for-information': 'taget til efterretning',
} as const;

/** One of {@link outcomes}. */
export type Outcome = keyof typeof outcomes;

/** What a member can answer in a written procedure; whoever asks for a meeting ends it. */
export const procedureVotes = { for: 'for', against: 'imod', meeting: 'ønsker et møde' } as const;

/** One of {@link procedureVotes}. */
export type ProcedureVote = keyof typeof procedureVotes;

/** What it means not to answer before the deadline of a written procedure. */
export const silenceRules = { assent: 'den, der tier, er enig', 'no-answer': 'den, der tier, har ikke svaret' } as const;

/** One of {@link silenceRules}. */
export type SilenceRule = keyof typeof silenceRules;

/** The papers of a meeting that are drawn as PDF: the agenda as invited, the agenda as held, and the minutes. */
export const paperKinds = ['agenda', 'agenda-held', 'minutes'] as const;

/** One of {@link paperKinds}. */
export type PaperKind = (typeof paperKinds)[number];

/** What the members of a body are told of a meeting: its papers are out, a paper came late, it is tomorrow, its minutes wait for them, or it is off. */
export const meetingNews = ['papers', 'late-paper', 'tomorrow', 'minutes', 'cancelled'] as const;

/** One of {@link meetingNews}. */
export type MeetingNews = (typeof meetingNews)[number];

const keys = <T extends Record<string, string>>(table: T) => z.enum(Object.keys(table) as [keyof T & string, ...(keyof T & string)[]]);
const line = (most: number) => z.string().transform(plainText).pipe(z.string().min(1).max(most));
const text = line(20_000);
const day = z.iso.date();
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'skal være et klokkeslæt som 10:00');
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'skal være en SHA-256');

/** A political body, new or changed. `id` is what addresses and grants name it by. */
export const bodyFields = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'må kun have små bogstaver, tal og bindestreger')
    .max(60),
  kind: keys(bodyKinds),
  name: line(200),
  aliases: z.array(line(200)).max(20).default([]),
  field: line(2000).optional(),
  superiorId: z.string().max(60).optional(),
  validFrom: day,
  validTo: day.optional(),
});

/** See {@link bodyFields}. */
export type BodyFields = z.infer<typeof bodyFields>;

/** A name that a body has from a day on. */
export const bodyNameFields = z.object({ name: line(200), validFrom: day });

/** A person's place in a body: someone with an account, or a named outsider. */
export const membershipFields = z
  .object({
    personId: z.uuid().optional(),
    outsiderName: line(200).optional(),
    function: keys(memberFunctions),
    alternateFor: z.uuid().optional(),
    municipality: line(100).optional(),
    validFrom: day,
    validTo: day.optional(),
  })
  .refine(({ personId, outsiderName }) => (personId === undefined) !== (outsiderName === undefined), {
    error: 'angiv enten en person med konto eller et navn',
  })
  .refine((given) => (given.function === 'alternate') === (given.alternateFor !== undefined), {
    error: 'en stedfortræder, og kun en stedfortræder, træder i stedet for et medlem',
  });

/** See {@link membershipFields}. */
export type MembershipFields = z.infer<typeof membershipFields>;

/** When and where a body meets; the agenda closes at 16:00 on its day. */
export const meetingFields = z
  .object({
    date: day,
    startTime: time.optional(),
    place: line(300).optional(),
    onlineUrl: z
      .url({ protocol: /^https$/ })
      .max(500)
      .optional(),
    agendaClose: day,
    papersDate: day.optional(),
  })
  .refine(({ date, agendaClose }) => agendaClose <= date, { error: 'dagsordenen skal lukke senest på mødedagen' })
  .refine(({ date, agendaClose, papersDate }) => papersDate === undefined || (agendaClose <= papersDate && papersDate <= date), {
    error: 'papirerne skal sendes mellem dagsordenens lukning og mødet',
  });

/** See {@link meetingFields}. */
export type MeetingFields = z.infer<typeof meetingFields>;

/** An item of an agenda. A case is put on it as the version that the members are to read, by its hash. */
export const agendaItemFields = z
  .object({
    title: line(500),
    open: z.boolean().default(true),
    caseId: z.uuid().optional(),
    versionSha256: hash.optional(),
    recommendation: text.optional(),
    lateReason: line(2000).optional(),
  })
  .refine(({ caseId, versionSha256 }) => (caseId === undefined) === (versionSha256 === undefined), {
    error: 'en sag sættes på dagsordenen sammen med den version, medlemmerne skal læse',
  });

/** See {@link agendaItemFields}. */
export type AgendaItemFields = z.infer<typeof agendaItemFields>;

/** What is taken along with an action on a meeting. `minutesDeadline` ends the members' time to object (ISO 8601). */
export const meetingActionBody = z.object({ reason: line(2000).optional(), minutesDeadline: z.iso.datetime({ offset: true }).optional() });

/** See {@link meetingActionBody}. */
export type MeetingActionBody = z.infer<typeof meetingActionBody>;

/** Who of the members is at the meeting. Whoever is not named is away. */
export const attendanceBody = z.object({ present: z.array(z.uuid()).max(200) });

/** A member who does not take part in one item: ineligible (inhabil), or out of the room. */
export const absenceBody = z.object({ membershipId: z.uuid(), kind: z.enum(['ineligible', 'absent']), reason: line(1000).optional() });

const pointDecision = z.object({ pointId: z.string().min(1).max(100), outcome: keys(outcomes), text: text.optional() });

/** What a body decided on an item, for the record; a correction names the decision that it corrects, and why. */
export const decisionBody = z
  .object({
    outcome: keys(outcomes),
    changes: text.optional(),
    points: z.array(pointDecision).max(500).default([]),
    postponedTo: z.uuid().optional(),
    dissents: z
      .array(z.object({ membershipId: z.uuid(), text }))
      .max(50)
      .default([]),
    corrects: z.uuid().optional(),
    reason: line(2000).optional(),
  })
  .refine(({ points }) => new Set(points.map(({ pointId }) => pointId)).size === points.length, { error: 'et punkt er nævnt to gange' });

/** See {@link decisionBody}. */
export type DecisionBody = z.infer<typeof decisionBody>;

/** A member's answer to the minutes; an objection says what is wrong. */
export const minutesReplyBody = z
  .object({ kind: z.enum(['confirmed', 'objection']), text: text.optional() })
  .refine(({ kind, text: words }) => kind === 'confirmed' || words !== undefined, { error: 'en indsigelse skal have en tekst' });

/** See {@link minutesReplyBody}. */
export type MinutesReply = z.infer<typeof minutesReplyBody>;

/** A question that a body decides in writing. The deadline is ISO 8601 with zone. */
export const procedureFields = z
  .object({
    question: line(500),
    recommendation: text.optional(),
    open: z.boolean().default(true),
    caseId: z.uuid().optional(),
    versionSha256: hash.optional(),
    deadline: z.iso.datetime({ offset: true }),
    silence: keys(silenceRules),
  })
  .refine(({ caseId, versionSha256 }) => (caseId === undefined) === (versionSha256 === undefined), {
    error: 'en sag forelægges sammen med den version, medlemmerne skal læse',
  });

/** See {@link procedureFields}. */
export type ProcedureFields = z.infer<typeof procedureFields>;

/** A member's answer in a written procedure; a secretary names the outsider on whose behalf it is written down. */
export const voteBody = z.object({ vote: keys(procedureVotes), text: text.optional(), membershipId: z.uuid().optional() });

/** See {@link voteBody}. */
export type VoteBody = z.infer<typeof voteBody>;
