import { type MigrationInterface, type QueryRunner } from 'typeorm';

const reference = (column: string, to: string, key = 'id') =>
  `ALTER TABLE "publication" ADD CONSTRAINT "FK_publication_${column}" FOREIGN KEY ("${column}") REFERENCES "${to}"("${key}") ON DELETE NO ACTION ON UPDATE NO ACTION`;

const statements = [
  `CREATE TABLE "publication" (
    "id" uuid NOT NULL, "case_id" uuid NOT NULL, "signed_sha256" text NOT NULL,
    "proposed_by" uuid NOT NULL, "proposed_for" uuid, "proposed_at" timestamptz NOT NULL,
    "released_by" uuid, "released_for" uuid, "released_at" timestamptz,
    "ended_by" uuid, "ended_at" timestamptz,
    CONSTRAINT "CHK_publication_released" CHECK (num_nonnulls("released_by", "released_at") <> 1 AND ("released_for" IS NULL OR "released_by" IS NOT NULL)),
    CONSTRAINT "CHK_publication_two_persons" CHECK ("released_by" IS NULL OR ("released_by" <> "proposed_by"
      AND "released_by" IS DISTINCT FROM "proposed_for" AND "released_for" IS DISTINCT FROM "proposed_by"
      AND ("released_for" IS NULL OR "released_for" IS DISTINCT FROM "proposed_for"))),
    CONSTRAINT "PK_publication" PRIMARY KEY ("id")
  )`,
  reference('case_id', 'response_case'),
  reference('signed_sha256', 'stored_file', 'sha256'),
  ...['proposed_by', 'proposed_for', 'released_by', 'released_for', 'ended_by'].map((column) => reference(column, 'person')),
  `CREATE UNIQUE INDEX "UQ_publication_open" ON "publication" ("case_id") WHERE "ended_at" IS NULL`,
  // What is never public: a case that is closed, or answers a hearing that is closed or a pre-hearing. One place for the trigger and every query.
  `CREATE FUNCTION publication_barred(wanted uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
     SELECT EXISTS (SELECT 1 FROM response_case c WHERE c.id = wanted AND c.confidential)
       OR EXISTS (SELECT 1 FROM hearing h WHERE (h.confidential OR h.round = 'pre-hearing')
         AND (h.id IN (SELECT l.hearing_id FROM case_hearing l WHERE l.case_id = wanted) OR h.id = (SELECT c.hearing_id FROM response_case c WHERE c.id = wanted)))
   $$`,
  `CREATE FUNCTION guard_publication() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'UPDATE' AND ((NEW.id, NEW.case_id, NEW.signed_sha256, NEW.proposed_by, NEW.proposed_for, NEW.proposed_at)
         IS DISTINCT FROM (OLD.id, OLD.case_id, OLD.signed_sha256, OLD.proposed_by, OLD.proposed_for, OLD.proposed_at)
       OR OLD.ended_at IS NOT NULL
       OR OLD.released_at IS NOT NULL AND (NEW.released_by, NEW.released_for, NEW.released_at)
         IS DISTINCT FROM (OLD.released_by, OLD.released_for, OLD.released_at))
     THEN RAISE EXCEPTION 'what was said of a publication is never changed' USING ERRCODE = 'restrict_violation'; END IF;
     IF TG_OP = 'INSERT' AND NEW.released_at IS NOT NULL
     THEN RAISE EXCEPTION 'a publication is proposed before it is released' USING ERRCODE = 'check_violation'; END IF;
     IF NEW.ended_at IS NULL AND (publication_barred(NEW.case_id) OR NOT EXISTS (SELECT 1 FROM response_case c
         WHERE c.id = NEW.case_id AND c.state IN ('sent', 'acknowledged') AND c.signed_sha256 = NEW.signed_sha256))
     THEN RAISE EXCEPTION 'the letter of this case may not be public' USING ERRCODE = 'check_violation'; END IF;
     RETURN NEW;
   END $$`,
  'CREATE TRIGGER "publication_guarded" BEFORE INSERT OR UPDATE ON "publication" FOR EACH ROW EXECUTE FUNCTION guard_publication()',
  'GRANT SELECT, INSERT ON publication TO genmaele_app',
  'GRANT UPDATE ("released_by", "released_for", "released_at", "ended_by", "ended_at") ON publication TO genmaele_app',
];

/** Letters that were sent and are made public, each by two persons. */
export class Publications1796774400000 implements MigrationInterface {
  readonly name = 'Publications1796774400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** One direction only: a released migration is followed by another, never taken back. */
  async down(): Promise<void> {
    throw new Error('Genmæle migrates in one direction');
  }
}
