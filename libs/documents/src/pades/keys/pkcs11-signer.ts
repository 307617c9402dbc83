import { createHash, verify, X509Certificate } from 'node:crypto';
import type * as Pkcs11Js from 'pkcs11js';
import { integer, sequence } from '../der.js';
import type { PdfSigner } from '../ports.js';
import { SignatureError } from '../signature-error.js';
import { algorithmOf, readCertificates } from './key-file-signer.js';
import { readSecret } from './pkcs12-signer.js';

/** A key on a PKCS#11 token, e.g. an HSM or SoftHSM. */
export interface Pkcs11Key {
  /** The token's library, e.g. `/usr/lib/softhsm/libsofthsm2.so`. */
  library: string;
  /** The labels of token and private key; each must be the only one of its name. */
  token: string;
  keyLabel: string;
  /** A file whose first line is the user's PIN. */
  pinFile: string;
  /** Certificates (PEM), the key's own first. */
  chainFile: string;
}

interface OpenToken {
  module: Pkcs11Js.PKCS11;
  session: Buffer;
  key: Buffer;
}

type Library = typeof Pkcs11Js;

/** A library may be initialised once in a process. */
const INITIALISED = new Map<string, Pkcs11Js.PKCS11>();
const PROBE = Buffer.from('Genmæle prøver, om nøglen hører til certifikatet.');

/**
 * Signs with a key that stays on its token. One signature at a time; when the token fails, the session is opened anew for the next, so that a
 * token that was away comes back by itself. What the token says is passed on as `signature.key-unavailable`, which is worth another try.
 */
export class Pkcs11Signer implements PdfSigner {
  private open: Promise<OpenToken> | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly library: Library,
    private readonly settings: Pkcs11Key,
    private readonly pin: string,
    private readonly chain: readonly Uint8Array[],
    readonly algorithm: PdfSigner['algorithm'],
  ) {}

  /**
   * Logs in and proves that the key is the certificate's. Errors: `signature.key-unreadable` (also when the optional package pkcs11js is not
   * installed), `signature.key-unavailable`, `signature.key-mismatch`.
   */
  static async open(settings: Pkcs11Key): Promise<Pkcs11Signer> {
    const [library, pin, chain] = await Promise.all([loadLibrary(), readSecret(settings.pinFile), readCertificates(settings.chainFile)]);
    const { publicKey } = new X509Certificate(chain[0]!);
    const signer = new Pkcs11Signer(library, settings, pin, chain, algorithmOf(publicKey, settings.chainFile));
    const isItsOwn = verify('sha256', PROBE, publicKey, await signer.sign(PROBE));
    if (isItsOwn) return signer;
    throw new SignatureError('signature.key-mismatch', { file: settings.chainFile, problem: 'certifikatet hører ikke til nøglen' });
  }

  async certificateChain(): Promise<Uint8Array[]> {
    return this.chain.map((der) => new Uint8Array(der));
  }

  sign(signedAttributesDer: Uint8Array): Promise<Uint8Array> {
    const signing = this.turn.then(() => this.signNow(Buffer.from(signedAttributesDer)));
    this.turn = signing.catch(() => undefined);
    return signing;
  }

  private async signNow(data: Buffer): Promise<Uint8Array> {
    this.open ??= openToken(this.library, this.settings, this.pin);
    try {
      const { module, session, key } = await this.open;
      if (this.algorithm === 'rsa-sha256') {
        module.C_SignInit(session, { mechanism: this.library.CKM_SHA256_RSA_PKCS }, key);
        return await module.C_SignAsync(session, data, Buffer.alloc(1024));
      }
      module.C_SignInit(session, { mechanism: this.library.CKM_ECDSA }, key);
      return ecdsaValue(await module.C_SignAsync(session, createHash('sha256').update(data).digest(), Buffer.alloc(256)));
    } catch (cause) {
      this.open = undefined;
      if (cause instanceof SignatureError) throw cause;
      throw unavailable(this.settings, `nøglekortet svarede ${reasonOf(cause)}`, cause);
    }
  }
}

async function loadLibrary(): Promise<Library> {
  try {
    const loaded = (await import('pkcs11js')) as Library & { default?: Library };
    return loaded.default ?? loaded;
  } catch (cause) {
    const problem = 'pakken pkcs11js er ikke installeret. Installer den (npm install --no-save pkcs11js; den kræver en C++-oversætter)';
    throw new SignatureError('signature.key-unreadable', { problem }, { cause });
  }
}

async function openToken(library: Library, settings: Pkcs11Key, pin: string): Promise<OpenToken> {
  const module = INITIALISED.get(settings.library) ?? initialise(library, settings);
  INITIALISED.set(settings.library, module);
  const slots = module.C_GetSlotList(true).filter((slot) => module.C_GetTokenInfo(slot).label.trim() === settings.token);
  if (slots.length !== 1) throw unavailable(settings, `der er ${slots.length} nøglekort med navnet ${settings.token}`);
  const session = module.C_OpenSession(slots[0]!, library.CKF_SERIAL_SESSION);
  try {
    module.C_Login(session, library.CKU_USER, pin);
  } catch (cause) {
    if (!/CKR_USER_ALREADY_LOGGED_IN/.test(reasonOf(cause))) throw cause;
  }
  return { module, session, key: findKey(library, module, session, settings) };
}

function initialise(library: Library, settings: Pkcs11Key): Pkcs11Js.PKCS11 {
  const module = new library.PKCS11();
  try {
    module.load(settings.library);
    module.C_Initialize();
  } catch (cause) {
    throw unavailable(settings, `biblioteket ${settings.library} kan ikke tages i brug (${reasonOf(cause)})`, cause);
  }
  return module;
}

function findKey(library: Library, module: Pkcs11Js.PKCS11, session: Buffer, settings: Pkcs11Key): Buffer {
  module.C_FindObjectsInit(session, [
    { type: library.CKA_CLASS, value: library.CKO_PRIVATE_KEY },
    { type: library.CKA_LABEL, value: settings.keyLabel },
  ]);
  const found = module.C_FindObjects(session, 2);
  module.C_FindObjectsFinal(session);
  if (found.length !== 1) throw unavailable(settings, `der er ${found.length} private nøgler med navnet ${settings.keyLabel}`);
  return found[0]!;
}

/** PKCS#11 gives r and s side by side; CMS carries them as ECDSA-Sig-Value (RFC 3279 section 2.2.3). */
export function ecdsaValue(rs: Uint8Array): Uint8Array {
  const half = rs.length / 2;
  const number = (bytes: Uint8Array): Buffer => integer(BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
  return sequence(number(rs.subarray(0, half)), number(rs.subarray(half)));
}

/** The token's own word (CKR_…), never what was handed to it. */
function reasonOf(cause: unknown): string {
  return /CKR_[A-Z_]+/.exec(String((cause as Error).message))?.[0] ?? 'en fejl';
}

function unavailable({ token }: Pkcs11Key, problem: string, cause?: unknown): SignatureError {
  return new SignatureError('signature.key-unavailable', { token, problem }, { cause });
}
