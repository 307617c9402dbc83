import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When a part of the system that must never fall silent last said it was alive. */
@Entity('heartbeat')
export class Heartbeat {
  @PrimaryColumn({ type: 'text' }) name: string;
  @Column({ type: 'timestamptz' }) at: Date;
}
