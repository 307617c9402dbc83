import { type ProvisionKind } from '@genmaele/contracts';
import { type Line } from '../line.js';

/** A node before it has its address and id. */
export interface DraftNode {
  kind: ProvisionKind;
  label: string;
  text: string;
  offset: number;
  children: DraftNode[];
}

/** A node of a line, with the notes printed within the line below it. */
export function draftOf(kind: ProvisionKind, line: Line): DraftNode {
  return { kind, label: line.label, text: line.text, offset: line.offset, children: line.notes.map((note) => draftOf('footnote', note)) };
}

/** Whether a node has nothing of its own yet but its label. */
export function isBare(node: DraftNode): boolean {
  return node.text === '' && node.children.length === 0;
}
