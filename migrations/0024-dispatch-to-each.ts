import { type MigrationInterface, type QueryRunner } from 'typeorm';

const statements = [
  'ALTER TABLE "dispatch" ADD "sending_id" uuid',
  'ALTER TABLE "dispatch" ADD "round" integer',
  `UPDATE "dispatch" d SET "sending_id" = d."id", "round" = n."round" FROM (
     SELECT "id", row_number() OVER (PARTITION BY "letter_id", lower("recipient") ORDER BY "created_at", "id") AS "round" FROM "dispatch") n WHERE n."id" = d."id"`,
  'ALTER TABLE "dispatch" ALTER COLUMN "sending_id" SET NOT NULL',
  'ALTER TABLE "dispatch" ALTER COLUMN "round" SET NOT NULL',
  'ALTER TABLE "dispatch" DROP CONSTRAINT "CHK_dispatch_state"',
  `ALTER TABLE "dispatch" ADD CONSTRAINT "CHK_dispatch_state" CHECK ("state" IN ('sending', 'committing', 'sent', 'uncertain', 'refused', 'returned'))`,
  'CREATE UNIQUE INDEX "UQ_dispatch_sending_recipient" ON "dispatch" ("sending_id", "recipient")',
];

/** A letter goes to everyone by a mail each: a sending has a dispatch for every address. */
export class DispatchToEach1797206400000 implements MigrationInterface {
  readonly name = 'DispatchToEach1797206400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
