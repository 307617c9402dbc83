import { AppError } from '@genmaele/contracts';
import { parseLocalDate } from '@genmaele/calendar';
import { type Tx } from '@genmaele/platform';
import { bodyCalled } from '../bodies/body-records.js';
import { type ActingInBody, logOf } from '../bodies/change-bodies.js';
import { readMeetingsFile } from './meetings-file.js';
import { putMeeting } from './plan-meetings.js';

const shownProblems = 10;

/**
 * Takes in a calendar of meetings, all of it or nothing: new meetings are planned, those whose agenda is open get the file's plan, others stay as
 * they are. Taking it in twice changes nothing. Errors: `meetings-file.refused`, naming the lines.
 */
export async function importMeetings(tx: Tx, text: string, by: ActingInBody): Promise<{ read: number; added: number }> {
  const { lines, problems } = readMeetingsFile(text);
  const found = [...problems];
  const firstOf = new Map<string, number>();
  let added = 0;
  for (const { line, body, meeting } of lines) {
    const id = await bodyCalled(tx, body, parseLocalDate(meeting.date));
    if (!id) found.push(`linje ${line}: udvalget kendes ikke på mødedagen`);
    else if (firstOf.has(`${id} ${meeting.date}`))
      found.push(`linje ${line}: samme møde som linje ${firstOf.get(`${id} ${meeting.date}`)}`);
    else if (found.length === 0 && (await putMeeting(tx, id, meeting, by.now)).isNew) added += 1;
    firstOf.set(`${id} ${meeting.date}`, firstOf.get(`${id} ${meeting.date}`) ?? line);
  }
  if (found.length > 0) {
    const more = found.length > shownProblems ? ` og ${found.length - shownProblems} til` : '';
    throw new AppError('meetings-file.refused', { problem: `${found.slice(0, shownProblems).join('; ')}${more}` });
  }
  if (lines.length === 0) throw new AppError('meetings-file.refused', { problem: 'Filen har ingen møder' });
  await logOf(tx, by, 'meeting.import', 'meetings:file', { read: lines.length, added });
  return { read: lines.length, added };
}
