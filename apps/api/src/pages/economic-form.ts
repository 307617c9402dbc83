import { AppError, type DraftContent, economicKinds, economicParties, type EconomicEffect } from '@genmaele/contracts';

/** Whether the ministry's estimate can be accepted, as the form names it. */
export const positionNames: Record<NonNullable<DraftContent['economic']>['position'], string> = {
  accepted: 'Skønnet kan tiltrædes',
  'not-accepted': 'Skønnet kan ikke tiltrædes',
  partly: 'Skønnet kan tiltrædes delvist',
  awaiting: 'Skønnet kan ikke vurderes endnu',
};

const partyNames: Record<EconomicEffect['party'], string> = { state: 'stat', municipalities: 'kommuner', regions: 'regioner' };
const kindNames: Record<EconomicEffect['kind'], string> = { construction: 'anlæg', operation: 'drift', transfers: 'overførsler' };

const amountText = (amount: number | null): string => (amount === null ? '?' : String(amount).replace('.', ','));
const amountsText = (amounts: readonly (number | null)[]): string => amounts.map(amountText).join(' / ');

/** The effects as the form has them: one a line, `kommuner; drift; tilsyn; 1,5 / 2; 3 / ?`, the last part only where the association has an estimate. */
export function effectsText(effects: readonly EconomicEffect[]): string {
  return effects
    .map(({ party, kind, item, ministry, ours }) =>
      [partyNames[party], kindNames[kind], item ?? '', amountsText(ministry), ...(ours ? [amountsText(ours)] : [])].join('; '),
    )
    .join('\n');
}

function unreadable(line: string, what: string): AppError {
  return new AppError('request.invalid', { problem: `posten «${line.slice(0, 80)}» ${what}` });
}

function amountsOf(text: string, line: string): (number | null)[] {
  return text.split('/').map((part) => {
    const amount = part.trim().replace('−', '-');
    if (amount === '?') return null;
    if (!/^-?(\d{1,3}(\.\d{3})+|\d+)(,\d)?$/.test(amount)) throw unreadable(line, 'har et beløb, der ikke kan læses');
    return Number(amount.replaceAll('.', '').replace(',', '.'));
  });
}

/** The effects that {@link effectsText} writes, read again; amounts in million kroner, `?` where nobody has said. Errors: `request.invalid`. */
export function effectsFromText(text: string): EconomicEffect[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const [who = '', what = '', item = '', ministry, ours] = line.split(';').map((part) => part.trim());
    const party = economicParties.find((each) => partyNames[each] === who.toLowerCase());
    const kind = economicKinds.find((each) => kindNames[each] === what.toLowerCase());
    if (!party || !kind || ministry === undefined) throw unreadable(line, 'skal være: part; art; post; ministeriets beløb; egne beløb');
    return {
      ...{ party, kind, ministry: amountsOf(ministry, line) },
      ...(item === '' ? {} : { item }),
      ...(ours ? { ours: amountsOf(ours, line) } : {}),
    };
  });
}
