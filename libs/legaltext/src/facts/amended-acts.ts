import { type AmendedAct, type ProvisionNode } from '@genmaele/contracts';
import { danishDate, isoDateIn } from './danish-date.js';

type Reference = NonNullable<AmendedAct['reference']>;

/** "nr. 1728 af 27. december 2018"; real bills leave out "af". */
const numberAndDate = `nr\\.\\s*(\\d+)\\s+(?:af\\s+)?(?:den\\s+)?(${danishDate})`;
const consolidation = new RegExp(`\\bjf\\.\\s+lovbekendtgørelse\\s+${numberAndDate}`, 'i');
const plainAct = new RegExp(`\\b[Ll]ov\\s+${numberAndDate}`);
const changingAct = new RegExp(
  `(?:ved\\s+|,\\s*|og\\s+(?:senest\\s+)?(?:ved\\s+)?)((?:§+|artikel)[^§,]{0,80}?)?\\s*i?\\s*\\blov\\s+${numberAndDate}`,
  'gi',
);

function reference(type: Reference['type'], found: RegExpExecArray | null): Reference | undefined {
  if (!found) return undefined;
  const date = isoDateIn(found[2] ?? '');
  return { type, number: Number(found[1]), ...(date ? { date } : {}) };
}

/** The acts named after "som ændret": "§ 2 i lov nr. 1588 af 27. december 2019, § 1 i lov nr. 1182 af 8. juni 2021 og …". */
function changesIn(intro: string): AmendedAct['changedBy'] {
  const start = intro.indexOf('som ændret');
  if (start < 0) return [];
  return [...intro.slice(start).matchAll(changingAct)].map((found) => {
    const date = isoDateIn(found[3] ?? '');
    const provision = found[1]?.replace(/\s+i$/, '').trim();
    return { ...(provision ? { provision } : {}), number: Number(found[2]), ...(date ? { date } : {}) };
  });
}

function nameIn(intro: string, isRepeal: boolean): string {
  const words = intro.replace(isRepeal ? /\s+ophæves\b.*$/ : /,?\s+foretages følgende.*$/, '').replace(/^I\s+/, '');
  const numbered = new RegExp(`^[Ll]ov\\s+${numberAndDate}\\s+(om\\b.*)$`).exec(words);
  if (numbered) return `lov ${(numbered.at(-1) ?? '').replace(/,\s+som ændret\b.*$/, '')}`;
  return words.replace(/,\s+(?:jf\.\s+lovbekendtgørelse|lov nr|som ændret)\b.*$/, '').replace(/^Lov\b/, 'lov');
}

/**
 * The act a section of the bill changes or repeals, from its opening words (domain notes 5.3): name, the consolidation act or act it is
 * found in, and the acts that have changed it since. Nothing when the words name no act.
 */
export function amendedActOf(section: ProvisionNode): AmendedAct | undefined {
  const intro = section.text;
  const isAmending = /\bforetages følgende\b/.test(intro);
  const isRepeal = !isAmending && /^(?:I\s+)?[Ll]ov(?:bekendtgørelse)?\b.*\bophæves\b/.test(intro);
  if (!isAmending && !isRepeal) return undefined;
  const head = intro.split('som ændret')[0] ?? '';
  const found = reference('lovbekendtgørelse', consolidation.exec(head)) ?? reference('lov', plainAct.exec(head));
  return {
    section: section.address,
    name: nameIn(intro, isRepeal),
    operation: isRepeal ? 'repeal' : 'amend',
    ...(found ? { reference: found } : {}),
    changedBy: changesIn(intro),
  };
}

const repealInPassing =
  /^(?:(?:Samtidig|Samtidigt|Fra (?:samme|dette) tidspunkt|(?:Fra )?(?:d|D)en \d[^,]{0,40}) ophæves (lov(?:bekendtgørelse)? .*?)|(Lov(?:bekendtgørelse)? nr\..*) ophæves\b.*?)\.?$/;

/** The acts repealed in passing where a bill commences: "Samtidig ophæves lov nr. 300 af 1. april 2005 om kajer." Only whole acts, known by their number. */
function repealedAtCommencement(node: ProvisionNode): AmendedAct[] {
  const found = repealInPassing.exec(node.text);
  const words = found?.[1] ?? found?.[2];
  const act = words === undefined ? undefined : amendedActOf({ ...node, text: `${words.replace(/^l/, 'L')} ophæves.` });
  return [...(act?.reference ? [act] : []), ...node.children.flatMap(repealedAtCommencement)];
}

/** The acts a bill changes or repeals, in the bill's order. */
export function amendedActsOf(provisions: readonly ProvisionNode[]): AmendedAct[] {
  return provisions.flatMap((node) => {
    if (node.kind === 'commencement') return repealedAtCommencement(node);
    return node.kind === 'amending-section' ? (amendedActOf(node) ?? []) : [];
  });
}
