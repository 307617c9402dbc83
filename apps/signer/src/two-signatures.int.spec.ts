import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actor } from '@genmaele/access';
import { caseView, setStandIn } from '@genmaele/cases';
import { type ChainStep, defaultChain } from '@genmaele/contracts';
import {
  checkPdf,
  drawLetter,
  letterFile,
  letterLook,
  letterOf,
  makeDevelopmentAuthority,
  readCertificates,
  renderApprovedLetter,
  signRenderedLetter,
  sourceOfDraft,
  verifyPdfSignatures,
} from '@genmaele/documents';
import { type JobHandlers } from '@genmaele/jobs';
import { openLog, readEnvironment } from '@genmaele/platform';
import { act, actorWith, caseIn, decideInBody, openTestHouse, runWorkOf, testHandlers, type TestHouse, testStart } from '@genmaele/testing';
import { openSigning } from './signing.js';
import { listenOnSocket } from './socket-server.js';

const steps: ChainStep[] = [
  { ...defaultChain[0]!, rank: 1 },
  { ...defaultChain[0]!, id: 'association-chair', name: 'Formandens godkendelse', rank: 2, by: ['association-chair'] },
];

let house: TestHouse;
let folder: string;
let server: Server;
let roots: readonly Uint8Array[];
let formand: Actor;
let standIn: Actor;

beforeAll(async () => {
  house = await openTestHouse();
  house.clock.set(testStart);
  formand = await actorWith(house.database, [{ role: 'association-chair' }], house.clock.now(), 'Anna Formand');
  standIn = await actorWith(house.database, [{ role: 'economist' }], house.clock.now(), 'Bo Bisidder');
  folder = mkdtempSync(join(tmpdir(), 'genmaele-two-'));
  await makeDevelopmentAuthority(join(folder, 'keys'), { now: testStart });
  const env = readEnvironment({ NODE_ENV: 'test', DATABASE_URL: process.env['DATABASE_URL'], SIGNER_KEY_DIR: join(folder, 'keys') });
  server = await listenOnSocket(join(folder, 's'), await openSigning(env, house.database, house.clock, openLog('signer', 'error')));
  roots = await readCertificates(join(folder, 'keys', 'root.pem'));
  await house.owner.query(
    `INSERT INTO approval_chain (id, kind, name, state, valid_from, steps, created_at) VALUES ($1, 'response', 'To formænd', 'in-force', '2026-01-01', $2, now())`,
    [randomUUID(), JSON.stringify(steps)],
  );
}, 120_000);
afterAll(async () => {
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true });
  await house.close();
});

const handlers = (): JobHandlers => ({
  ...testHandlers(house),
  'letter.render': (payload, context) => renderApprovedLetter(house.database, payload, { mark: 'test', look: letterLook() }, context),
  'letter.sign': (payload, context) => signRenderedLetter(house.database, payload, { socket: join(folder, 's'), roots }, context),
});

async function approvedByBoth(second: Actor): Promise<string> {
  const { id, currentVersion } = await caseIn(house, 'in-approval');
  await act(house, id, 'approve', house.people.chair, { seen: currentVersion!.sha256 });
  house.clock.move(60_000);
  await act(house, id, 'approve', second, { seen: currentVersion!.sha256 });
  await runWorkOf(house, id, 'letter.render', handlers());
  return id;
}

