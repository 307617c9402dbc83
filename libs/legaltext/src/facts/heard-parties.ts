import { type BillRemark } from '@genmaele/contracts';

/** Words that the list of parties follows. */
const leadIn = /\b(?:myndigheder|organisationer|parter|interessenter)\b[^:\n]{0,60}:/;
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

/** A list in prose: parted at commas outside parentheses and at the last "og" between two names. */
function partiesInProse(list: string): string[] {
  const parts = withCommasInNames(list.split(/,\s+(?![^(]{0,200}\))/));
  const last = parts.pop() ?? '';
  const tail = /^(.*\S)\s+og\s+(\S.*)$/.exec(last);
  const before = tail?.[1] ?? '';
  return tail && !/\s(?:for|af)\s|-$/.test(before) ? [...parts, before, tail[2] ?? ''] : [...parts, last];
}

/**
 * Who was heard, in the bill's own order and spelling, each once; from the remark "Hørte myndigheder og organisationer m.v." (Vejledning om
 * lovkvalitet, pt. 9.1.2). Lists in prose after a colon and lists of one party a line are both read. Empty when the bill has none.
 */
export function heardPartiesOf(remarks: readonly BillRemark[]): string[] {
  const remark = remarks.find(({ heading }) => /Hørte myndigheder/i.test(heading));
  if (!remark) return [];
  const found = remark.text.split('\n').reduce<{ parties: string[]; listing: boolean }>(
    ({ parties, listing }, line) => {
      const start = leadIn.exec(line);
      if (start) {
        const list = line.slice(start.index + start[0].length).trim();
        return { parties: [...parties, ...(list === '' ? [] : partiesInProse(list.replace(/\.$/, '')))], listing: list === '' };
      }
      return listing && line.length <= longestParty
        ? { parties: [...parties, ...partiesInProse(line.replace(/\.$/, ''))], listing }
        : { parties, listing: false };
    },
    { parties: [], listing: false },
  );
  return [...new Set(found.parties.map((party) => party.trim()).filter((party) => party !== ''))];
}
