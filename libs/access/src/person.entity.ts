import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { type Role } from '@genmaele/contracts';

/** Someone who can sign in. */
@Entity('person')
@Index('UQ_person_email', ['email'], { unique: true })
export class Person {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  /** Lower case. */
  @Column({ type: 'text' }) email: string;
  @Column({ type: 'text' }) name: string;
  /** argon2id. */
  @Column({ type: 'text', select: false }) passwordHash: string;
  /** Made by the sample; such an account cannot sign in to a production start. */
  @Column({ type: 'boolean', default: false }) sample: boolean;
  @Column({ type: 'timestamptz', nullable: true }) disabledAt: Date | null;
  @Column({ type: 'timestamptz' }) createdAt: Date;
}

/** A role that a person holds from a day, until a day; for a chair and a secretary, in one committee. */
@Entity('role_grant')
@Check('CHK_role_grant_role', `"role" <> 'system'`)
@Index('IDX_role_grant_person_id', ['personId'])
export class RoleGrant {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid' }) @ForeignKey(() => Person) personId: string;
  @Column({ type: 'text' }) role: Role;
  @Column({ type: 'text', nullable: true }) committeeId: string | null;
  /** The ministry of a ministry's contact. */
  @Column({ type: 'text', nullable: true }) ministryId: string | null;
  /** The municipality of a municipality's contact, by its three digits. */
  @Column({ type: 'text', nullable: true }) municipalityCode: string | null;
  @Column({ type: 'timestamptz' }) validFrom: Date;
  @Column({ type: 'timestamptz', nullable: true }) validTo: Date | null;
}

/** A sign-in session, as connect-pg-simple keeps it; `sess` holds the person and the time of sign-in. */
@Entity('session')
@Index('IDX_session_expire', ['expire'])
export class SessionRow {
  @PrimaryColumn({ type: 'varchar' }) sid: string;
  @Column({ type: 'json' }) sess: object;
  @Column({ type: 'timestamp', precision: 6 }) expire: Date;
}