describe('a letter that two sign', () => {
  it('has a field for each before anybody approves', async () => {
    const { id } = await caseIn(house, 'in-approval');
    const look = letterLook();
    const drawn = drawLetter(letterOf(await sourceOfDraft(house.database, id, undefined, testStart, look), 'draft', look), look);
    expect(drawn.signatureFields).toEqual(['underskrift', 'underskrift-2']);
  });

  it('is certified by the chair and approved by the association’s chair, and both signatures hold', async () => {
    const id = await approvedByBoth(formand);
    await runWorkOf(house, id, 'letter.sign', handlers());
    expect((await caseView(house.database, id)).state).toBe('signed');
    const { bytes } = await letterFile(house.database, id);
    const reports = verifyPdfSignatures(bytes, roots);
    expect(reports.map(({ fieldName, valid }) => [fieldName, valid])).toEqual([
      ['underskrift', true],
      ['underskrift-2', true],
    ]);
    expect(checkPdf(bytes, { roots }).verdict).toBe('unchanged');
  });

  it('says for whom a stand-in signs', async () => {
    const body = { personId: formand.id, byPersonId: standIn.id, roles: [], committees: [], kinds: [], reason: 'Ferie' };
    const period = { validFrom: testStart.toISOString(), validTo: new Date(testStart.getTime() + 86_400_000).toISOString() };
    await house.tx((tx) => setStandIn(tx, { ...body, ...period }, { actor: house.people.secretary, now: testStart }));
    const id = await approvedByBoth(standIn);
    const [letter] = await house.rows<{ heard: Buffer }>(
      'SELECT f.bytes AS heard FROM letter l JOIN stored_file f ON f.sha256 = l.heard_sha256 WHERE l.case_id = $1',
      [id],
    );
    expect(letter!.heard.toString('utf8')).toContain('for Anna Formand, formand');
    await runWorkOf(house, id, 'letter.sign', handlers());
    expect((await caseView(house.database, id)).state).toBe('signed');
  });

  it.each<[string, string, unknown[]]>([
    [
      'the first approval was taken back',
      `INSERT INTO approval_void SELECT id, at, NULL FROM approval WHERE case_id = $1 AND step_id = 'chair'`,
      [],
    ],
    ['the chain asks for one more', `UPDATE approval_chain SET steps = $2 WHERE id = (SELECT chain_id FROM response_case WHERE id = $1)`, [JSON.stringify([...steps, { ...steps[1], id: 'third', rank: 3 }])]], // prettier-ignore
    ['the first was no chair', `UPDATE approval SET person_id = '$dispatcher' WHERE case_id = $1 AND step_id = 'chair'`, []],
    ['the stand-in stands in for nobody', `UPDATE approval SET person_id = '$dispatcher', for_person_id = person_id WHERE case_id = $1 AND step_id = 'chair'`, []], // prettier-ignore
  ])('is not signed by anybody when %s behind the application’s back', async (_, sql, more) => {
    const id = await approvedByBoth(formand);
    const { owner } = house;
    const { rows } = await owner.query<{ steps: unknown }>('SELECT n.id, n.steps FROM approval_chain n JOIN response_case c ON c.chain_id = n.id WHERE c.id = $1', [id]); // prettier-ignore
    for (const table of ['approval', 'approval_chain']) await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await owner.query(sql.replace('$dispatcher', house.people.dispatcher.id), [id, ...more]);
    await runWorkOf(house, id, 'letter.sign', handlers());
    await owner.query('UPDATE approval_chain SET steps = $2 WHERE id = (SELECT chain_id FROM response_case WHERE id = $1)', [id, JSON.stringify(rows[0]!.steps)]); // prettier-ignore
    for (const table of ['approval', 'approval_chain']) await owner.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    const { state, signedSha256 } = await caseView(house.database, id);
    expect([state, signedSha256]).toEqual(['rendered', null]);
  });
});

describe('a letter whose approval ends at the board', () => {
  const ending: ChainStep[] = [
    { ...defaultChain[0]!, rank: 1 },
    { ...defaultChain[0]!, id: 'board', name: 'Bestyrelsens godkendelse', rank: 2, by: [], body: 'board', signs: false },
  ];
  beforeAll(() =>
    house.owner.query(
      `INSERT INTO approval_chain (id, kind, name, state, valid_from, steps, created_at)
       VALUES ($1, 'response', 'Til bestyrelsen', 'in-force', '2026-01-01', $2, clock_timestamp())`,
      [randomUUID(), JSON.stringify(ending)],
    ),
  );

  async function decidedByBoard(): Promise<string> {
    house.clock.set(testStart);
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    await act(house, id, 'approve', house.people.chair, { seen: currentVersion!.sha256 });
    await decideInBody(house, id, 'bestyrelsen', 'approved');
    await runWorkOf(house, id, 'letter.render', handlers());
    return id;
  }

  it('is signed by the chair alone', async () => {
    const id = await decidedByBoard();
    await runWorkOf(house, id, 'letter.sign', handlers());
    expect((await caseView(house.database, id)).state).toBe('signed');
    const { bytes } = await letterFile(house.database, id);
    expect(verifyPdfSignatures(bytes, roots).map(({ fieldName, valid }) => [fieldName, valid])).toEqual([['underskrift', true]]);
  });

  it.each<[string, string]>([
    ['the board only noted it', `UPDATE committee_decision SET outcome = 'for-information' WHERE case_id = $1`],
    [
      'the board did not approve one of its points',
      `UPDATE committee_decision SET points = '[{"pointId":"1","outcome":"rejected"}]' WHERE case_id = $1`,
    ],
    ['the board had no quorum', 'UPDATE committee_decision SET quorate = false WHERE case_id = $1'],
    ['the board had another text before it', `UPDATE committee_decision SET version_sha256 = repeat('0', 64) WHERE case_id = $1`],
    ['it was another body', `UPDATE committee_decision SET committee_id = 'formandskabet' WHERE case_id = $1`],
    [
      'the decision was corrected',
      `INSERT INTO committee_decision (id, committee_id, meeting_id, item_id, case_id, version_sha256, outcome, points, participants, eligible, quorate, dissents, corrects, reason, at)
      SELECT gen_random_uuid(), committee_id, meeting_id, item_id, case_id, version_sha256, 'rejected', points, participants, eligible, quorate, dissents, id, 'Fejl', at FROM committee_decision WHERE case_id = $1`,
    ],
  ])('is not signed by anybody when %s behind the application’s back', async (_, sql) => {
    const id = await decidedByBoard();
    await house.owner.query('ALTER TABLE committee_decision DISABLE TRIGGER USER');
    await house.owner.query(sql, [id]);
    await house.owner.query('ALTER TABLE committee_decision ENABLE TRIGGER USER');
    await runWorkOf(house, id, 'letter.sign', handlers());
    expect(await caseView(house.database, id)).toMatchObject({ state: 'rendered', signedSha256: null });
  });
});
