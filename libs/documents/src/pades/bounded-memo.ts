import { createHash } from 'node:crypto';

/** Remembers what was read from the same bytes before, by their SHA-256; the longest unused goes first when `most` are held. */
export class BoundedMemo<V> {
  private readonly held = new Map<string, V>();

  constructor(
    private readonly most: number,
    private readonly read: (bytes: Uint8Array) => V,
  ) {}

  /** What the bytes say. The answer is shared, so it must not be changed. What throws is not remembered. */
  of(bytes: Uint8Array): V {
    const key = createHash('sha256').update(bytes).digest('base64');
    const value = this.held.has(key) ? this.held.get(key)! : this.read(bytes);
    this.held.delete(key);
    this.held.set(key, value);
    if (this.held.size > this.most) this.held.delete(this.held.keys().next().value!);
    return value;
  }
}
