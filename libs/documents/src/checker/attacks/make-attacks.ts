import { PdfFile } from '../../pades/pdf-file.js';
import { type Attack, type AttackGround, fieldNamed } from './attack.js';
import { annotations, sneakySignatures } from './certification.js';
import { forgeries } from './forgery.js';
import { savings, wrappings } from './saving.js';
import { shadows } from './shadow.js';

/**
 * Every attack on signed PDFs that is known from the literature, made on a letter of ours: universal signature forgery, incremental saving
 * and signature wrapping (CCS 2019), shadow attacks (NDSS 2021), evil annotations and sneaky signatures on certified files (S&P 2021). For
 * tests and proofs of the checker.
 */
export async function makeAttacks(ground: AttackGround): Promise<Attack[]> {
  const signed = await ground.sign(ground.letter, ground.first, false);
  const certified = await ground.sign(ground.letter, ground.first, true);
  return [
    ...forgeries(signed, ground),
    ...(await savings(signed, ground)),
    ...wrappings(signed, ground),
    ...(await shadows(ground)),
    ...annotations(certified),
    ...(await sneakySignatures(certified, ground)),
  ];
}

/** `count` copies of a signed file, each with one bit turned within what the field's signature covers, spread repeatably. */
export function* byteFlips(signed: Buffer, field: string, count: number): Generator<Buffer> {
  const file = new PdfFile(signed);
  const [, gap, after, length] = file.list(fieldNamed(file, field).signature!.dict.get('ByteRange')) as [number, number, number, number];
  let state = 20_261_122;
  for (let i = 0; i < count; i++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const within = Math.floor((state / 2_147_483_648) * (gap + length));
    const flipped = Buffer.from(signed);
    flipped[within < gap ? within : within - gap + after]! ^= 1 << (i % 8);
    yield flipped;
  }
}
