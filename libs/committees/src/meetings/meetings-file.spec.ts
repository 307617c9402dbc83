import fc from 'fast-check';
import { readMeetingsFile } from './meetings-file.js';

const heading = 'udvalg;dato;start;sted;online;dagsorden;papirer';

describe('a calendar of meetings', () => {
  it('is read with its columns in any order, and days and times as Danes write them', () => {
    const text = `Dato;Udvalg;Dagsorden;Start;Sted\n3-12-2026;Socialudvalget;26.11.2026;9.30;"Weidekampsgade 10; 3. sal"\n\n2027-01-07;social;2026-12-29;;\n`;
    expect(readMeetingsFile(`\ufeff${text}`)).toEqual({
      problems: [],
      lines: [
        {
          line: 2,
          body: 'Socialudvalget',
          meeting: { date: '2026-12-03', agendaClose: '2026-11-26', startTime: '09:30', place: 'Weidekampsgade 10; 3. sal' },
        },
        { line: 4, body: 'social', meeting: { date: '2027-01-07', agendaClose: '2026-12-29' } },
      ],
    });
  });

  it.each([',', '\t'])('may be separated by %j', (separator) => {
    const text = ['udvalg', 'dato', 'dagsorden'].join(separator) + '\r\n' + ['social', '2026-12-03', '2026-11-26'].join(separator);
    expect(readMeetingsFile(text).lines).toHaveLength(1);
  });

  it.each([
    ['social;2026-02-30;;;;2026-02-20;', 'linje 2: datoen kan ikke læses'],
    ['social;2026-12-03;;;;;', 'linje 2: dagen, hvor dagsordenen lukker, kan ikke læses'],
    ['social;2026-12-03;;;;2026-12-04;', 'linje 2: dagsordenen skal lukke senest på mødedagen'],
    ['social;2026-12-03;25:00;;;2026-12-01;', 'linje 2: starttidspunktet kan ikke læses'],
    ['social;2026-12-03;;;http://møde;2026-12-01;', 'linje 2: adressen til onlinemødet kan ikke læses'],
    [';2026-12-03;;;;2026-12-01;', 'linje 2: udvalget mangler'],
  ])('names the line and the field that cannot be read: %s', (row, problem) => {
    expect(readMeetingsFile(`${heading}\n${row}`)).toEqual({ lines: [], problems: [problem] });
  });

  it('without its headings is refused whole', () => {
    expect(readMeetingsFile('dato;sted\n2026-12-03;Her').problems).toEqual([
      'linje 1: overskrifterne udvalg, dato og dagsorden skal være der',
    ]);
  });

  it('gives back a place whatever quotes and separators it has, and never fails on any text', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((place) => !/[\r\n]/.test(place) && /^\p{L}/u.test(place)),
        (place) => {
          const row = `social;2026-12-03;;"${place.replaceAll('"', '""')}";;2026-12-01;`;
          expect(readMeetingsFile(`${heading}\n${row}`).lines[0]?.meeting.place).toBe(place.trim().normalize('NFC'));
        },
      ),
      { numRuns: 200 },
    );
    fc.assert(fc.property(fc.string(), (text) => void readMeetingsFile(`${heading}\n${text}`)));
  });
});
