import { type AgendaPaperData, type LetterBlock, type LetterDocument, memberFunctions, type MinutesPaperData } from '@genmaele/contracts';
import { fieldDate } from './danish-date.js';
import { paragraph } from './parts.js';
import { textBlocks } from './text-blocks.js';
import { type LetterHouse } from './wording.js';

type MeetingPaper = AgendaPaperData | MinutesPaperData;
type Item = AgendaPaperData['items'][number];

/** What every paper of a meeting has around its words: who meets, when and where. Such a paper binds by its hash, not by a signature. */
export function meetingFrame(data: MeetingPaper, { logo }: LetterHouse): Omit<LetterDocument, 'template' | 'title' | 'blocks'> {
  const { sender, startTime, place, onlineUrl } = data;
  const fields: [string, string][] = [['Møde', fieldDate(data.date)]];
  if (startTime) fields.push(['Kl.', startTime.replace(':', '.')]);
  if (place) fields.push(['Sted', place]);
  if (onlineUrl) fields.push(['Online', 'Link i Genmæle']);
  fields.push(['Dok. ID', data.sourceSha256.slice(0, 12)]);
  return {
    language: 'da-DK',
    author: sender.fullName,
    createdAt: data.createdAt,
    letterhead: {
      name: sender.name,
      ...(logo ? { logo } : {}),
      fields,
      lines: [sender.fullName, ...sender.address, sender.email, sender.web],
    },
    recipient: [data.body],
    attachments: [],
  };
}

/** Heading, recommendation and papers of an item. */
export function itemBlocks(item: Item): LetterBlock[] {
  const marks = [...(item.open ? [] : ['lukket punkt']), ...(item.late ? ['sent punkt'] : [])];
  const heading = `${item.number}. ${item.title}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
  const version = item.versionSha256 ? `, version ${item.versionSha256.slice(0, 12)}` : '';
  return [
    { kind: 'heading', level: 2, text: heading },
    ...(item.caseNumber ? [paragraph(`Sag ${item.caseNumber}${version}.`)] : []),
    ...(item.lateReason ? [paragraph(`Sat på efter dagsordenens lukning med formandens samtykke: ${item.lateReason}`)] : []),
    ...(item.recommendation ? [labelled('Indstilling'), ...textBlocks(item.recommendation)] : []),
    ...(item.attachments.length > 0
      ? [labelled('Bilag'), { kind: 'list' as const, ordered: false, items: item.attachments.map(({ fileName }) => [{ text: fileName }]) }]
      : []),
  ];
}

/** A word that stands over what follows it. */
export function labelled(label: string): LetterBlock {
  return { kind: 'heading', level: 3, text: label };
}

/** The members with what they are and whence they come; none when nobody is written down. */
export function memberBlocks(members: MeetingPaper['members']): LetterBlock[] {
  if (members.length === 0) return [];
  const rows = members.map(({ name, function: is, municipality }) => [name, memberFunctions[is], municipality ?? '']);
  const columns = [
    { header: 'Navn', align: 'left' as const, share: 3 },
    { header: 'Funktion', align: 'left' as const, share: 2 },
    { header: 'Kommune', align: 'left' as const, share: 2 },
  ];
  return [
    { kind: 'heading', level: 2, text: 'Medlemmer' },
    { kind: 'table', columns, rowHeaders: true, rows },
  ];
}
