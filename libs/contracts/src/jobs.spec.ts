import type { z } from 'zod';
import { isJobName, jobNames, jobRule, queues } from './jobs.js';

const id = '6f1f2f62-6c1b-4b6e-9f4e-1f9e5b8a0c11';

describe('the registry of jobs', () => {
  it.each(jobNames)('puts «%s» on a queue that is listened to, with a bound on its tries', (job) => {
    const rule = jobRule(job);
    expect(queues).toContain(rule.queue);
    expect(rule.mostTries).toBeGreaterThan(1);
    expect(job).toMatch(/^[a-z]+\.[a-z]+$/);
  });

  it('has work for every queue', () => {
    expect([...new Set(jobNames.map((job) => jobRule(job).queue))].sort()).toEqual([...queues].sort());
  });

  it.each(jobNames)('lets «%s» carry ids, days and words of a closed list, and nothing else', (job) => {
    const { payload } = jobRule(job);
    const { shape } = payload as unknown as { shape: Record<string, z.ZodType & { options?: readonly string[] }> };
    const taken = (field: (typeof shape)[string]) =>
      field.options?.[0] ?? [id, '2026-11-23'].find((value) => field.safeParse(value).success);
    const good = Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, taken(field)]));
    const names = Object.keys(good);
    expect(payload.safeParse(good).success).toBe(true);
    expect(payload.safeParse({}).success).toBe(names.length === 0);
    for (const name of names) expect(payload.safeParse({ ...good, [name]: 'et udkast' }).success).toBe(false);
  });

  it.each(['', 'constructor', 'toString', '__proto__', 'bill.reading', 'Bill.read'])('does not know «%s»', (name) => {
    expect(isJobName(name)).toBe(false);
  });
});
