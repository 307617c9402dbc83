import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from './person.entity.js';

/** The secret by which a person's phone and we make the same codes. It must be read again, so it is encrypted, not hashed. */
@Entity('totp_secret')
export class TotpSecret {
  @PrimaryColumn({ type: 'uuid' }) @ForeignKey(() => Person) personId: string;
  /** AES-256-GCM, bound to the person: nonce, tag, ciphertext. */
  @Column({ type: 'bytea' }) sealed: Buffer;
  @Column({ type: 'timestamptz' }) createdAt: Date;
  /** When the first code was shown; before that it is no factor. */
  @Column({ type: 'timestamptz', nullable: true }) confirmedAt: Date | null;
  /** The step of the last code that was taken: neither it nor an earlier one is taken again. */
  @Column({ type: 'integer', nullable: true }) lastStep: number | null;
}

/** A code that stands in for a lost factor, once. It has 80 random bits, so a plain hash keeps it. */
@Entity('recovery_code')
@Index('IDX_recovery_code_person_id', ['personId'])
export class RecoveryCode {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) personId: string;
  @Column({ type: 'text' }) codeSha256: string;
  @Column({ type: 'timestamptz', nullable: true }) usedAt: Date | null;
}

/** A passkey's public half. */
@Entity('passkey')
@Index('UQ_passkey_credential_id', ['credentialId'], { unique: true })
@Index('IDX_passkey_person_id', ['personId'])
export class Passkey {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) personId: string;
  /** base64url. */
  @Column({ type: 'text' }) credentialId: string;
  /** COSE. */
  @Column({ type: 'bytea' }) publicKey: Buffer;
  @Column({ type: 'bigint' }) counter: string;
  @Column({ type: 'text' }) name: string;
  @Column({ type: 'timestamptz' }) createdAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) lastUsedAt: Date | null;
}

/** Who a person is with someone who vouches for them. Without `linkedAt` it waits for an administrator and opens nothing. */
@Entity('person_identity')
@Check('CHK_person_identity_provider', `"provider" IN ('oidc', 'saml')`)
@Index('UQ_person_identity_subject', ['provider', 'issuer', 'subject'], { unique: true })
@Index('IDX_person_identity_person_id', ['personId'])
export class PersonIdentity {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) personId: string;
  @Column({ type: 'text' }) provider: 'oidc' | 'saml';
  @Column({ type: 'text' }) issuer: string;
  @Column({ type: 'text' }) subject: string;
  /** What they call themselves there. */
  @Column({ type: 'text' }) name: string;
  /** The level of assurance of the last sign-in. */
  @Column({ type: 'text', nullable: true }) level: string | null;
  @Column({ type: 'timestamptz' }) seenAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) linkedAt: Date | null;
  /** The administrator who confirmed it; null when the person used an invitation. */
  @Column({ type: 'uuid', nullable: true }) linkedBy: string | null;
}

/** A sign-in that has left for someone who vouches, and has not come back. It comes back once, and to the browser that left. */
@Entity('outside_sign_in')
@Index('IDX_outside_sign_in_expires_at', ['expiresAt'])
export class OutsideSignIn {
  /** OIDC's state or SAML's request id, hashed. */
  @PrimaryColumn({ type: 'text' }) idSha256: string;
  @Column({ type: 'text' }) provider: string;
  /** The hash of a cookie of the browser that left. */
  @Column({ type: 'text' }) bindingSha256: string;
  @Column({ type: 'text' }) nonce: string;
  /** PKCE's. */
  @Column({ type: 'text' }) verifier: string;
  /** The invitation that was being answered, by its token's hash. */
  @Column({ type: 'text', nullable: true }) linkSha256: string | null;
  /** The session, by the id of the list, whose person is to show again who they are. */
  @Column({ type: 'text', nullable: true }) againSession: string | null;
  @Column({ type: 'timestamptz' }) begunAt: Date;
  @Column({ type: 'timestamptz' }) expiresAt: Date;
}

/** An assertion that has been used; its id is kept until the assertion itself is past. */
@Entity('assertion_seen')
@Index('IDX_assertion_seen_until', ['until'])
export class AssertionSeen {
  @PrimaryColumn({ type: 'text' }) idSha256: string;
  @Column({ type: 'timestamptz' }) until: Date;
}

/** A token by which a program acts for a person, within some of that person's permissions. */
@Entity('api_token')
@Index('UQ_api_token_token_sha256', ['tokenSha256'], { unique: true })
@Index('IDX_api_token_person_id', ['personId'])
export class ApiToken {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) personId: string;
  @Column({ type: 'text' }) name: string;
  @Column({ type: 'text' }) tokenSha256: string;
  @Column({ type: 'text', array: true }) permissions: string[];
  @Column({ type: 'timestamptz' }) createdAt: Date;
  @Column({ type: 'timestamptz' }) expiresAt: Date;
  @Column({ type: 'timestamptz', nullable: true }) revokedAt: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) lastUsedAt: Date | null;
}

/** The tables of sign-in beside the accounts themselves. */
export const signInEntities = [TotpSecret, RecoveryCode, Passkey, PersonIdentity, OutsideSignIn, AssertionSeen, ApiToken];
