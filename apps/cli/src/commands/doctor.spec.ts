import { CommandError } from '../command-error.js';
import { examine, findingLines } from './doctor.js';

describe('the doctor', () => {
  it('looks at everything, also after something was wrong', async () => {
    const broken = () => {
      throw new CommandError('Det er i stykker.', 'Fordi.', 'Mend det.');
    };
    const findings = await examine([
      { danish: 'Node', look: () => '20.19.0' },
      { danish: 'Database', look: broken },
      { danish: 'Port', look: () => Promise.reject(new Error('E')) },
      { danish: 'Til sidst', look: async () => 'fint' },
    ]);
    expect(findings.map(({ ok }) => ok)).toEqual([true, false, false, true]);
    expect(findingLines(findings).slice(0, 2)).toEqual([
      'ok       Node       20.19.0',
      'mangler  Database   Det er i stykker. Fordi. Mend det.',
    ]);
  });
});
