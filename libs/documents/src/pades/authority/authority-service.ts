import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type KeyFiles, readCertificates } from '../keys/key-file-signer.js';
import { addressesOf, type DevelopmentAuthority, makeDevelopmentAuthority } from './development-authority.js';
import { answerOcsp } from './ocsp-answer.js';
import { type AuthorityKey, issueRevocationList } from './revocation-list.js';
import { answerTimestamp } from './timestamp-answer.js';

/** A development authority that answers over loopback HTTP. */
export interface AuthorityService {
  authority: DevelopmentAuthority;
  /** The base address, as the certificates name it. */
  url: string;
  /** Of the time-stamp authority (RFC 3161). */
  timestampUrl: string;
  /** Of the OCSP responder (RFC 6960), for signers' and stamps' certificates. */
  ocspUrl: string;
  /** How many requests came. */
  requests(): number;
  /** From now on the certificate (DER) counts as revoked, in OCSP and in the lists. */
  revoke(certificate: Uint8Array, since: Date): void;
  close(): Promise<void>;
}

/** Where the authority lies, where it listens and what time it is. */
export interface AuthorityServiceOptions {
  folder: string;
  /** 0: any free port; left out: the port that its certificates name if that is free, else any. */
  port?: number;
  /** See `DevelopmentAuthorityOptions`. */
  namesResponder?: boolean;
  now: () => Date;
}

const LARGEST_REQUEST = 64 * 1024;
const NOT_FOUND = { status: 404, type: 'text/plain', body: Buffer.from('ukendt adresse\n') };

interface Answer {
  status: number;
  type: string;
  body: Buffer;
}

/**
 * Opens the authority of a folder (made when it is not there) and serves it on 127.0.0.1: `POST /tsa` time stamps (RFC 3161), `POST /ocsp`
 * and `GET /ocsp/BASE64` revocation (RFC 6960), `GET /root.crl`, `/sub.crl`, `/root.der`, `/sub.der`, `/root.pem`, `/sub.pem`. The
 * certificates name the address it listens on; on another port than before they are issued anew, with the same root and keys. What is
 * revoked is forgotten when it closes. Rejects when the port asked for is taken.
 */
export async function serveAuthority({ folder, port, namesResponder = false, now }: AuthorityServiceOptions): Promise<AuthorityService> {
  const state = { requests: 0, desk: undefined as Desk | undefined };
  const server = createServer((request, response) => {
    state.requests++;
    serve(request, response, state.desk, now()).catch(() => response.destroy());
  });
  const url = `http://127.0.0.1:${await listen(server, port ?? (await keptPort(folder)), port === undefined)}`;
  const authority = await makeDevelopmentAuthority(folder, { now: now(), baseUrl: url, namesResponder });
  const desk = (state.desk = await openDesk(authority));
  return {
    authority,
    url,
    timestampUrl: `${url}/tsa`,
    ocspUrl: `${url}/ocsp`,
    requests: () => state.requests,
    revoke: (certificate, since) => revoke(desk, certificate, since),
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

interface Desk {
  root: Issuer;
  issuing: Issuer;
  ocsp: AuthorityKey;
  stamping: { key: AuthorityKey['key']; chain: Uint8Array[] };
}

interface Issuer extends AuthorityKey {
  /** Of its own certificates, by their serial number. */
  revoked: Map<string, Date>;
}

async function openDesk(authority: DevelopmentAuthority): Promise<Desk> {
  const ca = (name: string): KeyFiles => ({
    keyFile: join(authority.folder, `${name}.key.pem`),
    chainFile: join(authority.folder, `${name}.pem`),
  });
  const open = async ({ keyFile, chainFile }: KeyFiles) => {
    const chain = await readCertificates(chainFile);
    return { key: createPrivateKey(await readFile(keyFile)), chain, certificate: chain[0]! };
  };
  const [root, issuing, ocsp, stamping] = await Promise.all([ca('root'), ca('sub'), authority.ocsp, authority.timestamp].map(open));
  const issuer = (authorityKey: AuthorityKey): Issuer => ({ ...authorityKey, revoked: new Map() });
  return { root: issuer(root!), issuing: issuer(issuing!), ocsp: ocsp!, stamping: stamping! };
}

async function keptPort(folder: string): Promise<number> {
  const named = await addressesOf(folder);
  return named ? Number(new URL(named.baseUrl).port) : 0;
}

async function listen(server: Server, port: number, otherwiseAny: boolean): Promise<number> {
  const on = (wanted: number): Promise<void> =>
    new Promise((ready, refuse) => {
      server.once('error', refuse);
      server.listen(wanted, '127.0.0.1', () => (server.off('error', refuse), ready()));
    });
  await on(port).catch((cause: unknown) => {
    if (!otherwiseAny || port === 0) throw cause;
    return on(0);
  });
  return (server.address() as AddressInfo).port;
}

async function serve(request: IncomingMessage, response: ServerResponse, desk: Desk | undefined, now: Date): Promise<void> {
  const body = await readAtMost(request, LARGEST_REQUEST);
  const { status, type, body: bytes } = desk && body ? answer(`${request.method} ${request.url}`, body, desk, now) : NOT_FOUND;
  // No connection is kept: one that a busy machine closes just when the next question comes would look like an authority away.
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length, connection: 'close' }).end(bytes);
}

async function readAtMost(request: IncomingMessage, most: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += (part as Buffer).length;
    if (length > most) return undefined;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

function answer(asked: string, body: Buffer, desk: Desk, now: Date): Answer {
  const { root, issuing } = desk;
  const ok = (type: string, bytes: Uint8Array): Answer => ({ status: 200, type, body: Buffer.from(bytes) });
  const ocsp = (request: Buffer): Answer => {
    const responder = { ...desk.ocsp, issuer: issuing.certificate, knows: () => true };
    return ok('application/ocsp-response', answerOcsp(request, responder, issuing.revoked, now));
  };
  if (asked === 'POST /tsa') return ok('application/timestamp-reply', answerTimestamp(body, desk.stamping, now));
  if (asked === 'POST /ocsp') return ocsp(body);
  if (asked.startsWith('GET /ocsp/')) return ocsp(Buffer.from(decodeURIComponent(asked.slice(10)), 'base64'));
  const [, name, form] = /^GET \/(root|sub)\.(crl|der|pem)$/.exec(asked) ?? [];
  const which = name === 'root' ? root : name === 'sub' ? issuing : undefined;
  if (!which) return NOT_FOUND;
  if (form === 'crl') return ok('application/pkix-crl', issueRevocationList(which, which.revoked, now));
  if (form === 'der') return ok('application/pkix-cert', which.certificate);
  return ok('application/x-pem-file', Buffer.from(new X509Certificate(which.certificate).toString()));
}

function revoke({ root, issuing }: Desk, certificate: Uint8Array, since: Date): void {
  const revoked = new X509Certificate(certificate);
  const issuer = [issuing, root].find((each) => revoked.checkIssued(new X509Certificate(each.certificate)));
  issuer?.revoked.set(BigInt(`0x${revoked.serialNumber}`).toString(16), since);
}
