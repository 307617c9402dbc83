import type { ObjectRole } from './object-roles.js';

/** What kind of thing was changed after a signature. */
export type ChangeKind =
  ObjectRole | 'signature-added' | 'timestamp-added' | 'visible-signature-added' | 'form-fill' | 'removed' | 'inserted' | 'appended';

/** One change that was made to a file after a signature. */
export interface LaterChange {
  kind: ChangeKind;
  /** The object's number; left out for what is no object. */
  object?: number;
  /** What the signers allow: DocMDP and FieldMDP (ISO 32000-1 section 12.8.2), without them what DocMDP P 2 allows. */
  permitted: boolean;
  /** Nothing that a person reads or hears has changed by it: a further signature in its own field, a time stamp, validation data. */
  harmless: boolean;
  /** In Danish, for people. */
  danish: string;
}

/** A change that nobody has allowed. */
export function foul(kind: ChangeKind, danish: string, object?: number): LaterChange {
  return { kind, permitted: false, harmless: false, danish, ...(object === undefined ? {} : { object }) };
}
