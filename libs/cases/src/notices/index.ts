import { CalendarEntryRow, CalendarFeed, Digest, Notice, NoticeLine, NoticeSetting } from './notice.entity.js';

export * from './calendar-entries.js';
export * from './calendar-feeds.js';
export { calendarKeeps, type CalendarThing } from './calendar-sources.js';
export * from './calendar-text.js';
export { nextDigest } from './digest-days.js';
export * from './notice-settings.js';
export * from './notices.js';
export * from './notify-of-task.js';
export { promiseDigests } from './promise-digests.js';
export * from './send-digest.js';
export * from './told-of.js';
export { type Urgency } from './when-to-tell.js';

/** The tables of notices and calendars. */
export const noticeEntities = [Notice, NoticeSetting, NoticeLine, Digest, CalendarFeed, CalendarEntryRow];
