import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { addPerson } from '@genmaele/access';
import { appendAudit } from '@genmaele/audit';
import { inTransaction } from '@genmaele/platform';
import { z } from 'zod';
import { CommandError } from '../command-error.js';
import { say } from '../saying.js';
import { readablePassword } from '../start/readable-password.js';
import { withDatabase } from './database-in-use.js';

/** The options of `genmaele admin create`. */
export interface AdminOptions {
  readonly name: string;
  readonly email: string;
  readonly generate?: boolean;
}

const leastCharacters = 12;

/** Makes an administrator's account. The password is typed twice, read from standard input, or drawn and shown once. */
export async function createAdministrator({ name, email, generate }: AdminOptions): Promise<void> {
  if (!z.email().safeParse(email.trim()).success) throw refusedEmail(email);
  if (name.trim() === '')
    throw new CommandError('Navnet er tomt.', 'Loggen skal kunne sige, hvem der gjorde hvad.', 'Skriv --name "Fornavn Efternavn".');
  const password = generate ? readablePassword() : await askPassword();
  if (password.length < leastCharacters) throw tooShort();
  await withDatabase((database) =>
    inTransaction(database, async (tx) => {
      const now = new Date();
      const id = await addPerson(tx, { name: name.trim(), email, password, sample: false }, [{ role: 'administrator' }], now);
      await appendAudit(tx, { action: 'person.add', subject: `person:${id}`, facts: { role: 'administrator', sample: false } }, now);
    }),
  );
  say(`Administratoren ${name.trim()} er oprettet og logger på som ${email.trim().toLowerCase()}.`);
  if (generate) say(`Adgangskoden vises kun nu: ${password}`);
}

function refusedEmail(email: string): CommandError {
  return new CommandError(`»${email}« er ikke en e-mailadresse.`, 'Den er navnet, der logges på med.', 'Ret --email.');
}

function tooShort(): CommandError {
  return new CommandError(
    'Adgangskoden er for kort.',
    `Den skal have mindst ${leastCharacters} tegn.`,
    'Vælg en længere, eller lad Genmæle lave en med --generate.',
  );
}

async function askPassword(): Promise<string> {
  if (!process.stdin.isTTY) return firstLine();
  const password = await askHidden('Adgangskode: ');
  if (password !== (await askHidden('Gentag den: '))) {
    throw new CommandError('De to adgangskoder er ikke ens.', 'En af dem er skrevet forkert.', 'Prøv igen.');
  }
  return password;
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  for await (const line of lines) return line;
  throw new CommandError('Der kom ingen adgangskode.', 'Standard input var tom.', 'Skriv den på første linje, eller brug --generate.');
}

/** Asks on the terminal without showing what is typed. */
function askHidden(question: string): Promise<string> {
  process.stdout.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise((resolve, reject) => {
    prompt.once('SIGINT', () => {
      prompt.close();
      reject(new CommandError('Afbrudt.', 'Intet er oprettet.', ''));
    });
    prompt.question('', (answer) => {
      prompt.close();
      process.stdout.write('\n');
      resolve(answer);
    });
  });
}
