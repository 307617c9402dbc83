import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDevelopmentAuthority, openSigningKeys } from '@genmaele/documents';
import { readEnvironment } from '@genmaele/platform';
import { openTestHouse, type TestHouse, testStart } from '@genmaele/testing';
import { ExpiryWatch } from './expiry-watch.js';

let house: TestHouse;
let folder: string;
let watch: ExpiryWatch;
const ends = new Date(testStart);
ends.setUTCFullYear(ends.getUTCFullYear() + 3); // as long as a seal of the development authority lasts

beforeAll(async () => {
  house = await openTestHouse();
  folder = mkdtempSync(join(tmpdir(), 'genmaele-expiry-'));
  await makeDevelopmentAuthority(folder, { now: testStart });
  const env = readEnvironment({ DATABASE_URL: process.env['DATABASE_URL'], ALARM_MAIL_TO: 'vagt@forening.example' });
  watch = new ExpiryWatch(await openSigningKeys(folder), house.database, house.clock, house.log, env);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await house.close();
});

const toldAt = async (daysBefore: number): Promise<string[]> => {
  house.clock.set(new Date(ends.getTime() - daysBefore * 24 * 60 * 60 * 1000));
  await watch.look();
  const rows = await house.rows<{ subject: string }>(
    `SELECT subject FROM notice WHERE recipient = 'vagt@forening.example' ORDER BY created_at`,
  );
  return rows.map(({ subject }) => /varsel (\d+) dage/.exec(subject)?.[1] ?? subject);
};

describe('a certificate that is about to end', () => {
  it('is told of once at 90, 30 and 7 days, and not before', async () => {
    expect(await toldAt(200)).toEqual([]);
    expect(await toldAt(89)).toEqual(['90']);
    expect(await toldAt(60)).toEqual(['90']);
    expect(await toldAt(29)).toEqual(['90', '30']);
    expect(await toldAt(5)).toEqual(['90', '30', '7']);
    expect(await toldAt(1)).toEqual(['90', '30', '7']);
  });
});
