/**
 * Source kind: the government's published changes of ministries (kongelige resolutioner) since 2015, and Folketinget's open data for the older names.
 * `validFrom` null: the name is older than this table. `validTo` null: no later change is known here (the table was last read through in 2025).
 * A letter prints the name that is valid on its own date, so a change ends the old row and adds a new one; a row is never rewritten.
 */
import { isLocalDate, type LocalDate } from '@genmaele/calendar';

/** One ministry under one name. A ministry that changes its name gets a new id; `area` ties the rows of one field of work together. */
export interface Ministry {
  id: string;
  name: string;
  shortName: string;
  area: string;
  validFrom: LocalDate | null;
  /** The last day on which the name was in use. */
  validTo: LocalDate | null;
}

// area | id | short name | first day | last day | name (a dash: not known here, or still valid)
const rows = `
statsminister   | stm        | STM   | -          | -          | Statsministeriet
finans          | fm         | FM    | -          | -          | Finansministeriet
justits         | jm         | JM    | -          | -          | Justitsministeriet
udenrigs        | um         | UM    | -          | -          | Udenrigsministeriet
forsvar         | fmn        | FMN   | -          | -          | Forsvarsministeriet
beredskab       | mssb       | MSSB  | 2024-08-29 | -          | Ministeriet for Samfundssikkerhed og Beredskab
skat            | skm        | SKM   | -          | -          | Skatteministeriet
kultur          | kum        | KUM   | -          | -          | Kulturministeriet
beskaeftigelse  | bm         | BM    | -          | -          | Beskæftigelsesministeriet
uddannelse      | ufm        | UFM   | -          | -          | Uddannelses- og Forskningsministeriet
erhverv         | evm        | EVM   | 2011-10-03 | 2016-11-27 | Erhvervs- og Vækstministeriet
erhverv         | em         | EM    | 2016-11-28 | -          | Erhvervsministeriet
boern           | mbul       | MBUL  | 2015-06-28 | 2016-11-27 | Ministeriet for Børn, Undervisning og Ligestilling
boern           | uvm        | UVM   | 2016-11-28 | 2019-06-26 | Undervisningsministeriet
boern           | buvm       | BUVM  | 2019-06-27 | -          | Børne- og Undervisningsministeriet
udlaendinge     | uibm       | UIBM  | 2015-06-28 | 2016-11-27 | Udlændinge-, Integrations- og Boligministeriet
udlaendinge     | uim        | UIM   | 2016-11-28 | -          | Udlændinge- og Integrationsministeriet
klima           | efkm       | EFKM  | 2015-06-28 | 2019-06-26 | Energi-, Forsynings- og Klimaministeriet
klima           | kefm       | KEFM  | 2019-06-27 | -          | Klima-, Energi- og Forsyningsministeriet
miljoe          | mfvm       | MFVM  | 2015-06-28 | 2020-11-18 | Miljø- og Fødevareministeriet
miljoe          | mim        | MIM   | 2020-11-19 | 2024-08-28 | Miljøministeriet
miljoe          | milim      | MILIM | 2024-08-29 | -          | Miljø- og Ligestillingsministeriet
foedevarer      | fvm        | FVM   | 2020-11-19 | -          | Ministeriet for Fødevarer, Landbrug og Fiskeri
groen-trepart   | mgtp       | MGTP  | 2024-08-29 | -          | Ministeriet for Grøn Trepart
bolig           | tbbm       | TBBM  | 2016-11-28 | 2019-06-26 | Transport-, Bygnings- og Boligministeriet
bolig           | tbm        | TBM   | 2019-06-27 | 2021-01-20 | Transport- og Boligministeriet
bolig           | inbm       | INBM  | 2021-01-21 | 2022-12-14 | Indenrigs- og Boligministeriet
bolig           | sbam       | SBÆM  | 2022-12-15 | 2024-08-28 | Social-, Bolig- og Ældreministeriet
bolig           | sbm        | SBM   | 2024-08-29 | -          | Social- og Boligministeriet
aeldre          | aem        | ÆM    | 2024-08-29 | -          | Ældreministeriet
transport       | trm        | TRM   | 2021-01-21 | -          | Transportministeriet
indenrigs       | sim-2015   | SIM   | 2015-06-28 | 2016-11-27 | Social- og Indenrigsministeriet
indenrigs       | oim        | ØIM   | 2016-11-28 | 2019-06-26 | Økonomi- og Indenrigsministeriet
indenrigs       | sim-2019   | SIM   | 2019-06-27 | 2021-01-20 | Social- og Indenrigsministeriet
indenrigs       | ism        | ISM   | 2022-12-15 | -          | Indenrigs- og Sundhedsministeriet
social          | bsm        | BSM   | 2016-11-28 | 2019-06-26 | Børne- og Socialministeriet
social          | sam        | SÆM   | 2021-01-21 | 2022-12-14 | Social- og Ældreministeriet
sundhed         | sum-2015   | SUM   | 2015-06-28 | 2021-01-20 | Sundheds- og Ældreministeriet
sundhed         | sum-2021   | SUM   | 2021-01-21 | 2022-12-14 | Sundhedsministeriet
oekonomi        | oem        | ØM    | 2022-12-15 | -          | Økonomiministeriet
digitalisering  | dilim      | DILIM | 2022-12-15 | 2024-08-28 | Digitaliserings- og Ligestillingsministeriet
digitalisering  | digmin     | DIGM  | 2024-08-29 | -          | Digitaliseringsministeriet
kirke           | kim        | KM    | -          | 2024-08-28 | Kirkeministeriet
kirke           | blkm       | BLKM  | 2024-08-29 | -          | By-, Land- og Kirkeministeriet
`;

const dateOrNull = (text: string): LocalDate | null => (isLocalDate(text) ? text : null);

/** Every row, grouped by area, oldest first within each. */
export const ministries: readonly Ministry[] = rows
  .trim()
  .split('\n')
  .map((row) => {
    const [area = '', id = '', shortName = '', from = '', to = '', name = ''] = row.split('|').map((cell) => cell.trim());
    return { id, name, shortName, area, validFrom: dateOrNull(from), validTo: dateOrNull(to) };
  });

/** The ministries by the names they carry on a day. */
export function ministriesOn(on: LocalDate): Ministry[] {
  return ministries.filter(({ validFrom, validTo }) => (validFrom === null || validFrom <= on) && (validTo === null || on <= validTo));
}

/** The row with this id. Undefined when there is none. */
export function ministryById(id: string): Ministry | undefined {
  return ministries.find((ministry) => ministry.id === id);
}

/**
 * The ministry a letter names. Case and spaces do not matter. When two rows carry the name, the one valid on the day is meant, else the latest:
 * a ministry's letters and feeds may use a name some time after it has changed. Undefined when nobody carries the name.
 */
export function ministryNamed(name: string, on: LocalDate): Ministry | undefined {
  const plain = (text: string) => text.replace(/\s+/g, ' ').trim().toLocaleLowerCase('da');
  const named = ministries.filter((ministry) => plain(ministry.name) === plain(name));
  return named.find((ministry) => ministriesOn(on).includes(ministry)) ?? named.at(-1);
}
