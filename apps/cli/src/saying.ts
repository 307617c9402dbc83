/** One plain line to the person. */
export type Say = (line: string) => void;

/** Says a line on standard output. */
export const say: Say = (line) => console.log(line);

/** Milliseconds as Danish text: `85 ms`, `1,3 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(1).replace('.', ',')} s`;
}

/** The line of a step: the time since the start, what was done, and how long it took. */
export function stepLine(sinceStart: number, danish: string, milliseconds: number): string {
  const at = `${(sinceStart / 1000).toFixed(1).replace('.', ',')} s`;
  return `${at.padStart(7)}  ${danish} (${duration(milliseconds)})`;
}
