import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What a reading of a bill holds beside the rows of `provision`. Bills that were read before are read once more. */
const statements = [
  `CREATE TABLE "bill_reading" (
    "hearing_id" uuid NOT NULL, "format" text NOT NULL, "beside" jsonb NOT NULL, "nodes" jsonb NOT NULL, "read_at" timestamptz NOT NULL,
    CONSTRAINT "PK_bill_reading" PRIMARY KEY ("hearing_id")
  )`,
  `ALTER TABLE "bill_reading" ADD CONSTRAINT "FK_bill_reading_hearing_id" FOREIGN KEY ("hearing_id") REFERENCES "hearing"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `GRANT SELECT, INSERT, DELETE ON "bill_reading" TO genmaele_app`,
  `INSERT INTO work (id, queue, job, payload, subject, once, state, most_tries, created_at, due_at, ring_at)
   SELECT gen_random_uuid(), 'intake', 'bill.read', jsonb_build_object('hearingId', id), 'hearing:' || id, 'bill.read:' || id || ':0002', 'ready', 5,
          now(), now(), now()
   FROM hearing WHERE state = 'read'`,
];

/** Keeps the whole reading of a bill. */
export class BillReading1795392000000 implements MigrationInterface {
  readonly name = 'BillReading1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
