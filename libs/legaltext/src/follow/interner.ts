/** Gives equal texts equal numbers, over both versions. */
export class Interner {
  private readonly known = new Map<string, number>();

  number(text: string): number {
    const found = this.known.get(text);
    if (found !== undefined) return found;
    this.known.set(text, this.known.size);
    return this.known.size - 1;
  }
}
