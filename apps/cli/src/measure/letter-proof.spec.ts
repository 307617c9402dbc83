import type { Judge, JudgedFile } from './letter-judges.js';
import { sampleOf, verdictOf } from './letter-proof.js';

const file = (path: string, signatures = 0, bytes = 90_000): JudgedFile => ({
  path,
  bytes,
  expected: '/x.expected.json',
  signatures,
  covered: true,
  longTerm: false,
});
const judge = (passed: string[], here = true): Judge => ({
  name: 'dommeren',
  here: () => here,
  takes: ({ signatures }) => signatures > 0,
  pass: () => Promise.resolve(passed),
});
const trust = { root: '/root.pem', issuer: '/sub.pem' };
const said: string[] = [];
const context = { full: false, rounds: undefined, store: undefined, progress: (line: string) => void said.push(line) };

describe('the verdict of a judge', () => {
  const files = [file('/a.pdf'), file('/a.b-b.pdf', 1), file('/a.b-t.pdf', 1)];

  it('is ok when every file that concerns the judge passes', async () => {
    const figure = await verdictOf(judge(['/a.b-b.pdf', '/a.b-t.pdf']), files, trust, '', context);
    expect(figure).toMatchObject({ what: 'dommeren', figure: '2 af 2', ok: true });
  });

  it('is short when one does not, and names it', async () => {
    const figure = await verdictOf(judge(['/a.b-b.pdf']), files, trust, '', context);
    expect(figure).toMatchObject({ figure: '1 af 2', ok: false });
    expect(said.join()).toContain('a.b-t.pdf');
  });

  it('is not made up when the judge is not there', async () => {
    const figure = await verdictOf(judge([], false), files, trust, '', context);
    expect(figure).toEqual({ what: 'dommeren', figure: 'dommeren er ikke her', ok: true });
  });
});

it('takes into a sample every unsigned letter, long or not, and a fifth of the signed ones that are not long', () => {
  const signed = Array.from({ length: 20 }, (_, i) => file(`/${i}.b-b.pdf`, 1, i === 5 ? 900_000 : 90_000));
  const sample = sampleOf([...signed, file('/a.pdf'), file('/lang.pdf', 0, 900_000)]);
  expect(sample.map(({ path }) => path)).toEqual(['/0.b-b.pdf', '/10.b-b.pdf', '/15.b-b.pdf', '/a.pdf', '/lang.pdf']);
});
