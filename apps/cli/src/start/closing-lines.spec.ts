import { join } from 'node:path';
import { caseStates } from '@genmaele/workflow';
import { type KeptJourney } from '../journey/journey-files.js';
import { closingLines, stateName } from './closing-lines.js';
import { samplePeople } from './sample-people.js';

const journey = { mailFile: '/data/mail/m/1.eml', case: { number: 'S-2026-0001', title: 'Lov om noget' } } as KeptJourney;

describe('the closing lines', () => {
  it('say where the letter lies and which mail carried it', () => {
    const text = closingLines(journey, '/out', undefined).join('\n');
    expect(text).toContain('S-2026-0001: Lov om noget');
    expect(text).toContain(join('/out', 'letter.pdf'));
    expect(text).toContain('/data/mail/m/1.eml');
    expect(text).not.toContain('adgangskode');
  });

  it('say that the signature is a test', () => {
    expect(closingLines(journey, '/out', undefined).join('\n')).toContain('prøveunderskrift uden retsvirkning');
  });

  it('name every sample person with the role and the one password', () => {
    const text = closingLines(journey, '/out', { url: 'http://127.0.0.1:1', password: 'abcd-efgh' }).join('\n');
    for (const { email, name } of Object.values(samplePeople)) expect(text).toMatch(new RegExp(`${email}\\s+${name}, \\S+`));
    expect(text).toContain('abcd-efgh');
    expect(text).toContain('http://127.0.0.1:1');
  });
});

it('names every state in Danish', () => {
  for (const state of ['received', 'read', ...caseStates]) expect(stateName(state)).not.toBe(state);
  expect(stateName('–')).toBe('–');
});
