import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { openTestHouse, type TestHouse } from '@genmaele/testing';
import { plainMessage } from '../command-error.js';
import { commandLine } from '../command-line.js';
import { inProject } from '../project.js';

/** A command starts from its sources, which takes seconds on a busy machine. */
jest.setTimeout(120_000);

let house: TestHouse;
const folder = mkdtempSync(join(tmpdir(), 'genmaele-import-'));
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await house.close();
});

function written(content: string | Buffer): string {
  const file = join(folder, 'taken');
  writeFileSync(file, content);
  return file;
}

/** Runs `genmaele import WHAT FILE` on this file's database: what it says, and what it complains of when it fails. */
async function takeIn(what: 'meetings' | 'kle', content: string | Buffer): Promise<{ said: string; complained: string }> {
  const said: string[] = [];
  const spy = jest.spyOn(console, 'log').mockImplementation((line: unknown) => void said.push(String(line)));
  try {
    await commandLine().parseAsync(['node', 'genmaele', 'import', what, written(content)]);
    return { said: said.join('\n'), complained: '' };
  } catch (error) {
    return { said: said.join('\n'), complained: plainMessage(error) };
  } finally {
    spy.mockRestore();
  }
}

/** The same as a person does it: in a process of its own. */
function takeInAlone(what: 'meetings' | 'kle', content: string): Promise<{ code: number | null; complained: string }> {
  const args = ['--import', '@swc-node/register/esm-register', 'apps/cli/src/main.ts', 'import', what, written(content)];
  const env = { ...process.env, NODE_OPTIONS: '', SWC_NODE_PROJECT: 'tsconfig.json' };
  const child = spawn(process.execPath, args, { cwd: inProject('.'), env });
  const err: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, complained: err.join('') })));
}

describe('genmaele import meetings', () => {
  const heading = 'udvalg;dato;start;sted;online;dagsorden;papirer';
  const meetings = () =>
    house.rows<{ committee_id: string; date: string; place: string | null }>(
      `SELECT committee_id, to_char(date, 'YYYY-MM-DD') AS date, place FROM committee_meeting ORDER BY date`,
    );

  it('names every bad line by its number, and takes nothing of the file in', async () => {
    const lines = [
      'Socialudvalget;2030-12-05;9.30;;;2030-11-28;',
      'Socialudvalget;31-02-2031;9.30;;;2031-01-28;',
      'Socialudvalget;2031-03-06;9.30;;;2031-03-07;',
      ';2031-04-03;;;;2031-03-28;',
      'Udvalget for ingenting;2031-05-01;;;;2031-04-24;',
      'social;5. december;;;;2030-11-28;',
      'social;2030-12-05;;;;2030-11-28;',
    ];
    const { code, complained } = await takeInAlone('meetings', [heading, ...lines].join('\n'));
    expect(code).toBe(1);
    for (const problem of [
      'linje 3: datoen kan ikke læses',
      'linje 4: dagsordenen skal lukke senest på mødedagen',
      'linje 5: udvalget mangler',
      'linje 6: udvalget kendes ikke på mødedagen',
      'linje 7: datoen kan ikke læses',
      'linje 8: samme møde som linje 2',
    ])
      expect(complained).toContain(problem);
    expect(complained).not.toContain('linje 2: ');
    expect(complained).not.toMatch(/^\s+at /m);
    expect(await meetings()).toEqual([]);
    expect(await house.rows(`SELECT 1 FROM work WHERE job = 'agenda.build'`)).toEqual([]);
  });

  it('takes a good file in, also as a Danish spreadsheet writes it, and twice without change', async () => {
    const file = Buffer.from(`${heading}\r\nBørne- og Undervisningsudvalget;5-12-2030;9.30;"Rådhuset; sal Ø";;28-11-2030;\r\n`, 'latin1');
    const first = await takeIn('meetings', file);
    expect(first.complained).toBe('');
    expect(first.said).toContain('1 møder er læst: 1 nye, 0 var der i forvejen.');
    expect((await takeIn('meetings', file)).said).toContain('0 nye, 1 var der i forvejen.');
    expect(await meetings()).toEqual([{ committee_id: 'boerne-undervisning', date: '2030-12-05', place: 'Rådhuset; sal Ø' }]);
    expect(await house.rows(`SELECT 1 FROM work WHERE job = 'agenda.build' AND state = 'ready'`)).toHaveLength(1);
    const logged = await house.rows<{ actor_id: string | null }>(`SELECT actor_id FROM audit_entry WHERE action = 'meeting.import'`);
    expect(logged.map(({ actor_id }) => actor_id)).toEqual([null, null]);
  });
});

describe('genmaele import kle', () => {
  const subject = (number: string, title: string) => `<Emne><EmneNr>${number}</EmneNr><EmneTitel>${title}</EmneTitel></Emne>`;
  const plan = (edition: string, ...subjects: string[]) =>
    [
      `<?xml version="1.0" encoding="UTF-8"?><KLE-Emneplan><UdgivelsesDato>${edition}</UdgivelsesDato>`,
      '<Hovedgruppe><HovedgruppeNr>03</HovedgruppeNr><HovedgruppeTitel>Opdigtet område</HovedgruppeTitel>',
      '<Gruppe><GruppeNr>03.02</GruppeNr><GruppeTitel>Opdigtet gruppe</GruppeTitel>',
      ...subjects,
      '</Gruppe></Hovedgruppe></KLE-Emneplan>',
    ].join('\n');
  const numbers = async () =>
    (await house.rows<{ number: string }>('SELECT number FROM kle_subject ORDER BY number')).map((row) => row.number);

  it('names the bad line by its number, and takes nothing of the file in', async () => {
    const refused = await takeIn('kle', plan('2026-05-01', subject('03.02.01', 'Godt emne'), subject('3.2', 'Dårligt nummer')));
    expect(refused.complained).toContain('linje 5: »3.2« er ikke et KLE-nummer.');
    const broken = await takeIn('kle', plan('2026-05-01', subject('03.02.01', 'Godt emne'), '<Emne><EmneNr>03.02.02</Emne>'));
    expect(broken.complained).toContain("linje 5: XML'en er i stykker.");
    expect(await numbers()).toEqual([]);
  });

  it('takes an edition in whole, and refuses an older one with what it has', async () => {
    const taken = await takeIn('kle', plan('2026-05-01', subject('03.02.01', 'Et emne'), subject('03.02.02', 'Et andet')));
    expect(taken.said).toContain('KLE-emneplanen af 2026-05-01 er indlæst: 4 numre læst, 4 nye');
    const older = await takeIn('kle', plan('2025-05-01', subject('03.02.09', 'Gammelt')));
    expect(older.complained).toContain('Filen er fra 2025-05-01; den indlæste er fra 2026-05-01.');
    expect(await numbers()).toEqual(['03', '03.02', '03.02.01', '03.02.02']);
  });
});
