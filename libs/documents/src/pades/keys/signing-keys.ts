import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '@genmaele/contracts';
import { z } from 'zod';
import { type PdfSigner } from '../ports.js';
import { isTestCertificate } from '../test-certificate.js';
import { KeyFileSigner } from './key-file-signer.js';
import { Pkcs11Signer } from './pkcs11-signer.js';
import { openPkcs12 } from './pkcs12-signer.js';

const path = z.string().min(1);

/** One key of `keys.json`; paths are taken from its folder. */
const keyShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pem'), keyFile: path, chainFile: path }),
  z.strictObject({ kind: z.literal('pkcs12'), file: path, passwordFile: path }),
  z.strictObject({ kind: z.literal('pkcs11'), library: path, token: path, keyLabel: path, pinFile: path, chainFile: path }),
]);

/** `keys.json` in SIGNER_KEY_DIR: the organisation's seal, and a key of their own for people who have one, by e-mail address. */
const keysShape = z.strictObject({ seal: keyShape, persons: z.record(z.email(), keyShape).default({}) });

type KeySettings = z.infer<typeof keyShape>;

/** Without `keys.json`: the files that the development authority makes. */
const usual = { seal: { kind: 'pem', keyFile: 'seal.key.pem', chainFile: 'seal.chain.pem' }, persons: {} } as const;

/** An opened key, and whether it is a development authority's. */
export interface OpenKey {
  readonly signer: PdfSigner;
  readonly test: boolean;
}

/** Every key that the signer holds. */
export interface SigningKeys {
  readonly all: readonly OpenKey[];
  /** The person's own key where one is configured, else the organisation's seal. */
  of(email: string): OpenKey;
}

/**
 * Opens every configured key, so that one that is missing is found at the start and not at a letter. Errors: `environment.invalid`;
 * a `SignatureError` of the key.
 */
export async function openSigningKeys(folder: string): Promise<SigningKeys> {
  const settings = await readSettings(folder);
  const seal = await openKey(settings.seal, folder);
  const persons = new Map<string, OpenKey>();
  for (const [email, key] of Object.entries(settings.persons)) persons.set(email.toLowerCase(), await openKey(key, folder));
  return { all: [seal, ...persons.values()], of: (email) => persons.get(email.toLowerCase()) ?? seal };
}

async function readSettings(folder: string): Promise<z.infer<typeof keysShape>> {
  const text = await readFile(join(folder, 'keys.json'), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw new AppError('environment.invalid', { problem: 'keys.json i SIGNER_KEY_DIR kan ikke læses' }, { cause });
  });
  if (text === undefined) return usual;
  const parsed = keysShape.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const problem = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new AppError('environment.invalid', { problem: `keys.json i SIGNER_KEY_DIR: ${problem}` });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function openKey(settings: KeySettings, folder: string): Promise<OpenKey> {
  const at = (file: string): string => resolve(folder, file);
  const signer = await openSigner(settings, at);
  const [certificate] = await signer.certificateChain();
  return { signer, test: certificate !== undefined && isTestCertificate(certificate) };
}

function openSigner(settings: KeySettings, at: (file: string) => string): Promise<PdfSigner> {
  if (settings.kind === 'pem') return KeyFileSigner.open({ keyFile: at(settings.keyFile), chainFile: at(settings.chainFile) });
  if (settings.kind === 'pkcs12') return openPkcs12({ file: at(settings.file), passwordFile: at(settings.passwordFile) });
  return Pkcs11Signer.open({ ...settings, pinFile: at(settings.pinFile), chainFile: at(settings.chainFile) });
}
