import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Work that is due, among thousands that wait for a day to come: an alarm for each deadline, a reminder for each step. */
export class DueWork1796688000000 implements MigrationInterface {
  readonly name = 'DueWork1796688000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX "IDX_work_due" ON "work" ("due_at", "created_at") WHERE "state" = 'ready'`);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
