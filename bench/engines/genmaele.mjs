/** Our own drawing, as it was built. */
import { renderLetter } from '../../dist/libs/documents/src/index.js';
import { letterOf, serve } from './serve.mjs';

await serve((letter) => renderLetter(letter).bytes, letterOf);
