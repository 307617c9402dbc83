import { hearingFields, sha256 } from '@genmaele/contracts';
import { readBill } from '@genmaele/legaltext';
import { journeyHearing, marked, usualDeadline } from './journey-order.js';

const now = new Date('2026-11-22T23:30:00Z');

describe('the hearing of a journey', () => {
  it('is due at noon four weeks from today in Denmark', () => {
    expect(usualDeadline(now)).toBe('2026-12-21T12:00');
  });

  it('is posted as the api wants it', async () => {
    const { fields, files } = await journeyHearing({}, now);
    expect(hearingFields.parse(fields)).toMatchObject({ deadline: '2026-12-21T12:00', replyTo: 'hoering@boligministeriet.example' });
    expect(files.map(({ field, name }) => `${field} ${name}`)).toEqual([
      'bill lovforslag.html',
      'letter hoeringsbrev.html',
      'documents hoeringsliste.html',
    ]);
  });

  it('takes another bill, deadline and case number', async () => {
    const bill = { name: 'andet.xml', bytes: Buffer.from('<Lov/>') };
    const { fields, files } = await journeyHearing({ bill, deadline: '2026-12-01', caseNumber: '77' }, now);
    expect(fields).toMatchObject({ deadline: '2026-12-01', caseNumber: '77' });
    expect(files[0]).toMatchObject({ name: 'andet.xml', type: 'application/xml', bytes: bill.bytes });
  });

  it('is another bill with a mark, and reads the same', async () => {
    const bill = async (mark?: string) => Buffer.from((await journeyHearing(mark ? { mark } : {}, now)).files[0]?.bytes ?? []);
    const [plain, first, second] = [await bill(), await bill('1'), await bill('2')];
    expect(new Set([plain, first, second].map((bytes) => sha256(bytes))).size).toBe(3);
    expect((await readBill(first)).provisions).toEqual((await readBill(plain)).provisions);
  });
});

it('keeps a mark from ending its comment', () => {
  expect(marked(Buffer.from(''), 'a-->b').toString()).not.toContain('a-->b');
});
