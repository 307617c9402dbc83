import { z } from 'zod';
import { memberFunctions, outcomes } from './committee-shapes.js';
import { letterSender } from './letter-data.js';

const words = z.string().trim().min(1).max(20_000);
const line = z.string().trim().min(1).max(600);
const outcome = z.enum(Object.keys(outcomes) as (keyof typeof outcomes)[]);
const function_ = z.enum(Object.keys(memberFunctions) as (keyof typeof memberFunctions)[]);

const agendaLine = z.object({
  number: z.int().min(1),
  title: line,
  open: z.boolean(),
  /** The case's number, as people speak of it. */
  caseNumber: line.optional(),
  /** SHA-256 of the version the members had before them. */
  versionSha256: z.string().length(64).nullable(),
  recommendation: words.nullable(),
  late: z.boolean(),
  lateReason: words.nullable(),
  attachments: z.array(z.object({ fileName: line })),
});

const meeting = {
  sender: letterSender,
  createdAt: z.iso.datetime({ offset: true }),
  /** SHA-256 of what was kept, printed so that the paper can be held against it. */
  sourceSha256: z.string().length(64),
  body: line,
  date: z.iso.date(),
  startTime: z.string().nullable(),
  place: line.nullable(),
  onlineUrl: z.url().nullable(),
  members: z.array(z.object({ name: line, function: function_, municipality: line.nullable() })),
};

/** An agenda, as the members are invited to it or as it was held. */
export const agendaPaperData = z.object({ ...meeting, kind: z.enum(['invited', 'held']), items: z.array(agendaLine).min(1) });

const decision = z.object({
  outcome,
  changes: words.nullable(),
  points: z.array(z.object({ pointId: line, outcome, text: words.optional() })),
  participants: z.array(z.object({ name: line })),
  quorate: z.boolean(),
  dissents: z.array(z.object({ name: line, text: words })),
  corrects: z.string().nullable(),
  reason: words.nullable(),
});

const minutesLine = agendaLine.extend({
  absences: z.array(z.object({ name: line, kind: z.enum(['ineligible', 'absent']), reason: words.nullable() })),
  decisions: z.array(decision).min(1),
});

/** The minutes of a meeting: who came, and what was decided on each item. */
export const minutesPaperData = z.object({
  ...meeting,
  number: z.int().min(1),
  present: z.array(line),
  away: z.array(line),
  items: z.array(minutesLine).min(1),
});

/** See {@link agendaPaperData}. */
export type AgendaPaperData = z.infer<typeof agendaPaperData>;
/** See {@link minutesPaperData}. */
export type MinutesPaperData = z.infer<typeof minutesPaperData>;
