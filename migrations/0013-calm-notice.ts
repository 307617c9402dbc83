import { type MigrationInterface, type QueryRunner } from 'typeorm';

const reference = (table: string, column: string, to: string) =>
  `ALTER TABLE "${table}" ADD CONSTRAINT "FK_${table}_${column}" FOREIGN KEY ("${column}") REFERENCES "${to}"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`;

const notices = [
  'ALTER TABLE "notice" ADD "person_id" uuid',
  'ALTER TABLE "notice" ADD "topic" text',
  'ALTER TABLE "notice" ADD "task_id" uuid',
  'ALTER TABLE "notice" ADD "dropped_at" timestamptz',
  'ALTER TABLE "notice" ADD "send_at" timestamptz',
  'UPDATE "notice" SET "send_at" = "created_at"',
  'ALTER TABLE "notice" ALTER COLUMN "send_at" SET NOT NULL',
  reference('notice', 'person_id', 'person'),
  reference('notice', 'task_id', 'approval_task'),
  `CREATE INDEX "IDX_notice_topic" ON "notice" ("person_id", "topic")`,
  `CREATE TABLE "notice_setting" (
    "person_id" uuid NOT NULL, "digest_time" text NOT NULL, "weekdays" jsonb NOT NULL, "at_once" jsonb NOT NULL,
    "changed_at" timestamptz NOT NULL,
    CONSTRAINT "PK_notice_setting" PRIMARY KEY ("person_id")
  )`,
  reference('notice_setting', 'person_id', 'person'),
  `CREATE TABLE "notice_line" (
    "id" uuid NOT NULL, "person_id" uuid NOT NULL, "case_id" uuid, "topic" text NOT NULL, "occasion" text NOT NULL, "headline" text NOT NULL,
    "why" text NOT NULL, "due_at" timestamptz, "if_nothing" text NOT NULL, "created_at" timestamptz NOT NULL, "told_at" timestamptz,
    CONSTRAINT "PK_notice_line" PRIMARY KEY ("id")
  )`,
  reference('notice_line', 'person_id', 'person'),
  reference('notice_line', 'case_id', 'response_case'),
  `CREATE INDEX "IDX_notice_line_untold" ON "notice_line" ("person_id") WHERE "told_at" IS NULL`,
  `CREATE UNIQUE INDEX "UQ_notice_line_occasion" ON "notice_line" ("person_id", "occasion")`,
  `CREATE TABLE "digest" (
    "person_id" uuid NOT NULL, "day" date NOT NULL, "built_at" timestamptz NOT NULL, "lines" integer NOT NULL, "notice_id" uuid,
    CONSTRAINT "CHK_digest_lines" CHECK (("lines" = 0) = ("notice_id" IS NULL)),
    CONSTRAINT "PK_digest" PRIMARY KEY ("person_id", "day")
  )`,
  reference('digest', 'person_id', 'person'),
  reference('digest', 'notice_id', 'notice'),
  `CREATE TRIGGER "digest_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "digest" EXECUTE FUNCTION refuse_change()`,
  'GRANT SELECT, INSERT, UPDATE ON notice_setting TO genmaele_app',
  'GRANT SELECT, INSERT, UPDATE, DELETE ON notice_line TO genmaele_app',
  'GRANT SELECT, INSERT ON digest TO genmaele_app',
];

const calendars = [
  `CREATE TABLE "calendar_feed" (
    "id" uuid NOT NULL, "person_id" uuid NOT NULL, "secret_sha256" text NOT NULL, "created_at" timestamptz NOT NULL, "ended_at" timestamptz,
    CONSTRAINT "PK_calendar_feed" PRIMARY KEY ("id")
  )`,
  reference('calendar_feed', 'person_id', 'person'),
  `CREATE UNIQUE INDEX "UQ_calendar_feed_secret_sha256" ON "calendar_feed" ("secret_sha256")`,
  `CREATE UNIQUE INDEX "UQ_calendar_feed_person_id" ON "calendar_feed" ("person_id") WHERE "ended_at" IS NULL`,
  `CREATE TABLE "calendar_entry" (
    "person_id" uuid NOT NULL, "source" text NOT NULL, "content_sha256" text NOT NULL, "content" jsonb NOT NULL, "sequence" integer NOT NULL,
    "changed_at" timestamptz NOT NULL, "cancelled_at" timestamptz,
    CONSTRAINT "PK_calendar_entry" PRIMARY KEY ("person_id", "source")
  )`,
  reference('calendar_entry', 'person_id', 'person'),
  'GRANT SELECT, INSERT, UPDATE ON calendar_feed TO genmaele_app',
  'GRANT SELECT, INSERT, UPDATE ON calendar_entry TO genmaele_app',
];

/** One digest a day for each person, how they want to be told, and the calendar they may follow. */
export class CalmNotice1796256000000 implements MigrationInterface {
  readonly name = 'CalmNotice1796256000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...notices, ...calendars]) await runner.query(statement);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
