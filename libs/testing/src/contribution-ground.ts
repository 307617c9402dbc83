import { type Actor } from '@genmaele/access';
import { type ContributionBody, type ContributionRequestBody } from '@genmaele/contracts';
import { askMunicipalities, type SavedVersion, writeContribution } from '@genmaele/contributions';
import { caseIn } from './test-case.js';
import { actorWith, type TestHouse } from './test-house.js';

/** The codes of the two municipalities of a test. */
export const odense = '461';
export const aarhus = '751';

/** A request about a case that is being drafted, with what each of the two municipalities is to write. */
export interface TestRequest {
  readonly caseId: string;
  readonly requestId: string;
  readonly odense: string;
  readonly aarhus: string;
}

/** What a test of contributions stands on: two municipalities, three contacts, and the room's own writers. */
export class ContributionGround {
  private constructor(
    private readonly house: TestHouse,
    readonly people: Readonly<Record<'ole' | 'oda' | 'aage', Actor>>,
  ) {}

  static async open(house: TestHouse): Promise<ContributionGround> {
    const contact = (name: string, municipalityCode: string) =>
      actorWith(house.database, [{ role: 'municipality-contact', municipalityCode }], house.clock.now(), name);
    const [ole, oda, aage] = await Promise.all([
      contact('Ole Odense', odense),
      contact('Oda Odense', odense),
      contact('Åge Aarhus', aarhus),
    ]);
    return new ContributionGround(house, { ole, oda, aage });
  }

  by(actor: Actor = this.house.people.officer) {
    return { actorId: actor.id, now: this.house.clock.now() };
  }

  viewer(actor: Actor, through?: Actor) {
    return { personId: actor.id, throughId: through?.id, now: this.house.clock.now() };
  }

  /** Asks about a case as the officer; the request's id. */
  ask(caseId: string, more: Partial<ContributionRequestBody> = {}): Promise<string> {
    const body = { question: 'Hvad koster det hos jer?', deadline: '2026-12-04T12:00', municipalities: [odense, aarhus], ...more };
    return this.house.tx((tx) => askMunicipalities(tx, caseId, body, this.by()));
  }

  /** Asks about a new case. */
  async asked(more: Partial<ContributionRequestBody> = {}): Promise<TestRequest> {
    const { id: caseId } = await caseIn(this.house, 'drafting');
    const requestId = await this.ask(caseId, more);
    const rows = await this.house.rows<{ id: string; code: string }>(
      'SELECT id, municipality_code AS code FROM contribution WHERE request_id = $1',
      [requestId],
    );
    const idOf = (code: string) => rows.find((row) => row.code === code)?.id ?? '';
    return { caseId, requestId, odense: idOf(odense), aarhus: idOf(aarhus) };
  }

  /** Writes a version, sent unless said otherwise, as the first contact of Odense unless another is named. */
  write(id: string, text: string, send = true, actor = this.people.ole, more: Partial<ContributionBody> = {}): Promise<SavedVersion> {
    return this.house.tx((tx) => writeContribution(tx, id, { text, provisions: [], send, ...more }, this.by(actor)));
  }
}
