import { appendAudit } from '@genmaele/audit';
import { AppError, type ErrorCode, type JobName, jobRule } from '@genmaele/contracts';
import { openTestHouse, type TestHouse, testStart, WorkGround } from '@genmaele/testing';
import { cancelWork, promiseWork, silence, Sweeper, sweeperHeartbeat } from './index.js';

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

describe('a promise of work', () => {
  it('made in a transaction that rolls back is no promise', async () => {
    const broken = house.tx(async (tx) => {
      await promiseWork(
        tx,
        'bill.read',
        { hearingId: ground.hearingId },
        { subject: ground.subject, once: 'a', dueAt: house.clock.now(), now: house.clock.now() },
      );
      throw new Error('rolled back');
    });
    await expect(broken).rejects.toThrow('rolled back');
    expect(await house.rows('SELECT 1 FROM work')).toEqual([]);
  });

  it('of the same name twice is one promise', async () => {
    expect(await ground.promise('a')).toBe(await ground.promise('a'));
    expect(await house.rows('SELECT 1 FROM work')).toHaveLength(1);
  });

  it('carries ids and nothing else: another payload is refused before it is written', async () => {
    const options = { subject: ground.subject, once: 'a', dueAt: house.clock.now(), now: house.clock.now() };
    await expect(house.tx((tx) => promiseWork(tx, 'bill.read', { hearingId: 'et udkast' }, options))).rejects.toThrow();
    await expect(house.tx((tx) => promiseWork(tx, 'bill.eat' as JobName, {} as never, options))).rejects.toMatchObject({
      code: 'work.unknown-job',
    });
    expect(await house.rows('SELECT 1 FROM work')).toEqual([]);
  });

  it('that is due later is not kept before the clock says so', async () => {
    const id = await ground.promise('later', new Date(testStart.getTime() + 60_000));
    const reader = ground.runner(ground.mark);
    expect([await reader.runDue(), await reader.run(id)]).toEqual([0, false]);
    house.clock.move(59_999);
    expect(await reader.runDue()).toBe(0);
    house.clock.move(1);
    expect(await reader.runDue()).toBe(1);
    expect(await ground.effects()).toBe(1);
  });

  it('that is taken back is not kept, and one that is being kept is left alone', async () => {
    const [waiting, leased] = [await ground.promise('a'), await ground.promise('b')];
    await ground
      .runner(async (context) => {
        await house.tx((tx) => cancelWork(tx, ground.subject, ['bill.read']));
        await ground.mark(context);
      })
      .run(leased);
    expect([(await ground.workOf(waiting)).state, (await ground.workOf(leased)).state, await ground.effects()]).toEqual([
      'cancelled',
      'done',
      1,
    ]);
    expect(await ground.runner(ground.mark).run(waiting)).toBe(false);
  });

  it('is taken back for its own subject and job alone', async () => {
    const id = await ground.promise('a');
    await house.tx((tx) => cancelWork(tx, 'test:another', ['bill.read']));
    await house.tx((tx) => cancelWork(tx, ground.subject, ['case.open']));
    expect((await ground.workOf(id)).state).toBe('ready');
  });
});

