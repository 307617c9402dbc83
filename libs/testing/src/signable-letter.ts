/** A short real letter with an empty signature field for each name given. The writer of letters is loaded only when it is asked for. */
export async function signableLetter(fields: readonly string[] = ['formand']): Promise<Buffer> {
  const { renderLetter } = await import('@genmaele/documents');
  const runs = (text: string) => [{ text }];
  return renderLetter({
    template: 'hoeringssvar',
    language: 'da-DK',
    title: 'Høringssvar om et prøvelovforslag',
    author: 'Prøveforeningen',
    createdAt: '2026-11-22T10:00:00+01:00',
    letterhead: { name: 'Prøveforeningen', lines: ['Prøvevej 1', '2300 København S'], fields: [['Dato', '22-11-2026']] },
    recipient: ['Prøveministeriet'],
    blocks: [
      { kind: 'heading', level: 1, text: 'Høringssvar om et prøvelovforslag' },
      { kind: 'paragraph', runs: runs('Foreningen har læst lovforslaget og har ingen bemærkninger til § 1, nr. 5.') },
      ...fields.map((field) => ({ kind: 'signature' as const, field, name: `Prøve ${field}`, function: field })),
    ],
    attachments: [],
  }).bytes;
}
