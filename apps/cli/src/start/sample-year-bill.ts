import { formatDate, type LocalDate } from '@genmaele/calendar';
import { type DraftContent } from '@genmaele/contracts';
import { type SampleYearCase } from './sample-year-cases.js';

const escaped = (words: string): string => words.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const p = (className: string, words: string): string => `<p class="${className}">${words}</p>\n`;

/**
 * The bill of a case of the sample year, in the form Retsinformation gives bills: one amending § with the case's change points, commencement, and a
 * remark to each. Marked as an example; the law's name is real, its changes and the consolidation act's number are invented. Pure.
 */
export function sampleYearBill({ law, about, changes }: SampleYearCase, commences: LocalDate): Buffer {
  const points = changes.map((words, i) => p('AendringMedNummer', `<span class="AendringNr">${i + 1}.</span> ${escaped(words)}`));
  const remarks = changes.map((_, i) => `${p('Til', `Til nr. ${i + 1}`)}${p('Tekst', 'Forslaget gør reglen enklere at anvende.')}`);
  const body = [
    p('TitelPrefiks1', 'Forslag'),
    p('TitelPrefiks2', 'til'),
    p('Titel2', `Lov om ændring af ${escaped(law)}`),
    p('Undertitel', `(${escaped(about)})`),
    p('CentreretParagraf', '§ 1'),
    p('Paragraf', `I ${escaped(law)}, jf. lovbekendtgørelse nr. 1 af 2. januar 2025, foretages følgende ændringer:`),
    ...points,
    p('CentreretParagraf', '§ 2'),
    p('Paragraf', `Loven træder i kraft den ${formatDate(commences)}.`),
    p('Bemaerkninger', 'Bemærkninger til lovforslaget'),
    p('Tekst', 'EKSEMPEL – ikke et rigtigt lovforslag.'),
    p('Bemaerkninger', 'Bemærkninger til lovforslagets enkelte bestemmelser'),
    p('Til', 'Til § 1'),
    ...remarks,
  ];
  const head = '<head><meta charset="utf-8"><title>Lovforslag (eksempel)</title></head>';
  return Buffer.from(`<!DOCTYPE html><html lang="da">${head}<body>${body.join('')}</body></html>`);
}

/** The response of a case of the sample year; `changed` are further words of its first point. Pure. */
export function sampleYearDraft({ lead, points, end }: SampleYearCase, changed = ''): DraftContent {
  return {
    template: 'hoeringssvar',
    lead: [lead],
    sections: [],
    points: points.map(({ on, stance, text }, i) => ({
      number: i + 1,
      stance,
      provisions: [`§\u00a01, nr.\u00a0${on}`],
      text: i === 0 && changed ? `${text} ${changed}` : text,
    })),
    reservations: { political: end === 'reserved', economic: false },
  };
}
