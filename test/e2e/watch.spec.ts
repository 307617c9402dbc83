import { SweeperWatch } from '@genmaele/delivery';
import { beat, sweeperHeartbeat } from '@genmaele/jobs';
import { caseIn, QuietLog } from '@genmaele/testing';
import { simpleParser } from 'mailparser';
import { openServedHouse, type ServedHouse } from './house.js';
import { type Visitor } from './visitor.js';

const minutes = 60_000;

let house: ServedHouse;
let probe: Visitor;

beforeAll(async () => {
  house = await openServedHouse({ ALARM_MAIL_TO: 'vagt@forening.example' });
  probe = house.visitor();
});
afterAll(() => house?.close());
beforeEach(() => beat(house.database, sweeperHeartbeat, house.clock.now()));

const ready = async () => {
  const { status, body } = await probe.get('/health/ready');
  return [status, body];
};
const can = [200, { ready: true, missing: [] }];
const cannot = (...missing: string[]) => [503, { ready: false, missing }];

describe('the process', () => {
  it('says that it lives, whatever else is wrong', async () => {
    await house.owner.query('ALTER TABLE heartbeat RENAME TO heartbeat_away');
    expect((await probe.get('/health/live')).body).toEqual({ live: true });
    expect(await ready()).toEqual(cannot('databasen svarer ikke'));
    await house.owner.query('ALTER TABLE heartbeat_away RENAME TO heartbeat');
    expect(await ready()).toEqual(can);
  });

  it('is not ready while a migration is pending', async () => {
    const { rows } = await house.owner.query('DELETE FROM migration WHERE id = (SELECT max(id) FROM migration) RETURNING *');
    expect(await ready()).toEqual(cannot('databasen er ikke migreret'));
    await house.owner.query('INSERT INTO migration (id, timestamp, name) VALUES ($1, $2, $3)', [
      rows[0].id,
      rows[0].timestamp,
      rows[0].name,
    ]);
    expect(await ready()).toEqual(can);
  });

  it('is ready while the sweeper was heard within two minutes, and not after', async () => {
    house.clock.move(2 * minutes);
    expect(await ready()).toEqual(can);
    house.clock.move(1);
    expect(await ready()).toEqual(cannot('eftersynet (worker) er tavst'));
    await beat(house.database, sweeperHeartbeat, house.clock.now());
    expect(await ready()).toEqual(can);
  });

  it('is not ready when no sweeper was heard within two minutes of its own start', async () => {
    await house.owner.query('DELETE FROM heartbeat');
    house.clock.move(60 * minutes);
    expect(await ready()).toEqual(cannot('eftersynet (worker) er tavst'));
  });

  it('tells whoever asks nothing of cases', async () => {
    const view = await caseIn(house, 'drafting');
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      const { text } = await probe.get(path);
      expect([path, text.includes(view.number), text.includes(view.id)]).toEqual([path, false, false]);
    }
  });
});

describe('the metrics', () => {
  const gauge = (text: string, name: string) => Number(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1]);

  it('count work by queue and state, cases by state, and how long the sweeper is silent', async () => {
    await caseIn(house, 'in-committee');
    house.clock.move(30_000);
    const { text, headers } = await probe.get('/metrics');
    const [work] = await house.rows<{ count: string }>(`SELECT count(*) FROM work WHERE queue = 'approval' AND state = 'ready'`);
    const [cases] = await house.rows<{ count: string }>(`SELECT count(*) FROM response_case WHERE state = 'in-committee'`);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(Number(work?.count)).toBeGreaterThan(0);
    expect(gauge(text, 'genmaele_work{queue="approval",state="ready"}')).toBe(Number(work?.count));
    expect(gauge(text, 'genmaele_cases{state="in-committee"}')).toBe(Number(cases?.count));
    expect(gauge(text, 'genmaele_sweeper_silence_seconds')).toBe(30);
    expect(gauge(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e6);
    for (const name of ['genmaele_work', 'genmaele_cases', 'genmaele_sweeper_silence_seconds']) expect(text).toContain(`# HELP ${name} `);
  });

  it('forget a state that no work is in any more', async () => {
    await house.owner.query(`UPDATE work SET state = 'dead', finished_at = now() WHERE state = 'ready' AND queue = 'approval'`);
    expect((await probe.get('/metrics')).text).toContain('genmaele_work{queue="approval",state="dead"}');
    await house.owner.query(`UPDATE work SET state = 'cancelled' WHERE state = 'dead'`);
    expect((await probe.get('/metrics')).text).not.toContain('state="dead"');
  });
});

describe('a sweeper that falls silent', () => {
  let log: QuietLog;
  let watch: SweeperWatch;
  beforeEach(() => {
    log = new QuietLog();
    watch = new SweeperWatch(house.database, house.clock, log, house.env);
    house.sink.mails.length = 0;
  });

  it('is told of once, by log and mail, and again only when it has spoken in between', async () => {
    for (let i = 0; i < 12; i += 1) await watch.look();
    expect([log.events(), house.sink.mails.length, watch.silent]).toEqual([[], 0, false]);
    house.clock.move(2 * minutes + 1);
    for (let i = 0; i < 3; i += 1) await watch.look();
    expect([log.events(), house.sink.mails.length, watch.silent]).toEqual([['sweeper.silent'], 1, true]);
    const mail = await simpleParser(house.sink.mails[0] ?? '');
    expect([mail.to, mail.subject]).toEqual([
      expect.objectContaining({ text: 'vagt@forening.example' }),
      expect.stringContaining('gået i stå'),
    ]);
    expect(mail.text).toContain('npx genmaele doctor');
    await beat(house.database, sweeperHeartbeat, house.clock.now());
    await watch.look();
    house.clock.move(5 * minutes);
    await watch.look();
    expect([log.events(), house.sink.mails.length]).toEqual([['sweeper.silent', 'sweeper.speaks-again', 'sweeper.silent'], 2]);
  });

  it('is told of when it has never spoken since the watch began', async () => {
    await house.owner.query('DELETE FROM heartbeat');
    await watch.look();
    expect(house.sink.mails).toHaveLength(0);
    house.clock.move(2 * minutes + 1);
    await watch.look();
    expect([log.events(), house.sink.mails.length]).toEqual([['sweeper.silent'], 1]);
  });

  it('is told of again when the first mail could not leave', async () => {
    house.clock.move(3 * minutes);
    house.sink.next({ reply: 451, at: 'recipient' });
    await expect(watch.look()).rejects.toThrow();
    await watch.look();
    expect(house.sink.mails).toHaveLength(1);
  });
});
