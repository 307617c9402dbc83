import { type MeetingFields, meetingFields } from '@genmaele/contracts';

/** A line of a calendar of meetings: which body, by name or id, and the meeting. `line` counts from 1, the heading included. */
export interface MeetingsFileLine {
  readonly line: number;
  readonly body: string;
  readonly meeting: MeetingFields;
}

/** What a calendar of meetings says, and in Danish what cannot be read; nothing is to be taken in from one with problems. */
export interface MeetingsFile {
  readonly lines: readonly MeetingsFileLine[];
  readonly problems: readonly string[];
}

/** The headings, in any order and case, and what they mean. */
const headings = {
  udvalg: 'body',
  organ: 'body',
  dato: 'date',
  start: 'startTime',
  sted: 'place',
  online: 'onlineUrl',
  dagsorden: 'agendaClose',
  papirer: 'papersDate',
} as const;

type Field = (typeof headings)[keyof typeof headings];

/** Splits a line of CSV; a field in quotes may hold the separator, and a quote written twice. */
function fieldsOf(line: string, separator: string): string[] {
  const pattern = new RegExp(`("(?:[^"]|"")*"|[^${separator}]*)(${separator}|$)`, 'g');
  const fields: string[] = [];
  for (const [, field = '', end] of line.matchAll(pattern)) {
    fields.push((field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field).trim());
    if (end === '') break;
  }
  return fields;
}

/** `2026-12-03`, or as Danes write it `3-12-2026`, `03.12.2026`, `3/12 2026`. What is no date is left as it is, for the shape to refuse. */
function dayOf(text: string): string {
  const parts = /^(\d{1,2})[-./](\d{1,2})[-./ ]+(\d{4})$/.exec(text);
  if (!parts) return text;
  return `${parts[3]}-${parts[2]?.padStart(2, '0')}-${parts[1]?.padStart(2, '0')}`;
}

/** `9.30`, `9:30` and `kl. 9` as `09:30` and `09:00`. */
function timeOf(text: string): string {
  const parts = /^(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?$/i.exec(text);
  return parts ? `${parts[1]?.padStart(2, '0')}:${parts[2] ?? '00'}` : text;
}

function meetingOf(row: ReadonlyMap<Field, string>): Record<string, string> {
  const days = (['date', 'agendaClose', 'papersDate'] as const).map((field) => [field, dayOf(row.get(field) ?? '')]);
  const others = (['place', 'onlineUrl'] as const).map((field) => [field, row.get(field) ?? '']);
  const all = [...days, ...others, ['startTime', timeOf(row.get('startTime') ?? '')]];
  return Object.fromEntries(all.filter(([, value]) => value !== '')) as Record<string, string>;
}

/**
 * Reads a calendar of meetings: CSV with a heading line (`udvalg;dato;start;sted;online;dagsorden;papirer`), separated by semicolons, tabs or commas; `udvalg`,
 * `dato` and `dagsorden` are needed. Pure; problems name their line.
 */
export function readMeetingsFile(text: string): MeetingsFile {
  const rows = text.replace(/^\ufeff/, '').split(/\r\n?|\n/);
  const first = rows[0] ?? '';
  const separator = [';', '\t', ','].find((each) => first.includes(each)) ?? ';';
  const columns = fieldsOf(first, separator).map(
    (heading) => headings[heading.toLowerCase() as keyof typeof headings] as Field | undefined,
  );
  const missing = (['body', 'date', 'agendaClose'] as const).filter((field) => !columns.includes(field));
  if (missing.length > 0) return { lines: [], problems: ['linje 1: overskrifterne udvalg, dato og dagsorden skal være der'] };
  const lines: MeetingsFileLine[] = [];
  const problems: string[] = [];
  for (const [i, row] of rows.slice(1).entries()) {
    if (row.trim() === '') continue;
    const line = i + 2;
    const values = fieldsOf(row, separator);
    const given = new Map(columns.flatMap((field, at) => (field ? [[field, values[at] ?? ''] as const] : [])));
    const body = given.get('body') ?? '';
    const meeting = meetingFields.safeParse(meetingOf(given));
    if (body === '') problems.push(`linje ${line}: udvalget mangler`);
    else if (!meeting.success) problems.push(`linje ${line}: ${problemOf(meeting.error.issues[0])}`);
    else lines.push({ line, body, meeting: meeting.data });
  }
  return { lines, problems };
}

const danish: Record<string, string> = {
  date: 'datoen',
  agendaClose: 'dagen, hvor dagsordenen lukker,',
  papersDate: 'dagen, hvor papirerne sendes,',
  startTime: 'starttidspunktet',
  onlineUrl: 'adressen til onlinemødet',
  place: 'stedet',
};

function problemOf(issue: { path: PropertyKey[]; code: string; message: string } | undefined): string {
  const field = String(issue?.path[0] ?? '');
  return field === '' ? (issue?.message ?? '') : `${danish[field] ?? field} kan ikke læses`;
}
