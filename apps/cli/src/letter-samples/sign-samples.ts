import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  HttpRevocationSource,
  HttpTimestampAuthority,
  issueDevelopmentCertificate,
  KeyFileSigner,
  readCertificates,
  serveAuthority,
  type Signatory,
  type SignatureLevel,
  type SigningAuthorities,
  signToLevel,
} from '@genmaele/documents';
import { onlyHostOf } from '@genmaele/platform';
import { type LetterSample } from './letter-samples.js';

/** The signed forms of a letter, by the ending of their file: of what level, and by how many of those who sign. */
export const signedForms = {
  'b-b': { level: 'B-B', signatories: 1 },
  'b-t': { level: 'B-T', signatories: 1 },
  second: { level: 'B-T', signatories: 2 },
  'b-lt': { level: 'B-LT', signatories: 2 },
  'b-lta': { level: 'B-LTA', signatories: 2 },
} as const satisfies Record<string, { level: SignatureLevel; signatories: number }>;

/** See {@link signedForms}. */
export type SignedForm = keyof typeof signedForms;

/** A desk at which samples are signed with test keys: a development authority of its own, which answers for time and revocation while it is open. */
export class SigningDesk {
  private constructor(
    private readonly authorities: SigningAuthorities,
    private readonly signers: readonly KeyFileSigner[],
    private readonly files: { root: string; issuer: string },
    /** Stops the authority and destroys its keys. */
    readonly close: () => Promise<void>,
  ) {}

  /** Opens the desk: a new root, one P-256 key and one RSA-3072 key. Close it again. */
  static async open(): Promise<SigningDesk> {
    const folder = await mkdtemp(join(tmpdir(), 'genmaele-letters-'));
    const now = () => new Date();
    const service = await serveAuthority({ folder: join(folder, 'authority'), port: 0, namesResponder: true, now });
    const { authority } = service;
    const order = { purpose: 'seal', now: now() } as const;
    const chair = { ...order, name: 'udvalgsformand', commonName: 'PRØVE udvalgsformand', keyType: 'p256' } as const;
    const president = { ...order, name: 'formand', commonName: 'PRØVE formand', keyType: 'rsa3072' } as const;
    const signers = [
      await KeyFileSigner.open(await issueDevelopmentCertificate(authority.folder, chair)),
      await KeyFileSigner.open(await issueDevelopmentCertificate(authority.folder, president)),
    ];
    const authorities = {
      timestamp: new HttpTimestampAuthority({ url: service.timestampUrl }),
      revocation: new HttpRevocationSource({ now, rules: onlyHostOf(service.timestampUrl) }),
      roots: await readCertificates(authority.rootFile),
    };
    return new SigningDesk(authorities, signers, { root: authority.rootFile, issuer: authority.issuerFile }, async () => {
      await service.close();
      await rm(folder, { recursive: true, force: true });
    });
  }

  /** One signed form of a drawn letter. */
  sign(pdf: Buffer, { letter }: LetterSample, form: SignedForm): Promise<Buffer> {
    const { level, signatories } = signedForms[form];
    const places = letter.blocks.filter((block) => block.kind === 'signature').slice(0, signatories);
    const who = places.map(({ field, name, function: role }, i): Signatory => {
      return { fieldName: field, signer: this.signers[i % this.signers.length]!, name, function: role, test: true };
    });
    return signToLevel({ pdf, signatories: who, level, at: new Date(), authorities: this.authorities });
  }

  /** Lays `root.pem` and `sub.pem` in a folder, for those who judge. */
  async leaveCertificates(folder: string): Promise<void> {
    await copyFile(this.files.root, join(folder, 'root.pem'));
    await copyFile(this.files.issuer, join(folder, 'sub.pem'));
  }
}
