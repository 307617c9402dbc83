import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseView, type CaseView } from '@genmaele/cases';
import { sha256 } from '@genmaele/contracts';
import { type JobContext, type JobHandlers } from '@genmaele/jobs';
import { readFile } from '@genmaele/platform';
import { act, caseIn, openTestHouse, runWorkOf, testHandlers, type TestHouse, testRunner, testStart } from '@genmaele/testing';
import { letterLook, renderApprovedLetter, signRenderedLetter } from './index.js';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

const realRender: JobHandlers['letter.render'] = (payload, context) =>
  renderApprovedLetter(house.database, payload, { mark: 'test', look: letterLook() }, context);
/** Renders as the worker does, with something happening between the drawing and the writing down. */
const renderWhile =
  (meanwhile: () => Promise<unknown>): JobHandlers['letter.render'] =>
  (payload, context) => {
    const finish = (async (effect) => (await meanwhile(), context.finish(effect))) as JobContext['finish'];
    return realRender(payload, { ...context, finish });
  };

const withdraw = (id: string) => act(house, id, 'withdraw-approval', house.people.chair, { comment: 'Vent.' });
async function approveAgain({ id, currentVersion }: CaseView): Promise<void> {
  const seen = currentVersion!.sha256;
  await act(house, id, 'submit', house.people.officer, { seen });
  await act(house, id, 'recommend', house.people.secretary, { seen });
  await act(house, id, 'approve', house.people.chair, { seen });
}
const handlersWith = (render: JobHandlers['letter.render']): JobHandlers => ({ ...testHandlers(house), 'letter.render': render });
const statesOf = async (id: string, job: string) =>
  (
    await house.rows<{ state: string }>('SELECT state FROM work WHERE subject = $1 AND job = $2 ORDER BY created_at, once', [
      `case:${id}`,
      job,
    ])
  ).map((row) => row.state);

describe('the letter of an approval', () => {
  it('is drawn from the approved version and kept by its hash', async () => {
    const { id, approvedSha256 } = await caseIn(house, 'approved');
    await runWorkOf(house, id, 'letter.render', handlersWith(realRender));
    const view = await caseView(house.database, id);
    const [letter] = await house.rows<{ version_sha256: string; rendered_sha256: string }>('SELECT * FROM letter WHERE case_id = $1', [id]);
    expect([view.state, letter!.version_sha256, letter!.rendered_sha256]).toEqual(['rendered', approvedSha256, view.renderedSha256]);
    const { bytes } = await readFile(house.database, view.renderedSha256!);
    expect([bytes.subarray(0, 5).toString(), sha256(bytes)]).toEqual(['%PDF-', view.renderedSha256]);
  }, 60_000);

  it('that is taken back while it is drawn is kept by nobody, and that is no failure', async () => {
    const { id } = await caseIn(house, 'approved');
    await runWorkOf(house, id, 'letter.render', handlersWith(renderWhile(() => withdraw(id))));
    expect([(await caseView(house.database, id)).state, await statesOf(id, 'letter.render')]).toEqual(['drafting', ['done']]);
    expect(await house.rows('SELECT 1 FROM letter WHERE case_id = $1', [id])).toEqual([]);
  }, 60_000);

  it('does not take the place of a later approval of the same text', async () => {
    const view = await caseIn(house, 'approved');
    const meanwhile = async () => (await withdraw(view.id), await approveAgain(view));
    const [work] = await house.rows<{ id: string }>(`SELECT id FROM work WHERE subject = $1 AND job = 'letter.render'`, [
      `case:${view.id}`,
    ]);
    await testRunner(house, { changed: { 'letter.render': renderWhile(meanwhile) } }).run(work!.id);
    expect((await caseView(house.database, view.id)).state).toBe('approved');
    await runWorkOf(house, view.id, 'letter.render', handlersWith(realRender));
    const [letter] = await house.rows<{ wanted: boolean }>(
      'SELECT l.approval_id = c.approval_id AS wanted FROM letter l JOIN response_case c ON c.letter_id = l.id WHERE c.id = $1',
      [view.id],
    );
    expect([(await caseView(house.database, view.id)).state, letter!.wanted]).toEqual(['rendered', true]);
  }, 60_000);
});

