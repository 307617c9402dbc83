import { type DraftContent } from '@genmaele/contracts';

const p = (className: string, words: string): string => `<p class="${className}">${words}</p>\n`;

/** A small amending bill as Retsinformation writes it, about social housing. `mark` makes its bytes differ from another's. */
export function sampleBill(mark = ''): Buffer {
  const body =
    p('TitelPrefiks1', 'Forslag') +
    p('TitelPrefiks2', 'til') +
    p('Titel2', 'Lov om ændring af lov om almene boliger m.v.') +
    p('CentreretParagraf', '§ 1') +
    p('Paragraf', 'I lov om almene boliger m.v., jf. lovbekendtgørelse nr. 12 af 3. marts 2020, foretages følgende ændringer:') +
    p('AendringMedNummer', '<span class="AendringNr">1.</span> I <span class="Italic">§ 3, stk. 1,</span> ændres »have« til: »gårdhave«.') +
    p('AendringMedNummer', '<span class="AendringNr">2.</span> <span class="Italic">§ 9</span> ophæves.') +
    p('CentreretParagraf', '§ 2') +
    p('Paragraf', 'Loven træder i kraft den 1. januar 2027.');
  return Buffer.from(`<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>${mark}</title></head><body>${body}</body></html>`);
}

/** A response to the {@link sampleBill}; `words` stand in its one point. */
export function sampleResponse(words = 'KL foreslår, at kommunen høres først.'): DraftContent {
  return {
    template: 'hoeringssvar',
    lead: ['Reglerne bør være enkle at anvende.'],
    sections: [{ heading: 'Generelle bemærkninger', paragraphs: ['KL har gennemgået udkastet.'] }],
    points: [{ number: 1, stance: 'proposes', provisions: ['§\u00a01, nr.\u00a01'], text: words }],
    reservations: { political: true, economic: false },
  };
}
