import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseView } from '@genmaele/cases';
import {
  makeDevelopmentAuthority,
  readCertificates,
  letterLook,
  renderApprovedLetter,
  signRenderedLetter,
  type SignRequest,
  verifyPdfSignatures,
} from '@genmaele/documents';
import { openLog, readEnvironment } from '@genmaele/platform';
import { caseIn, openTestHouse, runWorkOf, testHandlers, type TestHouse, testStart } from '@genmaele/testing';
import { openSigning, type SignLetter } from './signing.js';
import { listenOnSocket } from './socket-server.js';

let house: TestHouse;
let folder: string;
let server: Server;
let sign: SignLetter;
let request: SignRequest;
let other: SignRequest;
const logged: string[] = [];
const answers: string[] = [];
const socket = () => join(folder, 's');

/** A rendered letter whose signing a worker has begun: what that worker asks. */
async function begunLetter(): Promise<SignRequest> {
  const render = testHandlers(house);
  const handlers = {
    ...render,
    'letter.render': ((payload, context) =>
      renderApprovedLetter(house.database, payload, { mark: 'test', look: letterLook() }, context)) as (typeof render)['letter.render'],
  };
  const { id } = await caseIn(house, 'rendered', {}, handlers);
  const { rows } = await house.owner.query<SignRequest>(
    `UPDATE work w SET state = 'leased', attempt = 1, lease_until = now() + interval '1 hour' FROM letter l
     WHERE l.case_id = $1 AND w.job = 'letter.sign' AND w.subject = $2
     RETURNING w.id AS "workId", w.attempt, l.id AS "letterId", l.approval_id AS "approvalId"`,
    [id, `case:${id}`],
  );
  return rows[0]!;
}

beforeAll(async () => {
  house = await openTestHouse();
  house.clock.set(testStart);
  folder = mkdtempSync(join(tmpdir(), 'genmaele-forged-'));
  await makeDevelopmentAuthority(join(folder, 'keys'), { now: testStart });
  const env = readEnvironment({ NODE_ENV: 'test', DATABASE_URL: process.env['DATABASE_URL'], SIGNER_KEY_DIR: join(folder, 'keys') });
  const log = openLog('signer', 'debug', { write: (line: string) => void logged.push(line) });
  sign = await openSigning(env, house.database, house.clock, log);
  server = await listenOnSocket(socket(), sign);
  [request, other] = [await begunLetter(), await begunLetter()];
}, 120_000);
afterAll(async () => {
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true });
  await house.close();
});

/** What the signer answers to these bytes; a connection that is cut is told as such. */
function said(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const client = connect(socket(), () => client.end(bytes));
    client.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    client.on('error', () => resolve('cut'));
    client.on('close', () => {
      answers.push(text);
      const answer = text && (JSON.parse(text) as { refused?: string; signed?: string });
      resolve(answer ? (answer.refused ?? (answer.signed ? 'signed' : text)) : 'cut');
    });
  });
}
const asked = (what: object) => said(`${JSON.stringify(what)}\n`);

/** Runs with one value of a row changed behind the application's back, and puts it back. */
async function withChanged<T>(table: string, where: string, column: string, value: unknown, work: () => Promise<T>): Promise<T> {
  const set = (to: unknown) => house.owner.query(`UPDATE ${table} SET ${column} = $1 WHERE ${where}`, [to]);
  const { rows } = await house.owner.query<{ before: unknown }>(`SELECT ${column} AS before FROM ${table} WHERE ${where}`);
  const before = rows[0]!.before;
  await house.owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  try {
    await set(value);
    return await work();
  } finally {
    await set(typeof before === 'object' && before !== null && !(before instanceof Date) ? JSON.stringify(before) : before);
    await house.owner.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  }
}

const misunderstood = 'anmodningen kan ikke forstås';

