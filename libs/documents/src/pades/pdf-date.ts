/** A PDF date such as `D:20261122142030+01'00'` (ISO 32000-1 section 7.9.4); `null` for anything else. Without a zone it is read as UTC. */
export function pdfDate(text: string): Date | null {
  const match = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-])(\d\d)'?(\d\d)?'?)?/.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => part && Number(part));
  const utc = Date.UTC(Number(year), Number(month || 1) - 1, Number(day || 1), Number(hour || 0), Number(minute || 0), Number(second || 0));
  const ahead = (Number(match[8] ?? 0) * 60 + Number(match[9] ?? 0)) * 60_000;
  return new Date(utc - (match[7] === '-' ? -ahead : ahead));
}
