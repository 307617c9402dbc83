/** Who does it, and when. `actorId` is undefined for the system. */
export interface By {
  readonly actorId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly now: Date;
}
