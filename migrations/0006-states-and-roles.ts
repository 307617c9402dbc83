import { type MigrationInterface, type QueryRunner } from 'typeorm';

const statements = [
  'ALTER TABLE "response_case" DROP CONSTRAINT "CHK_response_case_state"',
  `UPDATE "response_case" SET "state" = 'in-approval' WHERE "state" = 'awaiting-chair'`,
  `ALTER TABLE "response_case" ADD CONSTRAINT "CHK_response_case_state" CHECK ("state" IN ('opened', 'drafting', 'in-committee', 'in-approval', 'approved', 'rendered', 'signed', 'sending', 'uncertain', 'sent', 'acknowledged', 'not-answered', 'joined', 'lapsed'))`,
];

/** A case waits for whoever its chain of approval names, not for a chair alone; it may be joined to another, or lapse with its hearing. */
export class StatesAndRoles1795651200000 implements MigrationInterface {
  readonly name = 'StatesAndRoles1795651200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
