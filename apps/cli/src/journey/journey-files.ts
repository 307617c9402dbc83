import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type JourneyEnd } from './journey.js';
import { type JourneyRecord } from './journey-record.js';

/** What journey.json keeps beside the record: where the mail lies. */
export interface KeptJourney extends JourneyRecord {
  readonly mailFile: string;
}

/**
 * Leaves what proves a journey in a folder: letter.pdf (signed), mail.eml as the mailbox kept it, journey.json, letter.expected.json (what a
 * screen reader must speak), and the certificates of the development authority. journey.json is written last: where it lies, the rest does.
 * It names the mail in the mailbox, or its copy here when the mailbox goes away with the installation.
 */
export async function writeJourney(folder: string, end: JourneyEnd, from: { keyDir: string; mailboxStays: boolean }): Promise<KeptJourney> {
  const kept = { ...end.record, mailFile: from.mailboxStays ? end.mail.file : join(folder, 'mail.eml') };
  await mkdir(folder, { recursive: true });
  await Promise.all([
    writeFile(join(folder, 'letter.pdf'), end.pdf),
    writeFile(join(folder, 'mail.eml'), end.mail.bytes),
    writeFile(join(folder, 'letter.expected.json'), json(end.heard)),
    ...['root.pem', 'sub.pem'].map((name) => copyFile(join(from.keyDir, name), join(folder, name))),
  ]);
  await writeFile(join(folder, 'journey.json'), json(kept));
  return kept;
}

/** The journey that a folder keeps, if one came to its end there. */
export async function readJourney(folder: string): Promise<KeptJourney | undefined> {
  const file = join(folder, 'journey.json');
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as KeptJourney) : undefined;
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
