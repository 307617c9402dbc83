import { execFile, spawnSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCertificates } from '../keys/key-file-signer.js';
import { HttpTimestampAuthority } from '../timestamp-authority.js';
import { type AuthorityService, serveAuthority } from './authority-service.js';

const now = new Date();
const openssl = spawnSync('openssl', ['version']).status === 0;
const it_ = openssl ? it : it.skip;

let folder: string;
let service: AuthorityService;
const file = (name: string) => join(folder, name);
/** What openssl says; asked without waiting in this thread, in which the authority answers. */
const ask = (...args: string[]): Promise<string> =>
  new Promise((said) => execFile('openssl', args, { cwd: folder, timeout: 20_000 }, (_, stdout, stderr) => said(stdout + stderr)));
const ocsp = (name: string) =>
  ask(
    ...`ocsp -issuer ca/sub.pem -cert ca/${name}.chain.pem -url ${service.url}/ocsp -CAfile ca/root.pem -verify_other ca/sub.pem`.split(
      ' ',
    ),
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'authority-'));
  service = await serveAuthority({ folder: file('ca'), namesResponder: true, now: () => now });
});
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

describe('a development authority that answers', () => {
  it_('stamps the time so that openssl agrees, with its own question and without the chain (needs openssl)', async () => {
    writeFileSync(file('data'), 'det, der stemples');
    await ask(...'ts -query -data data -sha384 -cert -out q.tsq'.split(' '));
    const answer = await fetch(service.timestampUrl, { method: 'POST', body: readFileSync(file('q.tsq')) });
    writeFileSync(file('r.tsr'), Buffer.from(await answer.arrayBuffer()));
    const verify = 'ts -verify -in r.tsr -CAfile ca/root.pem -untrusted ca/sub.pem'.split(' ');
    expect(await ask(...verify, '-queryfile', 'q.tsq')).toContain('Verification: OK');
    writeFileSync(file('data'), 'noget andet');
    expect(await ask(...verify, '-data', 'data')).toContain('FAILED');
  });

  it('stamps what it is asked to, and the product takes the stamp', async () => {
    const imprint = createHash('sha256').update('en underskrift').digest();
    await expect(new HttpTimestampAuthority({ url: service.timestampUrl }).stamp(imprint)).resolves.toBeInstanceOf(Uint8Array);
  });

  it_('says by OCSP that a certificate is good, and revoked from when it is (needs openssl)', async () => {
    const said = await ocsp('seal');
    expect([said.includes('Response verify OK'), said.includes('seal.chain.pem: good')]).toEqual([true, true]);
    const [tsa] = await readCertificates(file('ca/tsa.chain.pem'));
    service.revoke(tsa!, now);
    expect(await ocsp('tsa')).toMatch(/tsa.chain.pem: revoked/);
    expect(await ocsp('seal')).toMatch(/seal.chain.pem: good/);
  });

  it_('publishes lists that openssl takes, with what is revoked (needs openssl)', async () => {
    for (const name of ['root', 'sub']) {
      writeFileSync(file(`${name}.crl`), Buffer.from(await (await fetch(`${service.url}/${name}.crl`)).arrayBuffer()));
      await ask(...`crl -inform DER -in ${name}.crl -out ${name}.crl.pem`.split(' '));
      expect(await ask('crl', '-in', `${name}.crl.pem`, '-CAfile', `ca/${name}.pem`, '-noout')).toContain('verify OK');
    }
    const verify = (name: string) =>
      ask(...`verify -crl_check -CRLfile sub.crl.pem -CAfile ca/root.pem -untrusted ca/sub.pem ca/${name}.chain.pem`.split(' '));
    expect(await verify('seal')).toContain('OK');
    expect(await verify('tsa')).toContain('certificate revoked');
    expect(await ask(...'crl -inform DER -in root.crl -noout -text'.split(' '))).toContain('No Revoked Certificates');
  });

  it('refuses what is no question, and knows no other address', async () => {
    const post = async (path: string) => {
      const answer = await fetch(service.url + path, { method: 'POST', body: 'vrøvl' });
      return [answer.status, Buffer.from(await answer.arrayBuffer()).toString('hex')];
    };
    expect(await post('/ocsp')).toEqual([200, '30030a0101']);
    expect((await post('/tsa'))[1]).toMatch(/^300930070201020302/);
    expect((await fetch(`${service.url}/root.key.pem`)).status).toBe(404);
    expect((await fetch(`${service.url}/../sub.key.pem`)).status).toBe(404);
  });

  it('names its address in the certificates, and on another port issues them anew with root and keys as they were', async () => {
    const before = { root: readFileSync(file('ca/root.pem')), key: readFileSync(file('ca/seal.key.pem')) };
    const other = await serveAuthority({ folder: file('ca'), port: 0, namesResponder: true, now: () => now });
    await other.close();
    expect(other.url).not.toBe(service.url);
    const seal = new X509Certificate(readFileSync(file('ca/seal.chain.pem')));
    expect(seal.infoAccess).toContain(`OCSP - URI:${other.url}/ocsp`);
    expect({ root: readFileSync(file('ca/root.pem')), key: readFileSync(file('ca/seal.key.pem')) }).toEqual(before);
    expect(seal.checkIssued(new X509Certificate(readFileSync(file('ca/sub.pem'))))).toBe(true);
  });
});
