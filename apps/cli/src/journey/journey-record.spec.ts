import { JourneyLog, type JourneyStep } from './journey-record.js';

const step = { step: 'start', danish: 'Begynd udkast', actor: 'Sofie', before: 'opened', after: 'drafting' };
const at = (ms: number) => new Date(Date.UTC(2026, 10, 22) + ms).getTime();

describe('the log of a journey', () => {
  it('tells each step once, with the time since the one before', () => {
    const told: JourneyStep[] = [];
    const log = new JourneyLog((each) => told.push(each), at(0));
    log.note(step, at(30));
    log.note(step, at(100));
    expect(told.map(({ ms }) => ms)).toEqual([30, 70]);
    expect(log.steps).toEqual(told);
    expect(log.ms).toBe(100);
    expect(told[0]?.at).toBe('2026-11-22T00:00:00.030Z');
  });

  it('begins at its first step when that was taken before', () => {
    const log = new JourneyLog(() => undefined, at(1000));
    log.note(step, at(0));
    log.note(step, at(50));
    expect(log.steps.map(({ ms }) => ms)).toEqual([0, 50]);
    expect(log.ms).toBe(50);
  });
});
