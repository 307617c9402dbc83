/** What the system holds on a person: each place with its rows, as they are in the database. */
export interface PersonFacts {
  readonly name: string;
  readonly email: string;
  /** ISO 8601. */
  readonly exportedAt: string;
  readonly places: readonly { readonly danish: string; readonly rows: readonly Record<string, unknown>[] }[];
}

const words: Readonly<Record<string, string>> = {
  action: 'handling',
  address: 'adresse',
  agent: 'program',
  at: 'tid',
  case_id: 'sag (id)',
  comment: 'bemærkning',
  committee_id: 'udvalg',
  created_at: 'oprettet',
  disabled_at: 'lukket',
  email: 'e-mail',
  expires_at: 'udløber',
  facts: 'oplysninger',
  kind: 'slags',
  last_used_at: 'sidst brugt',
  name: 'navn',
  reason: 'grund',
  recipient: 'modtager',
  role: 'rolle',
  seenAt: 'sidst set',
  sent_at: 'sendt',
  seq: 'linje',
  signedInAt: 'logget på',
  state: 'tilstand',
  subject: 'emne',
  text: 'tekst',
  valid_from: 'fra',
  valid_to: 'til',
};

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark);

function shown(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'ja' : 'nej';
  return escaped(typeof value === 'string' ? value : JSON.stringify(value));
}

function table(rows: readonly Record<string, unknown>[]): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const head = keys.map((key) => `<th scope="col">${escaped(words[key] ?? key)}</th>`).join('');
  const body = rows.map((row) => `<tr>${keys.map((key) => `<td>${shown(row[key])}</td>`).join('')}</tr>`).join('\n');
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}

/** The facts as one page to be read: Danish, without scripts, and complete in itself. What was typed by people is text, never markup. */
export function personPage({ name, email, exportedAt, places }: PersonFacts): string {
  const filled = places.filter(({ rows }) => rows.length > 0);
  const empty = places.filter(({ rows }) => rows.length === 0);
  return `<!doctype html>
<html lang="da"><head><meta charset="utf-8"><title>Oplysninger om ${escaped(name)} – Genmæle</title>
<style>body{font-family:sans-serif;margin:2rem;line-height:1.5}table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2rem .5rem;text-align:left;vertical-align:top}</style></head>
<body><main>
<h1>Oplysninger om ${escaped(name)}</h1>
<p>Det er alt, hvad Genmæle har om ${escaped(name)} (${escaped(email)}), ${escaped(exportedAt)}. Tider er UTC. Udtrækket gives efter databeskyttelsesforordningens artikel 15.
Adgangskode og andre hemmeligheder er kun gemt som hashværdier eller krypteret og er ikke med; hvem andre der har set eller ændret noget, er heller ikke.</p>
${filled.map(({ danish, rows }) => `<h2>${escaped(danish)} (${rows.length})</h2>\n${table(rows)}`).join('\n')}
<h2>Intet er gemt om</h2>
<ul>${empty.map(({ danish }) => `<li>${escaped(danish)}</li>`).join('')}</ul>
</main></body></html>
`;
}
