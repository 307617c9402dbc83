import { derParts, oid } from './der.js';
import { OID } from './oids.js';

/** What a time-stamp authority signed (RFC 3161 section 2.4.2), as far as it is asked for. */
export interface TimestampInfo {
  /** The SHA-256 that was stamped; `undefined` when it is of another kind. */
  imprint: Buffer | undefined;
  time: Date;
  nonce?: bigint;
}

const TAG = { integer: 0x02, octets: 0x04, oid: 0x06, sequence: 0x30, time: 0x18 } as const;

/** Reads a TSTInfo in DER. Throws a plain `Error` when the bytes are something else. */
export function readTimestampInfo(der: Uint8Array): TimestampInfo {
  const [info, ...more] = derParts(der) ?? [];
  const fields = (info?.tag === TAG.sequence && more.length === 0 && derParts(info.content)) || [];
  const [version, policy, imprint, serial, time, ...others] = fields;
  const order = [version, policy, imprint, serial, time].map((field) => field?.tag).join();
  if (order !== [TAG.integer, TAG.oid, TAG.sequence, TAG.integer, TAG.time].join()) throw new Error('not a time stamp');
  const nonce = others.find(({ tag }) => tag === TAG.integer);
  return {
    imprint: sha256Of(imprint!.content),
    time: readTime(Buffer.from(time!.content).toString('latin1')),
    ...(nonce ? { nonce: unsigned(nonce.content) } : {}),
  };
}

function sha256Of(imprint: Uint8Array): Buffer | undefined {
  const [algorithm, digest] = derParts(imprint) ?? [];
  const [kind] = (algorithm && derParts(algorithm.content)) ?? [];
  if (!kind || digest?.tag !== TAG.octets) throw new Error('a time stamp without imprint');
  return oid(OID.sha256).equals(kind.raw) ? Buffer.from(digest.content) : undefined;
}

/** A GeneralizedTime as RFC 3161 has it: seconds, perhaps with a fraction, in UTC. */
function readTime(text: string): Date {
  const [, year, month, day, hour, minute, second, fraction = ''] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d+))?Z$/.exec(text) ?? [];
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  const time = new Date(iso);
  if (Number.isNaN(time.getTime()) || time.toISOString() !== iso) throw new Error('a time stamp without a time');
  return time;
}

/** A whole number as DER writes it; a nonce is never negative. */
function unsigned(content: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(content).toString('hex') || '0'}`);
}
