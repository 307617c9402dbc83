import { municipalityByCode } from '@genmaele/intake';

/** A municipality as it is named to people: `Odense Kommune`; by its code when it is not known. */
export function municipalityName(code: string): string {
  return `${municipalityByCode(code)?.name ?? code} Kommune`;
}
