/** One thing that must be right. `look` answers what it found; what must be mended it throws, with what to do. */
export interface Check {
  readonly danish: string;
  readonly look: () => string | Promise<string>;
}
