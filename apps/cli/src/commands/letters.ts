import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { inspectLetter, letterLook, type LetterLook, renderLetter } from '@genmaele/documents';
import { inheritedEnvironment } from '@genmaele/platform';
import { CommandError } from '../command-error.js';
import { coverMailSamples, type LetterSample, letterSamples } from '../letter-samples/letter-samples.js';
import { meetingPaperSamples } from '../letter-samples/meeting-paper-samples.js';
import { type SignedForm, signedForms, SigningDesk } from '../letter-samples/sign-samples.js';
import { duration, say } from '../saying.js';

/** What `genmaele letters` is asked for. */
export interface LettersOptions {
  /** The folder to fill. */
  out: string;
  /** Only letters whose name begins so. */
  only?: string;
  /** Signed forms, parted by commas; `none` for none, left out for all. */
  forms?: string;
  /** A settings file; left out: LETTER_SETTINGS, else the association's own look. */
  settings?: string;
}

/**
 * Writes every template with every sample: `NAME.pdf`, what it must speak as `NAME.expected.json`, the signed forms of letters, and the certificates to
 * judge them by. Unsigned letters are the same bytes each time. Errors: a CommandError for a name or a form that there is not, and for a letter
 * that fails its own check.
 */
export async function letters(options: LettersOptions): Promise<void> {
  const started = performance.now();
  const look = letterLook(options.settings ?? inheritedEnvironment()['LETTER_SETTINGS']);
  const forms = wantedForms(options.forms);
  const all = [...letterSamples(look), ...meetingPaperSamples(look)];
  const wanted = chosen(all, options.only);
  const mails = coverMailSamples(look).filter(({ name }) => name.startsWith(options.only ?? ''));
  if (wanted.length + mails.length === 0) throw unknownName(options.only ?? '', all);
  const folder = resolve(options.out);
  await mkdir(folder, { recursive: true });
  const desk = forms.length > 0 ? await SigningDesk.open() : undefined;
  let pages = 0;
  try {
    for (const sample of wanted) pages += await writeSample(folder, sample, look, forms, desk);
    await desk?.leaveCertificates(folder);
  } finally {
    await desk?.close();
  }
  for (const { name, mail } of mails) await writeFile(join(folder, `${name}.txt`), `Emne: ${mail.subject}\r\n\r\n${mail.text}`);
  const signed = forms.length === 0 ? 'ingen underskrevne former' : `${wanted.filter(isSigned).length * forms.length} underskrevne`;
  say(
    `${wanted.length} breve og mødepapirer på i alt ${pages} sider, ${signed} og ${mails.length} følgemails ligger i ${folder} (${duration(performance.now() - started)}).`,
  );
}

async function writeSample(
  folder: string,
  sample: LetterSample,
  look: LetterLook,
  forms: readonly SignedForm[],
  desk: SigningDesk | undefined,
): Promise<number> {
  const { bytes, pages, heard } = renderLetter(sample.letter, look.fonts);
  const findings = inspectLetter(bytes, heard);
  if (findings.length > 0) {
    const what = findings.map(({ code, page }) => (page === undefined ? code : `${code} på side ${page}`)).join(', ');
    throw new CommandError(`Brevet ${sample.name} bestod ikke sin egen kontrol.`, `Fundet: ${what}.`, 'Koderne står i docs/checker.md.');
  }
  await writeFile(join(folder, `${sample.name}.pdf`), bytes);
  await writeFile(join(folder, `${sample.name}.expected.json`), `${JSON.stringify(heard, null, 2)}\n`);
  for (const form of isSigned(sample) ? forms : [])
    await writeFile(join(folder, `${sample.name}.${form}.pdf`), await desk!.sign(bytes, sample, form));
  say(`${sample.name} (${pages} ${pages === 1 ? 'side' : 'sider'})`);
  return pages;
}

/** The papers of a meeting bind by their hash and have no place to sign. */
function isSigned({ letter }: LetterSample): boolean {
  return letter.blocks.some(({ kind }) => kind === 'signature');
}

function chosen(samples: LetterSample[], only: string | undefined): LetterSample[] {
  return only === undefined ? samples : samples.filter(({ name }) => name.startsWith(only));
}

function unknownName(only: string, samples: readonly LetterSample[]): CommandError {
  return new CommandError(`Intet brev begynder med »${only}«.`, '', `Vælg blandt: ${samples.map(({ name }) => name).join(', ')}.`);
}

function wantedForms(given: string | undefined): SignedForm[] {
  const all = Object.keys(signedForms) as SignedForm[];
  if (given === undefined) return all;
  if (given === 'none') return [];
  return given.split(',').map((name) => {
    const form = all.find((each) => each === name.trim());
    if (!form) throw new CommandError(`Formen »${name}« findes ikke.`, '', `Vælg blandt ${all.join(', ')} eller none.`);
    return form;
  });
}
