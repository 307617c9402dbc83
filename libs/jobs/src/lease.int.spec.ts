import { appendAudit } from '@genmaele/audit';
import { AppError } from '@genmaele/contracts';
import { openTestHouse, type TestHouse, testStart, WorkGround } from '@genmaele/testing';
import { type JobContext } from './index.js';

let house: TestHouse;
let ground: WorkGround;
beforeAll(async () => {
  house = await openTestHouse();
});
beforeEach(async () => {
  ground = new WorkGround(house);
  house.clock.set(testStart);
  await house.owner.query('DELETE FROM work');
});
afterAll(() => house.close());

describe('a handler that hangs', () => {
  it('holds its work no longer than the longest run: the lease runs out, it is told, and another does the work', async () => {
    const id = await ground.promise();
    let reason: unknown;
    await ground
      .runner(
        async (context) => {
          await new Promise((resolve) => context.signal.addEventListener('abort', resolve, { once: true }));
          reason = context.signal.reason;
          await ground.letLeaseExpire(id);
          await ground.sweeper().sweep();
          expect(await ground.runner(ground.mark).run(id)).toBe(true);
          await ground.mark(context, 'test.late-effect');
        },
        { leaseSeconds: 0.3, longestRunMs: 1 },
      )
      .run(id);
    expect([reason, await ground.effects(), await ground.workOf(id)]).toEqual([
      expect.objectContaining({ code: 'work.stale' }),
      1,
      expect.objectContaining({ state: 'done', attempt: 2 }),
    ]);
    expect(house.log.events()).toContain('work.hangs');
  });
});

describe('a worker whose lease was taken over', () => {
  /** The first runner stands still past its lease; a second does the work; then the first wakes. */
  async function overtaken(wake: (context: JobContext) => Promise<unknown>): Promise<{ id: string; error: unknown }> {
    const id = await ground.promise();
    let error: unknown;
    await ground
      .runner(async (context) => {
        await ground.letLeaseExpire(id);
        await ground.sweeper().sweep();
        expect(await ground.runner(ground.mark).run(id)).toBe(true);
        error = await wake(context).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        throw error;
      })
      .run(id);
    return { id, error };
  }

  it('cannot finish: its effect is rolled back', async () => {
    const { id, error } = await overtaken((context) => ground.mark(context, 'test.late-effect'));
    expect(error).toMatchObject({ code: 'work.stale' });
    expect([await ground.effects(), await ground.workOf(id)]).toEqual([
      1,
      expect.objectContaining({ state: 'done', attempt: 2, last_error: null }),
    ]);
  });

  it('cannot write a step on the way', async () => {
    const { error } = await overtaken((context) =>
      context.step((tx) => appendAudit(tx, { action: 'test.step', subject: ground.subject }, context.now)),
    );
    expect(error).toMatchObject({ code: 'work.stale' });
    expect(await ground.effects()).toBe(1);
  });

  it('cannot call the work of its successor failed', async () => {
    const { id } = await overtaken(() => Promise.reject(new AppError('mail.unavailable', { code: 'X' })));
    expect(await ground.workOf(id)).toMatchObject({ state: 'done', attempt: 2 });
  });

  it('is told so, that it may stop', async () => {
    const id = await ground.promise();
    let reason: unknown;
    await ground
      .runner(
        async (context) => {
          await ground.letLeaseExpire(id);
          await ground.sweeper().sweep();
          await new Promise((resolve) => context.signal.addEventListener('abort', resolve, { once: true }));
          reason = context.signal.reason;
        },
        { leaseSeconds: 0.3 },
      )
      .run(id);
    expect(reason).toMatchObject({ code: 'work.stale' });
  });
});
