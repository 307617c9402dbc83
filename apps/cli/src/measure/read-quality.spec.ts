import { existsSync, readFileSync } from 'node:fs';
import { labelledPoints, labelledTexts } from './read-labels.js';
import { measureReadQuality, scorePoints, scoreReferences, scoreRoundTrips } from './read-quality.js';

const fixture = (name: string): string => readFileSync(`test/fixtures/read/${name}`, 'utf8');
const it_ = existsSync('../shared/data') ? it : it.skip;

describe('the labelled set', () => {
  it('has at least 70 change points of every kind of operation, and 140 references', () => {
    const points = ['change-points-tuned.txt', 'change-points-held-out.txt'].flatMap((name) => labelledPoints(fixture(name)));
    expect(points.length).toBeGreaterThanOrEqual(70);
    expect(new Set(points.flatMap(({ operations }) => operations.map(({ kind }) => kind))).size).toBe(19);
    const texts = ['references-tuned.txt', 'references-held-out.txt'].flatMap((name) => labelledTexts(fixture(name)));
    expect(texts.flatMap(({ references }) => references).length).toBeGreaterThanOrEqual(140);
  });
});

describe('the score', () => {
  const point = { act: 'lov om veje', words: '§ 5 ophæves.', newText: [], renumberings: [] };

  it('counts an operation of another kind or target as wrong, and one too many too', async () => {
    const right = { kind: 'repeal', targets: [{ address: '§ 5' }] };
    expect((await scorePoints([{ ...point, operations: [right] }])).targets).toMatchObject({ right: 1, of: 1 });
    expect(await scorePoints([{ ...point, operations: [{ kind: 'repeal', targets: [{ address: '§ 6' }] }] }])).toMatchObject({
      kinds: { right: 1, of: 1 },
      targets: { right: 0, of: 1 },
    });
    expect((await scorePoints([{ ...point, operations: [] }])).kinds).toMatchObject({ right: 0, of: 1 });
  });

  it('counts a reference read otherwise, missed or invented as wrong', () => {
    const text = 'Efter § 5 og ikke efter § 6.';
    expect(
      scoreReferences([
        {
          text,
          references: [
            { words: '§ 5', is: '§ 5' },
            { words: '§ 6', is: '§ 7' },
          ],
        },
      ]),
    ).toMatchObject({ right: 1, of: 2 });
    expect(scoreReferences([{ text, references: [] }])).toMatchObject({ right: 0, of: 2 });
  });

  it('has every generated reference read back as it was', () => {
    expect(scoreRoundTrips(2000)).toEqual({ right: 2000, of: 2000, wrong: [] });
  });
});

it_('every demand on the reading is met, on both halves, the blind set and real acts', async () => {
  const wrong: string[] = [];
  const progress = (said: string): number => wrong.push(said);
  const figures = await measureReadQuality({ full: false, rounds: undefined, store: undefined, progress });
  const short = figures.filter(({ ok }) => !ok);
  expect({ short, wrong: short.length > 0 ? wrong : [] }).toEqual({ short: [], wrong: [] });
});
