import { figure } from './figure.js';
import { figureLines, measure } from './measure.js';

describe('a figure', () => {
  it('is ok when it is at least what is demanded', () => {
    expect(figure('rækker', 5000, { least: 5000 }, 'rækker/s')).toEqual({
      what: 'rækker',
      figure: '5.000 rækker/s',
      least: '≥ 5.000 rækker/s',
      ok: true,
    });
    expect(figure('rækker', 4999, { least: 5000 }).ok).toBe(false);
  });

  it('is ok when it is at most what is demanded', () => {
    expect(figure('ventetid', 20, { most: 20 }, 'ms')).toMatchObject({ figure: '20 ms', least: '≤ 20 ms', ok: true });
    expect(figure('ventetid', 20.01, { most: 20 }, 'ms')).toMatchObject({ figure: '20,01 ms', ok: false });
  });

  it('is ok when nothing is demanded', () => {
    expect(figure('fart', 3.14159, {})).toEqual({ what: 'fart', figure: '3,14', ok: true });
  });

  it('is short when it is no number at all', () => {
    expect(figure('tabt', Number.NaN, { most: 0 }).ok).toBe(false);
  });
});

it('prints figures as aligned lines', () => {
  const lines = figureLines([figure('tabt', 0, { least: 0, most: 0 }), figure('dubletter', 12, { most: 0 }), figure('fart', 3, {}, '/s')]);
  expect(lines).toEqual(
    ['tabt      |   0 | ≥ 0 og ≤ 0 | ok', 'dubletter |  12 | ≤ 0        | short', 'fart      | 3 /s | –          | ok'].map(realign),
  );
  function realign(line: string): string {
    const [what, value, least, verdict] = line.split('|').map((part) => part.trim()) as [string, string, string, string];
    return `${what.padEnd(9)} | ${value.padStart(4)} | ${least.padEnd(10)} | ${verdict}`;
  }
});

describe('measuring', () => {
  it('refuses a name that is not on the list, and tells the list', async () => {
    await expect(measure('proof', 'constructor', {})).rejects.toThrow('proof »constructor« findes ikke.');
    await expect(measure('bench', 'nothing', {})).rejects.toThrow('journey');
  });

  it.each([[{ store: 'mysql' }], [{ rounds: '0' }], [{ rounds: '1.5' }], [{ rounds: 'x' }]])(
    'refuses the options %p before anything is started',
    async (options) => {
      await expect(measure('proof', 'journey', options)).rejects.toThrow(/--(store|rounds) er/);
    },
  );
});
