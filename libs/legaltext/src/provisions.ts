import { type BillReading, type ProvisionNode } from '@genmaele/contracts';
import { foldSpace } from './source/clean-text.js';

/** The nodes that can be pointed at (those with an address), in the order of the bill. */
export function flattenProvisions(reading: Pick<BillReading, 'provisions'>): ProvisionNode[] {
  const visit = (node: ProvisionNode): ProvisionNode[] => [...(node.address === '' ? [] : [node]), ...node.children.flatMap(visit)];
  return reading.provisions.flatMap(visit);
}

/** A node's own words, white space folded; those of a provision of several sentences stand in its `pkt` children. */
export function wordsOf({ text, children }: ProvisionNode): string {
  const sentences = text === '' ? children.filter((child) => child.kind === 'pkt').map(wordsOf) : [];
  return foldSpace([text, ...sentences].join(' '));
}

/** The words of title, subtitle and amended acts in lower case, each once, in order: what a committee is proposed from. */
export function subjectWords(reading: Pick<BillReading, 'title' | 'subtitle' | 'amendedActs'>): string[] {
  const texts = [reading.title, reading.subtitle ?? '', ...reading.amendedActs.map((act) => act.name)];
  return [...new Set(texts.flatMap((text) => text.toLowerCase().match(/\p{L}[\p{L}\d]*(?:-[\p{L}\d]+)*/gu) ?? []))];
}
