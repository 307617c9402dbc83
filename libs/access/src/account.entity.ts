import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A try to sign in that has not succeeded. `key` names the account or the address it came from, hashed. */
@Entity('sign_in_try')
@Index('IDX_sign_in_try_key', ['key', 'at'])
export class SignInTry {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) key: string;
  @Column({ type: 'timestamptz' }) at: Date;
}

/** A link that was asked for, by which a person chooses a password once. Its token is known to the mail alone; here is its hash. */
@Entity('account_link')
@Check('CHK_account_link_kind', `"kind" IN ('invitation', 'reset')`)
@Index('UQ_account_link_token_sha256', ['tokenSha256'], { unique: true })
@Index('IDX_account_link_email', ['email', 'askedAt'])
export class AccountLink {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) kind: 'invitation' | 'reset';
  /** As it was typed, in lower case; whether there is such an account is found out when the mail is sent. */
  @Column({ type: 'text' }) email: string;
  @Column({ type: 'text', nullable: true }) tokenSha256: string | null;
  @Column({ type: 'timestamptz' }) askedAt: Date;
  @Column({ type: 'timestamptz' }) expiresAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) usedAt: Date | null;
}
