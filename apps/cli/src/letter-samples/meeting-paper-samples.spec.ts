import { inspectLetter, letterLook, renderLetter } from '@genmaele/documents';
import { letterSamples } from './letter-samples.js';
import { meetingPaperSamples } from './meeting-paper-samples.js';

const samples = meetingPaperSamples(letterLook());

describe('the papers of a meeting', () => {
  it('are three agendas and three minutes, with names that no letter has', () => {
    const names = samples.map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('dagsorden-'))).toHaveLength(3);
    expect(names.filter((name) => name.startsWith('referat-'))).toHaveLength(3);
    expect(letterSamples(letterLook()).filter(({ name }) => names.includes(name))).toEqual([]);
  });

  it('show everything that can stand in minutes: points, dissent, absence, correction, no quorum', () => {
    const said = JSON.stringify(samples.find(({ name }) => name === 'referat-punkt-for-punkt')?.letter);
    for (const words of [
      'Svarets punkter',
      'Mindretalsudtalelse fra',
      'var inhabil',
      'var ikke til stede',
      'Rettet beslutning',
      'ikke beslutningsdygtig',
    ])
      expect(said).toContain(words);
  });

  it.each(samples.map(({ name, letter }) => [name, letter] as const))(
    '%s is fit to be issued, and has no place to sign',
    (_name, letter) => {
      const { bytes, heard } = renderLetter(letter);
      expect(inspectLetter(bytes, heard)).toEqual([]);
      expect(letter.blocks.filter(({ kind }) => kind === 'signature')).toEqual([]);
    },
  );
});
