/** An engine is a program that draws letters: it reads a line of JSON for each, draws, and answers with a line of what it took. */
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * Serves until the input ends. A request is `{ input, keep? }`: `input` is what this engine draws (a letter, HTML, Typst), `keep` a file to put
 * the PDF in, outside the time that is measured. The answer is `{ ms, bytes }`, or `{ error }`.
 * `prepare` makes the input ready, outside the time that is measured too.
 * @param {(input: any) => Promise<Uint8Array> | Uint8Array} draw
 */
export async function serve(draw, prepare = (input) => input) {
  process.stdout.write('{"ready":true}\n');
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line), draw, prepare))}\n`);
  }
  process.exit();
}

async function answer({ input, keep }, draw, prepare) {
  try {
    const ready = prepare(input);
    const started = performance.now();
    const pdf = await draw(ready);
    const ms = performance.now() - started;
    if (keep) writeFileSync(keep, pdf);
    return { ms, bytes: pdf.length };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** The letter as it was before it became JSON: attachments are bytes. */
export function letterOf(input) {
  const attachments = input.attachments.map((each) => ({ ...each, bytes: new Uint8Array(Buffer.from(each.bytes, 'base64')) }));
  return { ...input, attachments };
}