describe('work that is due', () => {
  it('is done once when two runners are rung for it at once, 100 times of 100', async () => {
    const [one, other] = [ground.runner(ground.mark), ground.runner(ground.mark)];
    for (let round = 1; round <= 100; round += 1) {
      const id = await ground.promise();
      const ran = await Promise.all([one.run(id), other.run(id)]);
      expect(ran.filter(Boolean)).toHaveLength(1);
    }
    expect(await ground.effects()).toBe(100);
  }, 60_000);

  it('is done once however often it is rung for', async () => {
    const id = await ground.promise();
    const reader = ground.runner(ground.mark);
    expect([await reader.run(id), await reader.run(id), await reader.run(id)]).toEqual([true, false, false]);
    expect(await ground.effects()).toBe(1);
  });

  it('is marked done with its effect, or not at all', async () => {
    const id = await ground.promise();
    await ground
      .runner((context) =>
        context.finish(async (tx) => {
          await appendAudit(tx, { action: 'test.effect', subject: ground.subject }, context.now);
          throw new Error('the effect broke');
        }),
      )
      .run(id);
    expect([(await ground.workOf(id)).state, await ground.effects()]).toEqual(['ready', 0]);
  });

  it('whose handler says nothing is done all the same', async () => {
    const id = await ground.promise();
    await ground.runner(async () => undefined).run(id);
    expect((await ground.workOf(id)).state).toBe('done');
  });

  it('is done when its effect was committed, though the handler fails afterwards', async () => {
    const id = await ground.promise();
    await ground
      .runner(async (context) => {
        await ground.mark(context);
        throw new Error('too late');
      })
      .run(id);
    expect([(await ground.workOf(id)).state, await ground.effects()]).toEqual(['done', 1]);
  });

  it('cannot be finished twice', async () => {
    const id = await ground.promise();
    await ground
      .runner(async (context) => {
        await ground.mark(context);
        await expect(ground.mark(context)).rejects.toMatchObject({ code: 'work.stale' });
      })
      .run(id);
    expect(await ground.effects()).toBe(1);
  });

  it('keeps its lease for as long as its worker lives', async () => {
    const id = await ground.promise();
    await ground
      .runner(
        async (context) => {
          await new Promise((resolve) => setTimeout(resolve, 900));
          await ground.sweeper().sweep();
          await ground.mark(context);
        },
        { leaseSeconds: 0.6 },
      )
      .run(id);
    expect(await ground.workOf(id)).toMatchObject({ state: 'done', attempt: 1 });
  });
});

describe('work that fails', () => {
  const failing = (code: ErrorCode) => ground.runner(() => Promise.reject(new AppError(code, { code: 'X' })));
  const { mostTries } = jobRule('bill.read');

  it('is tried again after 1, 2, 4, 8 … seconds, and is given up after its most tries', async () => {
    const id = await ground.promise();
    const reader = failing('mail.unavailable');
    const waits: number[] = [];
    for (let attempt = 1; attempt <= mostTries; attempt += 1) {
      expect(await reader.runDue()).toBe(1);
      expect(await reader.runDue()).toBe(0);
      const work = await ground.workOf(id);
      waits.push((work.due_at.getTime() - house.clock.now().getTime()) / 1000);
      house.clock.set(work.due_at);
    }
    expect(waits).toEqual([...Array.from({ length: mostTries - 1 }, (_, i) => 2 ** i), 0]);
    expect(await ground.workOf(id)).toMatchObject({ state: 'dead', attempt: mostTries, last_error: 'mail.unavailable' });
    expect(await reader.runDue()).toBe(0);
  });

  it('for a reason that no second try helps is given up at once', async () => {
    const id = await ground.promise();
    await failing('letter.chain-broken').run(id);
    expect(await ground.workOf(id)).toMatchObject({ state: 'dead', attempt: 1, last_error: 'letter.chain-broken' });
  });

  it('for an unknown reason is tried again, and the log says where but not what it said', async () => {
    const id = await ground.promise();
    await ground.runner(() => Promise.reject(new Error('et ord fra udkastet'))).run(id);
    expect(await ground.workOf(id)).toMatchObject({ state: 'ready', last_error: 'request.failed' });
    expect(house.log.events()).toContain('work.failed');
    expect(JSON.stringify(house.log.lines)).not.toContain('et ord fra udkastet');
  });

  it('is told of once when it is given up, in the transaction that gives it up', async () => {
    const told: string[] = [];
    const onDead = async (_tx: unknown, work: { id: string; code: string }) => void told.push(`${work.id} ${work.code}`);
    const id = await ground.promise();
    const reader = ground.runner(() => Promise.reject(new AppError('letter.not-found')), { onDead });
    expect([await reader.run(id), await reader.run(id)]).toEqual([true, false]);
    await ground.sweeper({ onDead }).sweep();
    expect(told).toEqual([`${id} letter.not-found`]);
  });

  it('is not given up when it cannot be told of', async () => {
    const id = await ground.promise();
    await ground
      .runner(() => Promise.reject(new AppError('letter.not-found')), { onDead: () => Promise.reject(new Error('no table')) })
      .run(id);
    expect((await ground.workOf(id)).state).toBe('leased');
  });

  it('by killing its worker is given up after its most tries, and told of once', async () => {
    const told: string[] = [];
    const onDead = async (_tx: unknown, work: { id: string }) => void told.push(work.id);
    const id = await ground.promise();
    for (let death = 1; death <= mostTries; death += 1) {
      const claimed = `UPDATE work SET state = 'leased', attempt = attempt + 1, fence = nextval('work_fence'), lease_until = now() - interval '1 s'
                       WHERE id = $1 AND state = 'ready' RETURNING id`;
      expect(await house.rows(claimed, [id])).toHaveLength(1);
      await Promise.all([ground.sweeper({ onDead }).sweep(), ground.sweeper({ onDead }).sweep()]);
    }
    expect([await ground.workOf(id), told]).toEqual([expect.objectContaining({ state: 'dead', attempt: mostTries }), [id]]);
  });

  it('does not hold up other work', async () => {
    await ground.promise('poison');
    const good = await ground.promise('good');
    let calls = 0;
    const reader = ground.runner(async (context) => {
      calls += 1;
      if (context.workId !== good) throw new Error('poison');
      await ground.mark(context);
    });
    await reader.runDue();
    expect([calls, (await ground.workOf(good)).state]).toEqual([2, 'done']);
  });
});

