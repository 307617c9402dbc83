import { sampleResponse } from '@genmaele/testing';
import { MemoryHouse } from './memory-house.js';
import { playGames } from './play.js';
import { type PlayedDecision, type Said } from './played-house.js';

describe('a game of approvals by the product’s rules', () => {
  it('never sends, signs or approves what those who might did not have before them, in 400 games (`proof -- case` plays 2,000)', async () => {
    const { approved, sent } = await playGames(async () => new MemoryHouse(), sampleResponse(), 400);
    expect([approved > 10, sent > 5]).toEqual([true, true]);
  }, 120_000);

  it('is lost by a house that takes an approval of another text than was seen', async () => {
    class Stale extends MemoryHouse {
      override async act(who: Parameters<MemoryHouse['act']>[0], action: Parameters<MemoryHouse['act']>[1], said: Said) {
        const { version } = await this.stand();
        return super.act(who, action, action === 'approve' ? { ...said, seen: version } : said);
      }
    }
    await expect(playGames(async () => new Stale(), sampleResponse(), 400)).rejects.toThrow('Property failed');
  }, 120_000);

  it('is lost by a house that takes whatever the board says, of whichever text, for its approval of the text in force', async () => {
    class Lax extends MemoryHouse {
      override async decide(decision: PlayedDecision) {
        const { version } = await this.stand();
        return super.decide({ ...decision, outcome: 'approved', seen: version ?? decision.seen });
      }
    }
    await expect(playGames(async () => new Lax(), sampleResponse(), 400)).rejects.toThrow('Property failed');
  }, 120_000);
});