describe('the signer does not understand, and signs nothing for', () => {
  it.each<[string, () => string | Buffer]>([
    ['nothing at all', () => ''],
    ['an empty line', () => '\n'],
    ['words', () => 'underskriv, tak\n'],
    ['a list', () => '[]\n'],
    ['null', () => 'null\n'],
    ['no approval', () => JSON.stringify({ ...request, approvalId: undefined })],
    ['no try', () => JSON.stringify({ ...request, attempt: undefined })],
    ['a try of no number', () => JSON.stringify({ ...request, attempt: '1' })],
    ['a try of zero', () => JSON.stringify({ ...request, attempt: 0 })],
    ['a letter that is no id', () => JSON.stringify({ ...request, letterId: "' OR 1=1 --" })],
    ['the bytes to sign instead of an id', () => JSON.stringify({ ...request, pdf: 'JVBERi0xLjcK' })],
    ['a hash to believe', () => JSON.stringify({ ...request, renderedSha256: 'a'.repeat(64) })],
    ['a level to lower', () => JSON.stringify({ ...request, level: 'B-B' })],
    ['two requests on one line', () => JSON.stringify([request, other])],
    ['a request longer than any', () => JSON.stringify({ ...request, letterId: 'x'.repeat(5000) })],
    ['a long tail of blanks', () => JSON.stringify(request) + ' '.repeat(2000)],
    ['an HTTP request', () => 'POST / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['bytes of no text', () => Buffer.from('fffe00ff0d0a', 'hex')],
  ])('%s', async (_, bytes) => {
    expect(await said(bytes())).toBe(misunderstood);
  });
});

describe('the signer looks for itself and refuses', () => {
  it.each<[string, () => object, string]>([
    ['a letter that is not there', () => ({ ...request, letterId: randomUUID() }), 'brevet findes ikke'],
    ['an approval of another letter', () => ({ ...request, approvalId: other.approvalId }), 'brevet hører til en anden godkendelse'],
    ['an approval that is not there', () => ({ ...request, approvalId: randomUUID() }), 'brevet hører til en anden godkendelse'],
    [
      'a letter of another case, by the work of this one',
      () => ({ ...other, workId: request.workId }),
      'ingen er i gang med at få brevet underskrevet',
    ],
    ['a call by somebody who holds no work', () => ({ ...request, workId: randomUUID() }), 'ingen er i gang med at få brevet underskrevet'],
    ['a try that has not begun', () => ({ ...request, attempt: 2 }), 'ingen er i gang med at få brevet underskrevet'],
  ])('%s', async (_, forged, reason) => {
    expect(await asked(forged())).toBe(reason);
  });

  const ofLetter = () => `id = '${request.letterId}'`;
  const ofCase = () => `letter_id = '${request.letterId}'`;
  const ofApproval = () => `id = '${request.approvalId}'`;
  const ofVersion = () => `id = (SELECT version_id FROM approval WHERE ${ofApproval()})`;
  const ofWork = () => `id = '${request.workId}'`;
  const ofRole = () => `person_id = '${house.people.chair.id}'`;

  it.each<[string, string, () => string, string, () => unknown, string]>([
    ['a letter whose case is not at signing', 'response_case', ofCase, 'state', () => 'drafting', 'sagen venter ikke på en underskrift'],
    ['a case whose approval was withdrawn', 'response_case', ofCase, 'approval_id', () => null, 'godkendelsen er trukket tilbage'],
    [
      'an approval of another case',
      'approval',
      ofApproval,
      'case_id',
      () => otherCase,
      'godkendelse, version og brev hører ikke til samme sag',
    ],
    ['a version that was superseded', 'response_case', ofCase, 'current_version_id', () => null, 'der er kommet en nyere version'],
    [
      'a case that holds another approved hash',
      'response_case',
      ofCase,
      'approved_sha256',
      () => 'a'.repeat(64),
      'det godkendte er en anden version',
    ],
    [
      'a letter made of another version',
      'letter',
      ofLetter,
      'version_sha256',
      () => 'b'.repeat(64),
      'brevet er dannet af en anden version',
    ],
    [
      'a case that holds another rendered hash',
      'response_case',
      ofCase,
      'rendered_sha256',
      () => 'c'.repeat(64),
      'brevet er ikke det, sagen har',
    ],
    [
      'a version whose words were changed',
      'draft_version',
      ofVersion,
      'attachments',
      () => '["falsk"]',
      'versionens tekst svarer ikke til dens hash',
    ],
    [
      'an approval by the author',
      'draft_version',
      ofVersion,
      'author_id',
      () => house.people.chair.id,
      'den, der godkendte, skrev selv udkastet',
    ],
    [
      'an approval by nobody who may',
      'approval',
      ofApproval,
      'person_id',
      () => house.people.secretary.id,
      'den, der godkendte, havde ikke rollen, da det skete',
    ],
    [
      'an approval by the chair of another committee',
      'approval',
      ofApproval,
      'person_id',
      () => house.people.foreignChair.id,
      'den, der godkendte, havde ikke rollen, da det skete',
    ],
    [
      'a role that had ended',
      'role_grant',
      ofRole,
      'valid_to',
      () => new Date(testStart.getTime() - 1000),
      'den, der godkendte, havde ikke rollen, da det skete',
    ],
    [
      'a role that had not begun',
      'role_grant',
      ofRole,
      'valid_from',
      () => new Date('2027-01-01T00:00:00Z'),
      'den, der godkendte, havde ikke rollen, da det skete',
    ],
    ['a role that is another', 'role_grant', ofRole, 'role', () => 'dispatcher', 'den, der godkendte, havde ikke rollen, da det skete'],
    ['a work that is done', 'work', ofWork, 'state', () => 'done', 'ingen er i gang med at få brevet underskrevet'],
    ['a work that is another job', 'work', ofWork, 'job', () => 'letter.send', 'ingen er i gang med at få brevet underskrevet'],
    [
      'a work whose lease has run out',
      'work',
      ofWork,
      'lease_until',
      () => new Date('2020-01-01T00:00:00Z'),
      'ingen er i gang med at få brevet underskrevet',
    ],
  ])('%s', async (_, table, where, column, value, reason) => {
    expect(await withChanged(table, where(), column, value(), () => asked(request))).toBe(reason);
  });

  let otherCase: string;
  beforeAll(async () => {
    const [row] = await house.rows<{ case_id: string }>('SELECT case_id FROM letter WHERE id = $1', [other.letterId]);
    otherCase = row!.case_id;
  });

  it('the same try twice, and a letter that is signed already', async () => {
    expect([await asked(request), await asked(request)]).toEqual(['signed', 'anmodningen er brugt før']);
    const file = `(SELECT rendered_sha256 FROM letter WHERE id = '${request.letterId}')`;
    const [{ sha256 }] = (await house.rows<{ sha256: string }>(`SELECT ${file} AS sha256`)) as [{ sha256: string }];
    const again = () => withChanged('letter', ofLetter(), 'signed_sha256', sha256, () => asked({ ...request, attempt: 1 }));
    expect(await again()).toBe('brevet er allerede underskrevet');
  });
});

describe('an honest worker', () => {
  it('gets a signature that holds by the real way, once its own try has begun', async () => {
    const roots = await readCertificates(join(folder, 'keys', 'root.pem'));
    const { id } = await caseIn(
      house,
      'rendered',
      {},
      {
        ...testHandlers(house),
        'letter.render': (payload, context) => renderApprovedLetter(house.database, payload, { mark: 'test', look: letterLook() }, context),
      },
    );
    await runWorkOf(house, id, 'letter.sign', {
      ...testHandlers(house),
      'letter.sign': (payload, context) => signRenderedLetter(house.database, payload, { socket: socket(), roots }, context),
    });
    expect((await caseView(house.database, id)).state).toBe('signed');
    const signed = JSON.parse(answers.find((text) => text.includes('"signed"'))!) as { signed: string };
    expect(verifyPdfSignatures(Buffer.from(signed.signed, 'base64'), roots)).toMatchObject([{ valid: true }]);
  });
});

describe('the private key', () => {
  it('is in no answer, no log, no environment and no table', async () => {
    const pem = readFileSync(join(folder, 'keys', 'seal.key.pem'), 'latin1');
    const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    const secret = der.subarray(der.indexOf(Buffer.from('0420', 'hex')) + 2).subarray(0, 32);
    const canaries = [secret.toString('hex'), secret.toString('base64').slice(0, 40), der.toString('base64').slice(60, 100)];
    const tables = await house.rows<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`);
    const dumped: string[] = [];
    for (const { name } of tables) {
      const { rows } = await house.owner.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`);
      dumped.push(...rows.map(({ row }) => row));
    }
    const everywhere = [
      ...dumped,
      ...answers.map((text) =>
        text.includes('"signed"') ? Buffer.from((JSON.parse(text) as { signed: string }).signed, 'base64').toString('hex') : text,
      ),
      ...answers,
      ...logged,
      JSON.stringify(process.env),
    ].join('\n');
    expect(everywhere.length).toBeGreaterThan(10_000);
    expect(canaries.filter((canary) => everywhere.includes(canary))).toEqual([]);
    expect(`${everywhere}${canaries[0]!}`).toContain(secret.toString('hex'));
  });
});
