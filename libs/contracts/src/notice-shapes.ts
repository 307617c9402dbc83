import { z } from 'zod';

/**
 * What a person may be told at once, each as the page asks for it. Whatever is not chosen waits for the digest. Escalations and alarms are not
 * here: they always come at once.
 */
export const atOnceChoices = {
  blocking: 'En sag står stille, til jeg har taget stilling',
  'due-soon': 'Noget skal være gjort inden min næste samlede mail',
  urgent: 'En sag haster',
} as const;

/** One of {@link atOnceChoices}. */
export type AtOnceChoice = keyof typeof atOnceChoices;

const choices = Object.keys(atOnceChoices) as [AtOnceChoice, ...AtOnceChoice[]];
const each = <T>(values: T[]): T[] => [...new Set(values)];

/** How a person is told: the clock time of the digest in Copenhagen, its weekdays by ISO 8601 (1 is Monday), and what comes at once. */
export const noticeSettings = z.object({
  digestTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'skal være et klokkeslæt som 07:30'),
  weekdays: z
    .array(z.int().min(1).max(7))
    .min(1, 'vælg mindst én dag')
    .transform((days) => each(days).sort((a, b) => a - b)),
  atOnce: z.array(z.enum(choices)).transform(each),
});

/** See {@link noticeSettings}. */
export type NoticeSettings = z.infer<typeof noticeSettings>;

/** What holds until a person chooses otherwise: half past seven on Monday to Friday, and at once when somebody waits for them. */
export const usualNoticeSettings: NoticeSettings = { digestTime: '07:30', weekdays: [1, 2, 3, 4, 5], atOnce: choices };
