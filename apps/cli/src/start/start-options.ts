/** The options of `genmaele start`. */
export interface StartOptions {
  readonly once?: boolean;
  readonly out?: string;
  readonly bill?: string;
  readonly deadline?: string;
}
