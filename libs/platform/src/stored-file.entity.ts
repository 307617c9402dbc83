import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** A file kept by its SHA-256. Immutable: the database refuses change and removal by the application. */
@Entity('stored_file')
@Check('CHK_stored_file_sha256', `"sha256" ~ '^[0-9a-f]{64}$'`)
export class StoredFile {
  @PrimaryColumn({ type: 'text' }) sha256: string;
  @Column({ type: 'text' }) mediaType: string;
  @Column({ type: 'integer' }) byteSize: number;
  @Column({ type: 'bytea', select: false }) bytes: Buffer;
  @Column({ type: 'timestamptz' }) storedAt: Date;
}