describe('the signing of a letter', () => {
  let folder: string;
  let signer: Server | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'genmaele-signer-'));
  });
  afterEach(async () => {
    await new Promise((resolve) => (signer ? signer.close(resolve) : resolve(undefined)));
    signer = undefined;
    rmSync(folder, { recursive: true });
  });

  /** A signer that answers every request with this line. */
  async function signerThatSays(
    answer: object | string,
    meanwhile: () => Promise<unknown> = async () => undefined,
  ): Promise<JobHandlers['letter.sign']> {
    const socket = join(folder, 's');
    const line = typeof answer === 'string' ? answer : JSON.stringify(answer);
    signer = createServer({ allowHalfOpen: true }, (client) =>
      client.on('data', () => void meanwhile().then(() => client.end(`${line}\n`))),
    );
    await new Promise<void>((resolve) => signer!.listen(socket, resolve));
    return (payload, context) => signRenderedLetter(house.database, payload, { socket, roots: [] }, context);
  }

  async function signWith(id: string, sign: JobHandlers['letter.sign']): Promise<{ state: string; work: string; error: string | null }> {
    await runWorkOf(house, id, 'letter.sign', { ...testHandlers(house), 'letter.sign': sign });
    const [work] = await house.rows<{ state: string; last_error: string | null }>(
      `SELECT * FROM work WHERE subject = $1 AND job = 'letter.sign'`,
      [`case:${id}`],
    );
    return { state: (await caseView(house.database, id)).state, work: work!.state, error: work!.last_error };
  }

  it('waits for a signer that is away, and for one that speaks nonsense', async () => {
    const { id } = await caseIn(house, 'rendered');
    const nobody: JobHandlers['letter.sign'] = (payload, context) =>
      signRenderedLetter(house.database, payload, { socket: join(folder, 'none'), roots: [] }, context);
    expect(await signWith(id, nobody)).toEqual({ state: 'rendered', work: 'ready', error: 'signature.unavailable' });
    house.clock.move(60_000);
    expect(await signWith(id, await signerThatSays('hej'))).toEqual({ state: 'rendered', work: 'ready', error: 'signature.unavailable' });
  });

  it('is given up when the signer looked and refused', async () => {
    const { id } = await caseIn(house, 'rendered');
    const outcome = await signWith(id, await signerThatSays({ refused: 'grundlaget holder ikke' }));
    expect(outcome).toEqual({ state: 'rendered', work: 'dead', error: 'signature.not-permitted' });
  });

  it('ends quietly when the approval was taken back while the signer looked', async () => {
    const { id } = await caseIn(house, 'rendered');
    const outcome = await signWith(id, await signerThatSays({ refused: 'trukket tilbage' }, () => withdraw(id)));
    expect(outcome).toEqual({ state: 'drafting', work: 'done', error: null });
  });

  it('takes no other bytes than the rendered with a signature that holds', async () => {
    const { id, renderedSha256 } = await caseIn(house, 'rendered');
    const rendered = (await readFile(house.database, renderedSha256!)).bytes;
    const said = (bytes: Buffer) => ({ signed: bytes.toString('base64'), signerName: 'x', level: 'B-B', at: '2026-11-23T08:00:00.000Z' });
    expect(await signWith(id, await signerThatSays(said(Buffer.from('%PDF-1.7 et andet brev'))))).toMatchObject({
      work: 'dead',
      error: 'letter.chain-broken',
    });
    const other = await caseIn(house, 'rendered');
    await new Promise((resolve) => signer!.close(resolve));
    const forOther = (await readFile(house.database, other.renderedSha256!)).bytes;
    expect(sha256(forOther)).not.toBe(sha256(rendered));
    const outcome = await signWith(other.id, await signerThatSays(said(Buffer.concat([forOther, Buffer.from('% ingen underskrift')]))));
    expect(outcome).toEqual({ state: 'rendered', work: 'dead', error: 'signature.refused' });
  });
});
