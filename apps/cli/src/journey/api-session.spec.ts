import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { ApiProblem, ApiSession } from './api-session.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let asked: string[];
let answers: Answer[];
let session: ApiSession;

const json =
  (status: number, body: object): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
const hangUp: Answer = (request) => void request.socket.destroy();

beforeEach(async () => {
  [asked, answers] = [[], []];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.cookie ?? ''}`.trim());
    request.resume().on('end', () => (answers.shift() ?? json(200, {}))(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  session = new ApiSession(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { patienceMs: 2000, pollMs: 10 });
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('a session with the api', () => {
  it('keeps the cookie it was given', async () => {
    answers = [(_request, response) => response.setHeader('set-cookie', 'genmaele=abc; Path=/; HttpOnly').end('{}')];
    await session.post('/sign-in', {});
    await session.get('/me');
    expect(asked).toEqual(['POST /sign-in', 'GET /me genmaele=abc']);
  });

  it('asks again when the line breaks before the answer', async () => {
    answers = [hangUp, hangUp, json(200, { id: 1 })];
    expect(await session.post('/cases', {})).toEqual({ id: 1 });
    expect(asked).toHaveLength(3);
  });

  it('asks again after a failure that may pass', async () => {
    answers = [json(500, { code: 'request.failed' }), json(503, {}), json(200, { ok: true })];
    expect(await session.get('/cases')).toEqual({ ok: true });
  });

  it('does not ask again when the code says that it is no use', async () => {
    answers = [json(500, { code: 'letter.chain-broken', title: 'Brevet blev standset.' })];
    await expect(session.get('/cases')).rejects.toMatchObject({ status: 500, code: 'letter.chain-broken' });
    expect(asked).toHaveLength(1);
  });

  it('tells a refusal as the api told it, at once', async () => {
    answers = [
      json(409, {
        code: 'hearing.duplicate',
        title: 'Høringen er allerede modtaget.',
        why: 'Fordi.',
        todo: 'Gør.',
        facts: { hearingId: 'h' },
      }),
    ];
    const refusal = await session.post('/hearings', {}).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ApiProblem);
    expect(refusal).toMatchObject({ message: 'Høringen er allerede modtaget. Fordi. Gør.', problem: { facts: { hearingId: 'h' } } });
    expect(asked).toHaveLength(1);
  });

  it('loses patience in the end, and says that nobody answers', async () => {
    server.close();
    server.closeAllConnections();
    const impatient = new ApiSession(`http://127.0.0.1:1`, { patienceMs: 100, pollMs: 10 });
    await expect(impatient.get('/me')).rejects.toThrow(/API’et svarer ikke\. GET \/me: /);
  });

  it('sends files and fields as a form', async () => {
    let body = '';
    answers = [(_request, response) => void response.end('{}')];
    server.prependListener('request', (request: IncomingMessage) => request.on('data', (chunk: Buffer) => (body += chunk.toString())));
    await session.postForm('/hearings', { ministry: 'Æ' }, [
      { field: 'bill', name: 'lov.html', type: 'text/html', bytes: Buffer.from('<p>') },
    ]);
    expect(body).toContain('name="ministry"\r\n\r\nÆ');
    expect(body).toContain('name="bill"; filename="lov.html"\r\nContent-Type: text/html\r\n\r\n<p>');
  });
});
