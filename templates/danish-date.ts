const months = ['januar', 'februar', 'marts', 'april', 'maj', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'december'];

/** `2021-08-18` as letters write it: `18. august 2021`. */
export function danishDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return `${day}. ${months[month - 1]} ${year}`;
}

/** `2021-08-18` as the letterhead's fields write it: `18-08-2021`. */
export function fieldDate(date: string): string {
  return date.split('-').reverse().join('-');
}
