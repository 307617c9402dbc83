import { measureReadCoverage } from './read-coverage.js';

describe('how whole bills are read', () => {
  it('is measured on what is at hand, and every figure is as good as the least', async () => {
    const figures = await measureReadCoverage({ progress: () => undefined });
    expect(figures.filter(({ ok }) => !ok)).toEqual([]);
    expect(figures.map(({ what }) => what)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^lovforslag\.html: af 18 ændringsnumre/)]),
    );
  });
});
