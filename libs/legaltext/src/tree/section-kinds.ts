import { type ProvisionKind } from '@genmaele/contracts';
import { type DraftNode } from './draft-node.js';

const comesIntoForce = /^(?:Loven|Denne lov|Lovens|Bekendtgørelsen|Tidspunktet|§)[^.]{0,300}?\b(?:træder i kraft|ikrafttræden)\b/;
const isBoundToPlace = /\b(?:gælder (?:ikke|hverken) for|sættes\b.{0,60}\bi kraft for)\b.{0,30}\b(?:Færøerne|Grønland)\b/;

/** The first words of a § that say something, its own or its first stk.'s. */
function openingWords(section: DraftNode): string {
  return section.text || section.children.find((child) => child.kind === 'stk')?.text || '';
}

function kindOfSection(section: DraftNode): ProvisionKind {
  const words = openingWords(section);
  if (section.children.some((child) => child.kind === 'change-point' || child.kind === 'quoted-text')) return 'amending-section';
  if (comesIntoForce.test(words)) return 'commencement';
  if (isBoundToPlace.test(words)) return 'territorial';
  const isAmending = section.kind === 'amending-section' && /\b(?:foretages følgende|ophæves|affattes)\b/.test(words);
  return isAmending ? 'amending-section' : 'section';
}

/** The tree with each § of the bill called what it does: change a law, say when, say where, or rule. */
export function nameSections(node: DraftNode): DraftNode {
  if (node.kind === 'section' || node.kind === 'amending-section') return { ...node, kind: kindOfSection(node) };
  return node.kind === 'change-point' ? node : { ...node, children: node.children.map(nameSections) };
}
