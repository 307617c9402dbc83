import { AppError } from '@genmaele/contracts';
import { SaxesParser } from 'saxes';

/** A number of KLE as an edition has it: main group (`02`), group (`02.34`) or subject (`02.34.02`). Days are `2025-05-01`. */
export interface KleSubject {
  readonly number: string;
  readonly title: string;
  readonly keywords: readonly string[];
  readonly createdOn: string | null;
  /** The day it went out of use or was moved; null while it counts. */
  readonly retiredOn: string | null;
}

/** An edition of the subject plan (emneplan). */
export interface KleEdition {
  readonly edition: string;
  readonly subjects: KleSubject[];
}

const levels = ['Hovedgruppe', 'Gruppe', 'Emne'] as const;
const retirement = new Set(['UdgaaetDato', 'FlyttetDato']);
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

interface OpenSubject {
  level: string;
  /** Where it begins in the file, from 1. */
  line: number;
  number: string;
  title: string;
  keywords: string[];
  createdOn: string | null;
  retiredOn: string | null;
}

function taken(open: OpenSubject, path: readonly string[], text: string): void {
  const [name = '', parent = ''] = [path.at(-1), path.at(-2)];
  if (name === `${open.level}Nr`) open.number = text;
  else if (name === `${open.level}Titel`) open.title = text;
  else if (name === 'Tekst' && parent === `${open.level}Stikord`) open.keywords.push(text.replace(/\s*\[.*\]$/, ''));
  else if (name === 'OprettetDato' && isDay(text)) open.createdOn ??= text;
  else if (retirement.has(name) && isDay(text)) open.retiredOn = text;
}

/**
 * Reads the official subject plan (KLE-Emneplan, XML schema 1.3 and 2.0). What the schema has beside number, title, keywords and dates is left alone.
 * Errors: `kle.unreadable`, with the line and what is wrong there.
 */
export function parseKle(xml: string): KleEdition {
  const parser = new SaxesParser();
  const path: string[] = [];
  const open: OpenSubject[] = [];
  const subjects: KleSubject[] = [];
  let text = '';
  let edition = '';
  parser.on('opentag', ({ name }) => {
    path.push(name);
    text = '';
    if ((levels as readonly string[]).includes(name))
      open.push({ level: name, line: parser.line, number: '', title: '', keywords: [], createdOn: null, retiredOn: null });
  });
  parser.on('text', (more) => (text += more));
  parser.on('closetag', ({ name }) => {
    const words = text.replace(/\s+/g, ' ').trim();
    const subject = open.at(-1);
    if (name === 'UdgivelsesDato') edition = words;
    else if (subject && name === subject.level) subjects.push(closed(open.pop()!));
    else if (subject && words) taken(subject, path, words);
    path.pop();
    text = '';
  });
  parser.on('error', (error) => {
    throw unreadable(`${lineOf(error.message)}XML'en er i stykker.`);
  });
  parser.write(xml).close();
  if (!isDay(edition)) throw unreadable('Udgivelsesdatoen mangler.');
  if (subjects.length === 0) throw unreadable('Der er ingen emner i filen.');
  return { edition, subjects: subjects.sort((a, b) => (a.number < b.number ? -1 : 1)) };
}

/** saxes begins its messages, which are English and can quote the file, with line and column. */
function lineOf(message: string): string {
  const [, line] = /^(\d+):\d+: /.exec(message) ?? [];
  return line === undefined ? '' : `linje ${line}: `;
}

function closed({ line, number, title, keywords, createdOn, retiredOn }: OpenSubject): KleSubject {
  if (!/^\d{2}(\.\d{2}){0,2}$/.test(number)) throw unreadable(`linje ${line}: »${number.slice(0, 40)}« er ikke et KLE-nummer.`);
  if (title === '') throw unreadable(`linje ${line}: ${number} har ingen titel.`);
  return { number, title, keywords: [...new Set(keywords)].filter((each) => each !== '').slice(0, 200), createdOn, retiredOn };
}

function unreadable(problem: string): AppError {
  return new AppError('kle.unreadable', { problem });
}
