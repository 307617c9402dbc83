/** What can be wrong with a letter, by a stable code, and how a person is told it. */
export const findingText = {
  'file-unreadable': 'Filen kan ikke læses.',
  'file-encrypted': 'Filen er krypteret.',
  'file-header': 'Filens første linjer er ikke, som PDF/A kræver.',
  'file-id': 'Filen mangler sit kendetegn (/ID).',
  'stream-filter': 'En del er pakket på en måde, som PDF/A ikke tillader.',
  'active-content': 'Filen indeholder handlinger eller scripts.',
  'form-dynamic': 'Formularen tegnes af læserens program (NeedAppearances eller XFA).',
  'language-missing': 'Filens sprog er ikke angivet.',
  'title-missing': 'Filens titel mangler.',
  'title-not-shown': 'Titlen vises ikke i vinduet (DisplayDocTitle).',
  'title-differs': 'Titlen i XMP er en anden end filens.',
  'mark-missing': 'Filen siger ikke, at den er opmærket (MarkInfo).',
  'outline-missing': 'Filen har overskrifter, men ingen indholdsfortegnelse.',
  'xmp-missing': 'XMP-metadata mangler.',
  'pdfa-claim': 'XMP siger ikke, at filen er PDF/A-3a.',
  'pdfua-claim': 'XMP siger ikke, at filen er PDF/UA-1.',
  'pdfua-undeclared': 'XMP beskriver ikke egenskaben pdfuaid for PDF/A.',
  'output-intent': 'Farveprofilen (OutputIntent) mangler.',
  'color-space': 'En farve er angivet uden for filens farveprofil.',
  'attachment-irregular': 'En indlejret fil er ikke et ordentligt tilknyttet bilag (AF).',
  'font-not-embedded': 'En skrift er ikke indlejret.',
  'font-unicode': 'En skrift kan ikke læses tilbage til tekst (ToUnicode).',
  'font-width': 'En skrifts bredder passer ikke til dens tegn.',
  'glyph-missing': 'Et tegn mangler i skriften.',
  'glyph-unread': 'Et tegn kan ikke læses tilbage til tekst.',
  'content-untagged': 'Noget på siden er hverken opmærket eller pynt (artifact).',
  'content-unreadable': 'En sides indhold kan ikke læses.',
  'mcid-twice': 'To dele af en side har samme nummer.',
  'mcid-untagged': 'En opmærket del af siden findes ikke i strukturen.',
  'mcid-missing': 'Strukturen peger på indhold, der ikke findes.',
  'tag-differs': 'Indhold er opmærket anderledes på siden end i strukturen.',
  'structure-missing': 'Filen har ingen struktur for skærmlæsere.',
  'structure-broken': 'Strukturen hænger ikke sammen.',
  'structure-type': 'Strukturen bruger en ukendt slags element.',
  'parent-tree': 'Opslaget fra indhold til struktur (ParentTree) passer ikke.',
  'heading-order': 'Overskrifternes niveauer springer.',
  'heading-empty': 'En overskrift er tom.',
  'table-irregular': 'En tabel har rækker af forskellig længde eller forkerte dele.',
  'table-header': 'En tabel mangler overskrifter, eller de siger ikke, hvad de dækker.',
  'list-irregular': 'En liste er ikke opbygget af punkter med mærke og indhold.',
  'note-id': 'En fodnote mangler sit entydige id.',
  'link-contents': 'Et link har ingen beskrivelse eller ingen tekst.',
  'figure-alt': 'En figur mangler sin beskrivelse.',
  'field-name': 'Et felt mangler sin beskrivelse (TU).',
  'annotation-untagged': 'En påtegning er ikke med i strukturen.',
  'annotation-hidden': 'En påtegning udskrives ikke eller mangler sit udseende.',
  'tab-order': 'En sides rækkefølge for tabulatortasten følger ikke strukturen.',
  'text-missing': 'En tekst, der skulle høres, mangler eller høres anderledes.',
  'text-foreign': 'Der høres ord, som ikke står i brevet.',
} as const;

/** See {@link findingText}. */
export type FindingCode = keyof typeof findingText;

/** One thing that is wrong. `page` counts from 1; nothing of the letter's text is told. */
export interface LetterFinding {
  code: FindingCode;
  page?: number;
}

/** Gathers findings: each code at most once for each page. */
export class Findings {
  private readonly met = new Set<string>();
  readonly all: LetterFinding[] = [];

  add(code: FindingCode, page?: number): void {
    const key = `${code} ${page ?? ''}`;
    if (this.met.has(key)) return;
    this.met.add(key);
    this.all.push(page === undefined ? { code } : { code, page });
  }
}
