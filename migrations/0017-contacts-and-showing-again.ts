import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Which municipality a municipality's contact is of, and which session a sign-in elsewhere is to show again. */
export class ContactsAndShowingAgain1796601600000 implements MigrationInterface {
  readonly name = 'ContactsAndShowingAgain1796601600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "role_grant" ADD "municipality_code" text');
    await runner.query('ALTER TABLE "outside_sign_in" ADD "again_session" text');
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
