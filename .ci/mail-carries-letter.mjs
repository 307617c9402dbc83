/**
 * Whether the mail that left carries the signed letter byte for byte: `node .ci/mail-carries-letter.mjs DIR` compares, in what
 * `npm start -- --once --out DIR` left, the PDF attached to mail.eml, letter.pdf, and the hashes that journey.json tells.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { simpleParser } from 'mailparser';

const [dir] = process.argv.slice(2);
const read = (name) => readFileSync(path.join(dir, name));
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

const { attachments } = await simpleParser(read('mail.eml'));
const attached = attachments.filter(({ contentType }) => contentType === 'application/pdf').map(({ content }) => sha256(content));
const letter = sha256(read('letter.pdf'));
const isTold = read('journey.json').includes(letter);

const told = `letter.pdf ${letter}; attached to the mail: ${attached.join(', ') || 'no PDF'}; told by journey.json: ${isTold ? 'yes' : 'no'}`;
process.stdout.write(`${told}\n`);
process.exit(attached.length === 1 && attached[0] === letter && isTold ? 0 : 1);
