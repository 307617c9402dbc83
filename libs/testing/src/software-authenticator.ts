import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** A passkey as this authenticator keeps it. */
interface Kept {
  readonly id: Buffer;
  readonly key: KeyObject;
  readonly userHandle: string;
  counter: number;
}

/** How an attack bends an answer. */
export interface Bent {
  readonly origin?: string;
  readonly place?: string;
  readonly unverified?: boolean;
  readonly counter?: number;
  readonly userHandle?: string;
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();

/** Just enough CBOR: unsigned and negative integers, bytes, text and maps, each shorter than 65,536. */
function cbor(value: unknown): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  const pairs = [...(value as Map<unknown, unknown>)];
  return Buffer.concat([head(5, pairs.length), ...pairs.flat().map(cbor)]);
}

function head(major: number, size: number): Buffer {
  if (size < 24) return Buffer.from([(major << 5) | size]);
  return size < 256 ? Buffer.from([(major << 5) | 24, size]) : Buffer.from([(major << 5) | 25, size >> 8, size & 255]);
}

/** A browser and its device in one: it makes and shows passkeys (ES256, no attestation) as a browser sends them. */
export class SoftwareAuthenticator {
  readonly #kept: Kept[] = [];

  constructor(readonly origin: string) {}

  /** Answers `navigator.credentials.create`. */
  make(options: { challenge: string; rp: { id?: string }; user: { id: string } }, bent: Bent = {}): Record<string, unknown> {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const kept: Kept = { id: randomBytes(16), key: privateKey, userHandle: options.user.id, counter: 0 };
    this.#kept.push(kept);
    const { x, y } = publicKey.export({ format: 'jwk' }) as { x: string; y: string };
    const cose = cbor(
      new Map<unknown, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]),
    );
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, kept.id.length]), kept.id, cose]);
    const authData = Buffer.concat([this.#data(options.rp.id ?? '', 0x40, 0, bent), credential]);
    const attestation = cbor(
      new Map<unknown, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]),
    );
    const clientDataJSON = this.#client('webauthn.create', options.challenge, bent).toString('base64url');
    return this.#answer(kept, { clientDataJSON, attestationObject: attestation.toString('base64url') });
  }

  /** Answers `navigator.credentials.get` with the latest passkey, or the one at that place. */
  show(options: { challenge: string; rpId?: string }, bent: Bent = {}, which = -1): Record<string, unknown> {
    const kept = this.#kept.at(which);
    if (!kept) throw new Error('the authenticator has no passkey');
    kept.counter = bent.counter ?? kept.counter + 1;
    const authData = this.#data(options.rpId ?? '', 0, kept.counter, bent);
    const client = this.#client('webauthn.get', options.challenge, bent);
    const signature = createSign('sha256')
      .update(Buffer.concat([authData, sha256(client)]))
      .sign(kept.key);
    return this.#answer(kept, {
      clientDataJSON: client.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: bent.userHandle ?? kept.userHandle,
    });
  }

  #data(place: string, flags: number, counter: number, bent: Bent): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(bent.place ?? place), Buffer.from([flags | 1 | (bent.unverified ? 0 : 4)]), count]);
  }

  #client(type: string, challenge: string, bent: Bent): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: bent.origin ?? this.origin, crossOrigin: false }));
  }

  #answer(kept: Kept, response: object): Record<string, unknown> {
    const id = kept.id.toString('base64url');
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }
}
