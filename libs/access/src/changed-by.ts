/** Who changes an account, and when. */
export interface ChangedBy {
  readonly actorId: string;
  readonly requestId?: string | undefined;
  readonly now: Date;
}
