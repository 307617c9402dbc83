import { headerOf, messageIdsIn, readHeaders } from './headers.js';

describe('reading a header block', () => {
  it('unfolds lines, keeps repeated names and stops at the empty line', () => {
    const fields = readHeaders(Buffer.from('A: 1\r\nb : x\r\n\ty\r\nA: 2\r\nno colon\r\n\r\nC: 3'));
    expect(Object.fromEntries(fields)).toEqual({ a: ['1', '2'], b: ['x y'] });
    expect([headerOf(fields, 'a'), headerOf(fields, 'c')]).toEqual(['1', undefined]);
  });

  it('takes 256 KB and 2,000 fields at most', () => {
    expect(readHeaders(Buffer.from('A: b\n'.repeat(50_000))).get('a')).toHaveLength(2_000);
    expect(readHeaders(Buffer.from(`${'x'.repeat(300_000)}\nA: b`)).size).toBe(0);
  });

  it('finds each Message-ID once', () => {
    expect(messageIdsIn('<a@b> junk <c@d><a@b> <no id> <')).toEqual(['<a@b>', '<c@d>']);
    expect(messageIdsIn(undefined)).toEqual([]);
  });
});
