import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { readEnvironment } from './environment.js';
import { askOutside, isPublicAddress, onlyHostOf, type OutgoingRules, outgoingFetch, outgoingRules } from './outgoing.js';

let server: Server;
let port: number;
let asked: { url?: string; host?: string; method?: string; body: string }[];
let answer: RequestListener;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      asked.push({ url: request.url ?? '', host: request.headers.host ?? '', method: request.method ?? '', body });
      answer(request, response);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  port = (server.address() as AddressInfo).port;
});
beforeEach(() => {
  asked = [];
  answer = (_request, response) => void response.end('svar');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const here = () => `http://127.0.0.1:${port}/`;
const rulesOf = (hosts: string[], privateHosts: string[] = []): OutgoingRules => ({
  hosts: new Set(hosts),
  privateHosts: new Set(privateHosts),
});

describe('a question that leaves the product', () => {
  it('is asked of a host of the settings, as it was written', async () => {
    const { status, body } = await askOutside(`${here()}stempel`, onlyHostOf(here()), { body: 'æ', headers: { accept: 'text/plain' } });
    expect([status, body.toString()]).toEqual([200, 'svar']);
    expect(asked).toEqual([{ url: '/stempel', host: `127.0.0.1:${port}`, method: 'POST', body: 'æ' }]);
  });

  it.each([
    ['another host', () => `http://localhost:${port}/`],
    ['another port', () => `http://127.0.0.1:${port === 1 ? 2 : 1}/`],
    ['the host as a user name', () => `http://127.0.0.1:${port}@localhost:${port}/`],
    ['a name and password', () => `http://bruger:kode@127.0.0.1:${port}/`],
    ['a file', () => 'file:///etc/hostname'],
    ['another scheme', () => `ftp://127.0.0.1:${port}/`],
  ])('is not asked of %s', async (_what, url) => {
    await expect(askOutside(url(), onlyHostOf(here()))).rejects.toMatchObject({ reason: 'host' });
    expect(asked).toEqual([]);
  });

  it('is not asked of a name that stands for an address of a network of our own, unless the settings say so', async () => {
    // Names under localhost are this machine's own wherever they are resolved (RFC 6761 section 6.3); elsewhere they are unknown.
    const name = `tsa.localhost:${port}`;
    const refused = await askOutside(`http://${name}/`, rulesOf([name])).catch((error: unknown) => error);
    expect(['address', 'unreachable']).toContain((refused as { reason: string }).reason);
    expect(asked).toEqual([]);
    const allowed = await askOutside(`http://localhost:${port}/`, rulesOf([`localhost:${port}`]));
    expect(allowed.status).toBe(200);
  });

  it('takes a redirect as the answer, and does not follow it', async () => {
    answer = (_request, response) => void response.writeHead(302, { location: `${here()}andet` }).end();
    expect(await askOutside(here(), onlyHostOf(here()))).toMatchObject({ status: 302, headers: { location: `${here()}andet` } });
    expect(asked).toHaveLength(1);
  });

  it('takes no answer that is larger than told', async () => {
    answer = (_request, response) => void response.end('x'.repeat(1001));
    await expect(askOutside(here(), onlyHostOf(here()), { most: 1000 })).rejects.toMatchObject({ reason: 'too-large' });
    answer = (_request, response) => void response.end('x'.repeat(1000));
    expect((await askOutside(here(), onlyHostOf(here()), { most: 1000 })).body).toHaveLength(1000);
  });

  it.each<[string, RequestListener]>([
    ['never begins', () => undefined],
    ['never ends', (_request, response) => void response.write('begyndt')],
  ])('waits no longer than told for an answer that %s', async (_what, silent) => {
    answer = silent;
    await expect(askOutside(here(), onlyHostOf(here()), { timeoutMs: 150 })).rejects.toMatchObject({ reason: 'late' });
  });

  it('that nobody answers, or that is broken off, says so', async () => {
    answer = (request) => void request.socket.destroy();
    await expect(askOutside(here(), onlyHostOf(here()))).rejects.toMatchObject({ reason: 'unreachable' });
  });

  it('is a fetch to a library that wants one', async () => {
    answer = (_request, response) => void response.writeHead(201, { 'content-type': 'application/json' }).end('{"a":1}');
    const outside = outgoingFetch(onlyHostOf(here()));
    const said = await outside(here(), { method: 'PUT', body: new URLSearchParams({ kode: 'å' }) });
    expect([said.status, said.headers.get('content-type'), await said.json()]).toEqual([201, 'application/json', { a: 1 }]);
    expect(asked[0]).toMatchObject({ method: 'PUT', body: 'kode=%C3%A5' });
  });
});

describe('an address', () => {
  it.each(['10.1.2.3', '172.31.255.255', '192.168.0.1', '127.0.0.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '::1', '::'])(
    '%s is of a network of our own',
    (address) => expect(isPublicAddress(address)).toBe(false),
  );
  it.each(['fe80::1', 'fd00::1', '::ffff:10.0.0.1', '::ffff:a00:1', '64:ff9b::a00:1', '2002:a00:1::', '2001:db8::1', 'ff02::1'])(
    '%s is of a network of our own, or carries one in it',
    (address) => expect(isPublicAddress(address)).toBe(false),
  );
  it.each(['1.1.1.1', '172.32.0.1', '192.167.255.255', '2a00:1450:4001::1', '2606:4700::1111'])('%s is public', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );
  it('in an IPv4 address carried by IPv6 is never public', () => {
    fc.assert(fc.property(fc.ipV4(), (address) => !isPublicAddress(`::ffff:${address}`)));
  });
});

describe('the settings', () => {
  it('allow the hosts of the addresses that are set and those listed, and private addresses to those listed as private', () => {
    const env = readEnvironment({
      DATABASE_URL: 'postgres://x/y',
      TIMESTAMP_URL: 'https://tsa.example/stamp',
      OCSP_URL: 'http://ocsp.example:8080/',
      OUTGOING_HOSTS: 'crl.example,Root.example',
      OUTGOING_PRIVATE_HOSTS: 'intern.example:8443',
    });
    const { hosts, privateHosts } = outgoingRules(env);
    expect([...hosts].sort()).toEqual(['crl.example', 'intern.example:8443', 'ocsp.example:8080', 'root.example', 'tsa.example']);
    expect([...privateHosts]).toEqual(['intern.example:8443']);
  });
});
