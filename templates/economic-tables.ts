import { type EconomicResponseData, economicKinds, economicParties, type LetterBlockOf } from '@genmaele/contracts';

type Table = LetterBlockOf<'table'>;
type Effect = EconomicResponseData['effects'][number];
type Amounts = readonly (number | null)[];

const partyNames = { state: 'Stat', municipalities: 'Kommuner', regions: 'Regioner' } as const;
const kindNames = { construction: 'Anlæg', operation: 'Drift', transfers: 'Overførsler' } as const;
const unknown = 'ikke oplyst';

/** An amount in million kroner as letters write it: one decimal, a comma, points between thousands, a true minus. */
export function millions(value: number | null): string {
  if (value === null) return unknown;
  const tenths = Math.round(Math.abs(value) * 10);
  const whole = String(Math.floor(tenths / 10)).replace(/\B(?=(\d{3})+$)/g, '.');
  return `${value < 0 && tenths > 0 ? '−' : ''}${whole},${tenths % 10}`;
}

/** Sums year by year, in whole tenths so that no rounding gathers; a year that holds an unknown amount is unknown. */
export function sumByYear(all: readonly Amounts[], years: number): (number | null)[] {
  return Array.from({ length: years }, (_, year) => {
    const column = all.map((amounts) => amounts[year] ?? null);
    if (column.some((amount) => amount === null)) return null;
    return column.reduce<number>((sum, amount) => sum + Math.round(amount! * 10), 0) / 10;
  });
}

/** The ministry's estimate: for each party what falls on it, by kind and year, and its sum. */
export function effectsTable({ effects, years, priceLevel }: EconomicResponseData): Table {
  const rows: string[][] = [];
  const sums: number[] = [];
  for (const party of economicParties) {
    const own = sorted(effects.filter((effect) => effect.party === party));
    if (own.length === 0) continue;
    for (const effect of own) rows.push([partyNames[party], nameOf(effect), ...effect.ministry.map(millions)]);
    sums.push(rows.length);
    rows.push([
      `${partyNames[party]} i alt`,
      '',
      ...sumByYear(
        own.map(({ ministry }) => ministry),
        years.length,
      ).map(millions),
    ]);
  }
  return {
    kind: 'table',
    caption: `Tabel 1. Ministeriets skøn over merudgifter (mio. kr., ${priceLevel})`,
    rowHeaders: true,
    columns: [{ header: 'Part', align: 'left', share: 2.2 }, { header: 'Art', align: 'left', share: 2.6 }, ...yearColumns(years)],
    rows,
    sums,
    remark: 'Merudgifter er angivet uden fortegn, mindreudgifter med minus.',
  };
}

/** The municipalities' part in both estimates and the difference; nothing where the association has no estimate of its own. */
export function comparisonTable({ effects, years, priceLevel, sender }: EconomicResponseData): Table | undefined {
  const compared = sorted(effects.filter(({ party, ours }) => party === 'municipalities' && ours !== undefined));
  if (compared.length === 0) return undefined;
  const rows: string[][] = [];
  const sums: number[] = [];
  for (const effect of compared) {
    rows.push(
      [nameOf(effect), 'Ministeriet', ...effect.ministry.map(millions)],
      [nameOf(effect), sender.name, ...effect.ours!.map(millions)],
    );
  }
  const theirs = sumByYear(
    compared.map(({ ministry }) => ministry),
    years.length,
  );
  const ours = sumByYear(
    compared.map(({ ours: own }) => own!),
    years.length,
  );
  const difference = ours.map((amount, year) =>
    amount === null || theirs[year] === null ? null : sumByYear([[amount], [-theirs[year]!]], 1)[0]!,
  );
  sums.push(rows.length, rows.length + 1, rows.length + 2);
  rows.push(
    ['I alt', 'Ministeriet', ...theirs.map(millions)],
    ['I alt', sender.name, ...ours.map(millions)],
    ['Forskel', '', ...difference.map(millions)],
  );
  return {
    kind: 'table',
    caption: `Tabel 2. Kommunernes merudgifter: ministeriets og ${sender.name}’s skøn (mio. kr., ${priceLevel})`,
    rowHeaders: true,
    columns: [{ header: 'Art', align: 'left', share: 2.6 }, { header: 'Skøn', align: 'left', share: 2 }, ...yearColumns(years)],
    rows,
    sums,
  };
}

function yearColumns(years: readonly number[]): Table['columns'] {
  return years.map((year) => ({ header: String(year), align: 'right', share: 1.4 }));
}

function sorted(effects: Effect[]): Effect[] {
  return [...effects].sort((a, b) => economicKinds.indexOf(a.kind) - economicKinds.indexOf(b.kind));
}

function nameOf({ kind, item }: Effect): string {
  return item === undefined ? kindNames[kind] : `${kindNames[kind]}: ${item}`;
}
