/** Typst, warm: its source in, PDF/UA-1 out. */
import { readFileSync } from 'node:fs';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { fontFiles } from './font-files.mjs';
import { serve } from './serve.mjs';

const fontBlobs = Object.values(fontFiles).map((file) => readFileSync(file));
const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs }], workspace: import.meta.dirname });

await serve((mainFileContent) => {
  const pdf = compiler.pdf({ mainFileContent }, { pdfStandard: 'ua-1', creationTimestamp: 1_787_040_000 });
  // Its memory of earlier letters is kept as long as a server would keep it.
  compiler.evictCache(10);
  return pdf;
});
