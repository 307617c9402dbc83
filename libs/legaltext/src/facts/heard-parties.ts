import { type BillRemark } from '@genmaele/contracts';
import { sentenceStarts } from '../tree/sentences.js';

/** Words that the list of parties follows: "følgende myndigheder og organisationer m.v.:", and, without a colon, "i høring hos Aalborg, KL og DI". */
const leadIn =
  /\b(?:(?:myndigheder|organisationer|parter|høringsparter|interessenter|virksomheder|foreninger|følgende)\b[^:\n]{0,60}:|(?:(?:sendt|været) i høring hos|har hørt)\s+(?=\p{Lu}))/u;

/** What a line of a list may begin and end with. */
const bullet = /^(?:[–•·*-]|\d+[.)]|[a-zæøå]\))\s+/;
const lineEnd = /(?:[,;.]|\s+og|,\s*og)$/;
const longestParty = 160;

/**
 * A name with commas of its own ("Brancheforeningen for Skov, Have og Park-Forretninger") shows in an alphabetical list by its tail standing
 * between two names of another letter.
 */
function withCommasInNames(parts: readonly string[]): string[] {
  const names: string[] = [];
  parts.forEach((part, i) => {
    const before = names.at(-1);
    const isTail = before && / (?:for|af) /.test(before) && before[0] === parts[i + 1]?.[0] && before[0] !== part[0];
    if (isTail) names[names.length - 1] = `${before}, ${part}`;
    else names.push(part);
  });
  return names;
}

/** The name of an authority or a house by itself, and no end of another's name: "Vejdirektoratet", "KL", "Danske Regioner". */
const standsAlone =
  /^(?:\p{Lu}[\p{Ll}-]+ )*(?:[\p{Lu}]{2,}|\p{L}+(?:direktoratet|styrelsen|ministeriet|rådet|nævnet|tilsynet|forbundet|instituttet|universitetet)|Regioner|Kommune|Kommuner)$/u;

/** A list in prose: parted at commas outside parentheses and at the last "og" between two names. */
function partiesInProse(list: string): string[] {
  const parts = withCommasInNames(list.split(/,\s+(?![^(]{0,200}\))/));
  const last = parts.pop() ?? '';
  const tail = /^(.*\S)\s+og\s+(\S.*)$/.exec(last);
  const [before = '', after = ''] = tail?.slice(1) ?? [];
  const isOneName = !tail || before.endsWith('-') || (/\s(?:for|af)\s/.test(before) && !standsAlone.test(after));
  return isOneName ? [...parts, last] : [...parts, before, after];
}

/** The first sentence of what follows a colon; what the bill goes on to say of the hearing is no party. */
function firstSentence(text: string): string {
  return text
    .slice(0, sentenceStarts(text)[1] ?? text.length)
    .trim()
    .replace(/\.$/, '');
}

/** One line of a list, or one row of a table: a party in each cell, a list in prose parted. */
function partiesInLine(line: string): string[] {
  const cells = line.split('\t').map((cell) => cell.trim().replace(bullet, '').replace(lineEnd, ''));
  return cells.flatMap((cell) => (/,\s.*,\s/.test(cell) ? partiesInProse(cell) : [cell]));
}

/**
 * Who was heard, in the bill's own order and spelling, each once; from the remark "Hørte myndigheder og organisationer m.v." (Vejledning om
 * lovkvalitet, pt. 9.1.2). Lists in prose, lists of one party a line and tables are all read. Empty when the bill has none.
 */
export function heardPartiesOf(remarks: readonly BillRemark[]): string[] {
  const remark = remarks.find(({ heading }) => /Hørte (?:myndigheder|parter|organisationer)/i.test(heading));
  if (!remark) return [];
  const parties: string[] = [];
  let isListing = false;
  for (const line of remark.text.split('\n')) {
    const start = leadIn.exec(line);
    const list = start ? line.slice(start.index + start[0].length).trim() : '';
    if (list !== '') parties.push(...partiesInProse(firstSentence(list)));
    else if (!start && isListing && line.length <= longestParty) parties.push(...partiesInLine(line));
    isListing = start ? list === '' : isListing && line.length <= longestParty;
  }
  return [...new Set(parties.map((party) => party.trim()).filter((party) => party !== '' && party !== 'X'))];
}
