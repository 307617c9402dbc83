import { measuredLetter } from './letter-bench-letter.js';
import { answers, type Peer, PeerProcess } from './letter-peers.js';

/** An engine of a few lines, in the manner of bench/engines/serve.mjs. */
function engine(body: string): Peer {
  const program = `console.log('{"ready":true}');
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => { const { input, keep } = JSON.parse(line); ${body} });`;
  return { name: 'Prøve', command: [process.execPath, '-e', program], input: ({ title }) => title };
}

const letter = measuredLetter({ seed: 3 });

describe('an engine in a process of its own', () => {
  it('is given the letter as it wants it, and tells what it took', async () => {
    const peer = await PeerProcess.start(engine('console.log(JSON.stringify({ ms: input.length, bytes: 1 }))'));
    expect(await peer.draw(letter)).toEqual({ ms: letter.title.length, bytes: 1 });
    peer.stop();
  });

  it('answers letters in the order in which they were asked for', async () => {
    const peer = await PeerProcess.start(engine('console.log(JSON.stringify({ ms: input.length, bytes: 1 }))'));
    const titles = ['a', 'abc', 'ab'];
    const drawings = await Promise.all(titles.map((title) => peer.draw({ ...letter, title })));
    expect(drawings.map(({ ms }) => ms)).toEqual([1, 3, 2]);
    peer.stop();
  });

  it('has its complaint passed on, with its name', async () => {
    const peer = await PeerProcess.start(engine(`console.log('{"error":"ingen skrift"}')`));
    await expect(peer.draw(letter)).rejects.toThrow('Prøve: ingen skrift');
    peer.stop();
  });

  it('is missed when it ends without an answer, and when it is not there at all', async () => {
    const peer = await PeerProcess.start(engine('process.exit()'));
    await expect(peer.draw(letter)).rejects.toThrow('Prøve');
    await expect(PeerProcess.start({ ...engine(''), command: ['genmaele-no-such-program'] })).rejects.toThrow('Prøve');
  });
});

it('knows whether a program is here', () => {
  expect(answers([process.execPath, '--version'])).toBe(true);
  expect(answers(['genmaele-no-such-program'])).toBe(false);
});
