import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLocalDate } from '@genmaele/calendar';
import { ministries, ministriesOn, ministryById, ministryNamed } from './ministries.js';
import { municipalities, municipalityByCode } from './municipalities.js';
import { offices } from './offices.js';

const on = parseLocalDate;
const list = join(process.cwd(), '../shared/data/geo/kommuner.csv');
const it_ = existsSync(list) ? it : it.skip;

describe('ministries', () => {
  it('name every row once by id and never end a name before it began', () => {
    expect(new Set(ministries.map(({ id }) => id)).size).toBe(ministries.length);
    for (const { id, name, area, shortName, validFrom, validTo } of ministries) {
      expect([id, name, area, shortName].every((text) => text !== '')).toBe(true);
      expect(name).toMatch(/ministeriet|^Ministeriet for /);
      if (validFrom && validTo) expect(validFrom < validTo).toBe(true);
    }
  });

  it('let no two names of one area stand on the same day', () => {
    for (const area of new Set(ministries.map((ministry) => ministry.area))) {
      const own = ministries.filter((ministry) => ministry.area === area);
      own.slice(1).forEach((later, index) => expect((own[index]?.validTo ?? '9999') < (later.validFrom ?? '')).toBe(true));
    }
  });

  it.each([
    ['2018-08-22', 'Transport-, Bygnings- og Boligministeriet'],
    ['2020-09-14', 'Transport- og Boligministeriet'],
    ['2021-02-09', 'Indenrigs- og Boligministeriet'],
    ['2021-08-25', 'Indenrigs- og Boligministeriet'],
    ['2023-07-07', 'Social-, Bolig- og Ældreministeriet'],
    ['2024-08-28', 'Social-, Bolig- og Ældreministeriet'],
    ['2024-08-29', 'Social- og Boligministeriet'],
    ['2026-11-22', 'Social- og Boligministeriet'],
  ])('say who was responsible for housing on %s: %s', (day, name) => {
    expect(
      ministriesOn(on(day))
        .filter(({ area }) => area === 'bolig')
        .map((ministry) => ministry.name),
    ).toEqual([name]);
  });

  it('are found by name, however it is spaced, and by the period when the name has been used twice', () => {
    expect(ministryNamed(' social- og\u00a0boligministeriet ', on('2026-11-22'))?.id).toBe('sbm');
    expect(ministryNamed('Social- og Indenrigsministeriet', on('2016-01-01'))?.id).toBe('sim-2015');
    expect(ministryNamed('Social- og Indenrigsministeriet', on('2020-01-01'))?.id).toBe('sim-2019');
    expect(ministryNamed('Social- og Indenrigsministeriet', on('2026-01-01'))?.id).toBe('sim-2019');
    expect(ministryNamed('Drømmeministeriet', on('2026-01-01'))).toBeUndefined();
    expect(ministryById('sbm')?.name).toBe('Social- og Boligministeriet');
    expect(ministryById('x')).toBeUndefined();
  });
});

describe('municipalities', () => {
  it('are 98, each code once, in order of code', () => {
    expect(municipalities).toHaveLength(98);
    const codes = municipalities.map(({ code }) => code);
    expect([...new Set(codes)].sort()).toEqual(codes);
    expect(municipalities.every(({ code, name }) => /^\d{3}$/.test(code) && name.trim() === name && name !== '')).toBe(true);
  });

  it('are found by three digits or four', () => {
    expect(municipalityByCode('851')?.name).toBe('Aalborg');
    expect(municipalityByCode('0851')?.name).toBe('Aalborg');
    expect(municipalityByCode('411')).toBeUndefined();
    expect(municipalityByCode('00851')).toBeUndefined();
  });

  it_('agree with the list of codes in ../shared/data/geo (skipped where that folder is absent)', () => {
    const lines = readFileSync(list, 'utf8').trim().split(/\r?\n/).slice(1);
    const theirs = lines.map((line) => line.split(',')).filter(([code]) => code !== '0411');
    expect(municipalities.map(({ code, name }) => [`0${code}`, name.replaceAll('-', ' ')])).toEqual(
      theirs.map(([code, name]) => [code, name?.replaceAll('-', ' ')]),
    );
  });
});

describe('offices', () => {
  it('are named once and have lower-case stems', () => {
    expect(new Set(offices.map(({ id }) => id)).size).toBe(offices.length);
    for (const stem of offices.flatMap(({ stems }) => stems)) expect(stem).toMatch(/^\^?[a-zæøå]{3,}$/);
  });
});
