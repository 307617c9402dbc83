import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  AppError,
  canonicalJson,
  type LetterLogo,
  type LetterSender,
  letterSettingsFile,
  type LetterSettingsFile,
  sha256,
} from '@genmaele/contracts';
import { type LetterHouse } from '@genmaele/templates';
import { z } from 'zod';
import { pathOperators } from './pdf/logo-path.js';
import { type FontFiles, MissingGlyphError } from './pdf/face-types.js';
import { loadFaces } from './pdf/faces.js';
import { readPicture } from './letter-settings-picture.js';

/** What letters look like, read and ready: all that a letter depends on beside its data. */
export interface LetterLook extends LetterHouse {
  readonly sender: LetterSender;
  /** Absolute paths; a face that is left out is the built-in one. */
  readonly fonts: FontFiles;
  /** What the hash is over: canonical JSON of sender, logo and wording, the files by their SHA-256. Kept with each letter. */
  readonly text: string;
  readonly sha256: string;
}

const looks = new Map<string, LetterLook>();

/**
 * The look that a settings file describes, or without one the association's own; read once per process. Errors: `letter-settings.invalid`,
 * naming the file, the field and what is wrong with it in Danish.
 */
export function letterLook(file?: string): LetterLook {
  const key = file ?? '';
  const known = looks.get(key);
  if (known) return known;
  const made = file === undefined ? resolved({}, '.', 'de indbyggede') : resolved(readJson(file), dirname(resolve(file)), file);
  looks.set(key, made);
  return made;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw invalid(file, missing ? 'filen findes ikke' : 'filen er ikke gyldig JSON');
  }
}

function resolved(given: unknown, folder: string, file: string): LetterLook {
  const parsed = letterSettingsFile.safeParse(given, { error: z.locales.da().localeError });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`));
    throw invalid(file, problems.join('; '));
  }
  const { sender, wording } = parsed.data;
  const logo = parsed.data.logo && logoOf(parsed.data.logo, folder, file);
  const fonts = fontsOf(parsed.data.fonts, folder, file);
  const hashes = Object.fromEntries(Object.entries(fonts).map(([face, path]) => [face, sha256(readFileSync(path))]));
  const mark = logo?.kind === 'picture' ? { ...logo, bytes: sha256(logo.bytes) } : logo;
  const text = canonicalJson({ sender, wording, fonts: hashes, ...(mark ? { logo: mark } : {}) });
  return { sender, wording, logo, fonts, text, sha256: sha256(text) };
}

function logoOf(logo: NonNullable<LetterSettingsFile['logo']>, folder: string, file: string): LetterLogo {
  const { width, alt } = logo;
  try {
    if ('file' in logo) return { kind: 'picture', ...readPicture(readFileSync(resolve(folder, logo.file))), width, alt };
    pathOperators(logo.path);
    return { kind: 'drawing', path: logo.path, viewBox: logo.viewBox, width, alt };
  } catch (error) {
    const unread = (error as NodeJS.ErrnoException).code !== undefined;
    throw invalid(file, `logo.${'file' in logo ? 'file' : 'path'}: ${unread ? 'filen kan ikke læses' : (error as Error).message}`);
  }
}

/** TrueType and OpenType with TrueType outlines; what else is named as a font could not be embedded whole. */
const trueType = ['00010000', '74727565'];

function fontsOf(fonts: LetterSettingsFile['fonts'], folder: string, file: string): FontFiles {
  const given = Object.entries(fonts).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const paths = given.map(([face, path]) => {
    const absolute = resolve(folder, path);
    if (!existsSync(absolute)) throw invalid(file, `fonts.${face}: filen ${path} findes ikke`);
    if (!trueType.includes(readFileSync(absolute).subarray(0, 4).toString('hex')))
      throw invalid(file, `fonts.${face}: ${path} er ikke en TrueType-skrift (.ttf)`);
    return [face, absolute];
  });
  const made = Object.fromEntries(paths) as FontFiles;
  refuseUnusable(made, file);
  return made;
}

/** Cuts the faces once, so that a font that cannot be used is found when the process starts. */
function refuseUnusable(fonts: FontFiles, file: string): void {
  if (Object.keys(fonts).length === 0) return;
  try {
    loadFaces(fonts);
  } catch (error) {
    const why =
      error instanceof MissingGlyphError ? `tegnet ${error.codePoint} mangler i ${error.face}` : 'en af skrifterne kan ikke læses';
    throw invalid(file, `fonts: ${why}`);
  }
}

function invalid(file: string, problem: string): AppError {
  return new AppError('letter-settings.invalid', { file, problem });
}
