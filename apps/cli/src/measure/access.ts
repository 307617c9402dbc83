import { proveClosed } from './access-closed.js';
import { proveSignIn } from './access-sign-in.js';
import { type Figure, type Measure } from './figure.js';

/** What the proof of access is made of; each part answers its own figures. */
const parts: readonly Measure[] = [proveSignIn, proveClosed];

/** Who gets in, who sees what, and what the log can prove. */
export const proveAccess: Measure = async (context) => {
  const figures: Figure[] = [];
  for (const part of parts) figures.push(...(await part(context)));
  return figures;
};
