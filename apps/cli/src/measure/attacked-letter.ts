import { renderLetter } from '@genmaele/documents';

/** A short invented letter with the empty fields `udvalg` and `formand`, for others to tamper with. */
export function attackedLetter(): Buffer {
  const title = 'Høringssvar om et prøvelovforslag';
  return renderLetter({
    template: 'hoeringssvar',
    language: 'da-DK',
    title,
    author: 'Prøveforeningen',
    createdAt: '2026-11-20T10:00:00+01:00',
    letterhead: { name: 'Prøveforeningen', lines: ['Prøvevej 1', '2300 København S'], fields: [['Dato', '20-11-2026']] },
    recipient: ['Prøveministeriet'],
    blocks: [
      { kind: 'heading', level: 2, text: 'Bemærkninger' },
      { kind: 'paragraph', runs: [{ text: 'Foreningen har ingen bemærkninger til § 1, nr. 5.' }] },
      ...['udvalg', 'formand'].map((field) => ({ kind: 'signature' as const, field, name: `Prøve ${field}`, function: field })),
    ],
    attachments: [],
  }).bytes;
}