describe('a row that this version does not understand', () => {
  it('is given up with a plain reason, never left in silence', async () => {
    const told: string[] = [];
    const id = await ground.promise();
    await house.rows(`UPDATE work SET job = 'bill.sing' WHERE id = $1`, [id]);
    await ground.runner(ground.mark, { onDead: async (_tx, work) => void told.push(work.code) }).run(id);
    expect([await ground.workOf(id), told]).toEqual([
      expect.objectContaining({ state: 'dead', last_error: 'work.unknown-job' }),
      ['work.unknown-job'],
    ]);
  });
});

describe('the sweeper', () => {
  it('frees the work of a worker that died, for another to do', async () => {
    const id = await ground.promise();
    await house.rows(`UPDATE work SET state = 'leased', attempt = 1, lease_until = now() - interval '1 second' WHERE id = $1`, [id]);
    expect(await ground.runner(ground.mark).run(id)).toBe(false);
    await ground.sweeper().sweep();
    expect(await ground.runner(ground.mark).run(id)).toBe(true);
    expect(await ground.workOf(id)).toMatchObject({ state: 'done', attempt: 2 });
  });

  it('leaves the work of a living worker alone', async () => {
    const id = await ground.promise();
    await house.rows(`UPDATE work SET state = 'leased', attempt = 1, lease_until = now() + interval '5 seconds' WHERE id = $1`, [id]);
    await ground.sweeper().sweep();
    expect((await ground.workOf(id)).state).toBe('leased');
  });

  it('says that it is alive only when it has swept', async () => {
    await ground.sweeper().sweep();
    expect(await silence(house.database, sweeperHeartbeat, house.clock.now())).toBe(0);
    house.clock.move(5000);
    const broken = new Sweeper(house.database, house.clock, house.log, { repairs: [() => Promise.reject(new Error('broken'))] });
    await expect(broken.sweep()).rejects.toThrow('broken');
    expect(await silence(house.database, sweeperHeartbeat, house.clock.now())).toBe(5000);
  });

  it('runs a repair in a transaction of its own, and says aloud when it had to mend', async () => {
    const repairs = [async () => 2];
    await new Sweeper(house.database, house.clock, house.log, { repairs }).sweep();
    expect(house.log.lines.at(-1)).toMatchObject({ level: 'error', event: 'sweep.repaired', fields: { count: 2 } });
  });
});
