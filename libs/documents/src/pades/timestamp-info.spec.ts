import { boolean, generalizedTime, integer, octets, oid, sequence, tlv } from './der.js';
import { OID } from './oids.js';
import { readTimestampInfo } from './timestamp-info.js';

const digest = Buffer.alloc(32, 7);
const at = new Date('2026-08-18T08:12:00Z');
const fields = (time: Buffer, algorithm: string = OID.sha256) => [
  integer(1),
  oid('1.2.3.4'),
  sequence(sequence(oid(algorithm)), octets(digest)),
  integer(77),
  time,
];

describe('what a time-stamp authority signed', () => {
  it('tells imprint, time and nonce, also with accuracy and order between them', () => {
    const whole = sequence(...fields(generalizedTime(at)), sequence(integer(1)), boolean(true), integer(2n ** 63n + 5n));
    expect(readTimestampInfo(whole)).toEqual({ imprint: digest, time: at, nonce: 2n ** 63n + 5n });
    expect(readTimestampInfo(sequence(...fields(generalizedTime(at)))).nonce).toBeUndefined();
  });

  it('keeps the milliseconds of a fraction', () => {
    const time = tlv(0x18, Buffer.from('20260818081200.1239Z'));
    expect(readTimestampInfo(sequence(...fields(time))).time.toISOString()).toBe('2026-08-18T08:12:00.123Z');
  });

  it('has no imprint when another digest was stamped', () => {
    expect(readTimestampInfo(sequence(...fields(generalizedTime(at), OID.sha384))).imprint).toBeUndefined();
  });

  it('refuses a day that is not there, a time without zone, and what is no time stamp', () => {
    for (const text of ['20260230081200Z', '20260818081200', '20260818081200+0200']) {
      expect(() => readTimestampInfo(sequence(...fields(tlv(0x18, Buffer.from(text)))))).toThrow('time');
    }
    expect(() => readTimestampInfo(sequence(integer(1)))).toThrow('not a time stamp');
    expect(() => readTimestampInfo(Buffer.from([0x30]))).toThrow('not a time stamp');
  });
});
