import { createHash, randomBytes, webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GeneralizedTime, Integer, Null, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import {
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  CryptoEngine,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  MessageImprint,
  PKIStatusInfo,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from 'pkijs';

/** The ways in which the test authority can misbehave. */
export type TimestampFault =
  'wrong-nonce' | 'no-nonce' | 'wrong-imprint' | 'wrong-signature' | 'http-500' | 'garbage' | 'empty' | 'refused' | 'slow';

/** A time-stamp authority on a free loopback port. */
export interface TimestampServer {
  url: string;
  /** How many requests came. */
  requests(): number;
  /** Every answer from now on has this fault; `undefined` mends it. */
  misbehave(fault: TimestampFault | undefined): void;
  close(): Promise<void>;
}

/** The authority's key and certificates (PEM, P-256, its own certificate first) and its clock. */
export interface TimestampServerOptions {
  keyFile: string;
  chainFile: string;
  now: () => Date;
}

const SHA256 = '2.16.840.1.101.3.4.2.1';
const engine = new CryptoEngine({ name: 'node', crypto: webcrypto as unknown as Crypto });

/** Starts a small real time-stamp authority (RFC 3161 over HTTP), built with pkijs and WebCrypto. */
export async function startTimestampServer(options: TimestampServerOptions): Promise<TimestampServer> {
  const authority = await readAuthority(options);
  let fault: TimestampFault | undefined;
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    answer(request, response, authority, fault).catch(() => response.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests: () => requests,
    misbehave: (next) => (fault = next),
    close: () => closeServer(server),
  };
}

interface Authority {
  key: CryptoKey;
  certificates: Certificate[];
  raw: Buffer;
  now: () => Date;
}

async function readAuthority({ keyFile, chainFile, now }: TimestampServerOptions): Promise<Authority> {
  const blocks = (await readFile(chainFile, 'latin1')).match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g)!;
  const ders = blocks.map(pemBytes);
  const pkcs8 = pemBytes(await readFile(keyFile, 'latin1'));
  const key = await webcrypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  return { key: key as CryptoKey, certificates: ders.map((der) => Certificate.fromBER(new Uint8Array(der).buffer)), raw: ders[0]!, now };
}

async function answer(request: IncomingMessage, response: ServerResponse, authority: Authority, fault?: TimestampFault): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  if (fault === 'slow') return;
  if (fault === 'http-500') return void response.writeHead(500).end('internal error');
  response.writeHead(200, { 'content-type': 'application/timestamp-reply' });
  if (fault === 'garbage') return void response.end(randomBytes(700));
  if (fault === 'empty') return void response.end();
  if (fault === 'refused') return void response.end(encode(new TimeStampResp({ status: new PKIStatusInfo({ status: 2 }) })));
  const query = TimeStampReq.fromBER(new Uint8Array(Buffer.concat(parts)).buffer);
  const token = await makeToken(query, authority, fault);
  response.end(encode(new TimeStampResp({ status: new PKIStatusInfo({ status: 0 }), timeStampToken: token })));
}

async function makeToken(query: TimeStampReq, authority: Authority, fault?: TimestampFault): Promise<ContentInfo> {
  const imprint = Buffer.from(query.messageImprint.hashedMessage.getValue());
  if (fault === 'wrong-imprint') imprint[0]! ^= 1;
  const nonce = fault === 'wrong-nonce' ? Integer.fromBigInt(4711n) : fault === 'no-nonce' ? undefined : query.nonce;
  const info = new TSTInfo({
    version: 1,
    policy: '1.3.6.1.4.1.32473.89.2',
    messageImprint: new MessageImprint({
      hashAlgorithm: query.messageImprint.hashAlgorithm,
      hashedMessage: new OctetString({ valueHex: new Uint8Array(imprint).buffer }),
    }),
    serialNumber: Integer.fromBigInt(BigInt(`0x40${randomBytes(8).toString('hex')}`)),
    genTime: authority.now(),
    ...(nonce ? { nonce } : {}),
  });
  const content = Buffer.from(info.toSchema().toBER());
  const signed = signedData(content, authority);
  await signed.sign(authority.key, 0, 'SHA-256', undefined, engine);
  if (fault === 'wrong-signature') signed.signerInfos[0]!.signature = new OctetString({ valueHex: new Uint8Array(randomBytes(70)).buffer });
  return new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: signed.toSchema(true) });
}

function signedData(content: Buffer, { certificates, raw, now }: Authority): SignedData {
  const attribute = (type: string, value: unknown) => new Attribute({ type, values: [value] });
  const bytes = (value: Buffer) => new OctetString({ valueHex: new Uint8Array(value).buffer });
  const sha256 = (value: Buffer) => createHash('sha256').update(value).digest();
  const certificateId = new Sequence({ value: [new Sequence({ value: [new Sequence({ value: [bytes(sha256(raw))] })] })] });
  const signer = certificates[0]!;
  return new SignedData({
    version: 3,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: '1.2.840.113549.1.9.16.1.4', eContent: bytes(content) }),
    digestAlgorithms: [new AlgorithmIdentifier({ algorithmId: SHA256, algorithmParams: new Null() })],
    certificates,
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: signer.issuer, serialNumber: signer.serialNumber }),
        signedAttrs: new SignedAndUnsignedAttributes({
          type: 0,
          attributes: [
            attribute('1.2.840.113549.1.9.3', new ObjectIdentifier({ value: '1.2.840.113549.1.9.16.1.4' })),
            attribute('1.2.840.113549.1.9.5', new GeneralizedTime({ valueDate: now() })),
            attribute('1.2.840.113549.1.9.4', bytes(sha256(content))),
            attribute('1.2.840.113549.1.9.16.2.47', certificateId),
          ],
        }),
      }),
    ],
  });
}

function encode(response: TimeStampResp): Buffer {
  return Buffer.from(response.toSchema().toBER());
}

function pemBytes(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
}
