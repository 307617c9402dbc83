import { type MigrationInterface, type QueryRunner } from 'typeorm';

const statements = [
  'ALTER TABLE "approval" ALTER COLUMN "person_id" DROP NOT NULL',
  'ALTER TABLE "approval" ALTER COLUMN "role" DROP NOT NULL',
  'ALTER TABLE "approval" ADD "decision_id" uuid',
  'ALTER TABLE "approval" ADD "decision_text" text',
  `ALTER TABLE "approval" ADD CONSTRAINT "FK_approval_decision_id" FOREIGN KEY ("decision_id") REFERENCES "committee_decision"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "approval" ADD CONSTRAINT "CHK_approval_person_or_body" CHECK (num_nonnulls("person_id", "role") = 2 AND num_nonnulls("decision_id", "decision_text") = 0
     OR num_nonnulls("person_id", "role", "for_person_id", "stand_in_id") = 0 AND num_nonnulls("decision_id", "decision_text") = 2)`,
  'CREATE UNIQUE INDEX "UQ_approval_decision" ON "approval" ("decision_id", "chain_id", "step_id")',
];

/** A step of a chain may be taken by what a body decided. */
export class BodySteps1796342400000 implements MigrationInterface {
  readonly name = 'BodySteps1796342400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
