import { type LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { request as askPlain } from 'node:http';
import { request as askSecure } from 'node:https';
import { type IncomingMessage } from 'node:http';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { type Environment } from './environment.js';

/** Who may be asked over HTTP. Hosts as `URL.host` writes them: `name` or `name:port`, without the port that the scheme means anyway. */
export interface OutgoingRules {
  readonly hosts: ReadonlySet<string>;
  /** Those of the hosts whose names may stand for an address of a network of our own. */
  readonly privateHosts: ReadonlySet<string>;
}

/** Why nothing was answered. `host`: not one that may be asked; `address`: its name stands for an address of a network of our own. */
export type OutgoingReason = 'host' | 'address' | 'too-large' | 'late' | 'unreachable';

/** A question that was not asked, or not answered. The message names the reason and the host, never what was sent. */
export class OutgoingError extends Error {
  constructor(
    readonly reason: OutgoingReason,
    host: string,
    options?: { cause?: unknown },
  ) {
    super(`outgoing ${reason}: ${host}`, options);
    this.name = 'OutgoingError';
  }
}

/** One question over HTTP. */
export interface OutgoingQuestion {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** For all of it, from the name to the last byte; 10 seconds unless told. */
  readonly timeoutMs?: number;
  /** The longest answer that is taken, in bytes; 1 MiB unless told. */
  readonly most?: number;
}

/** What was answered, whatever its status: a redirect is an answer like any other, and is not followed. */
export interface OutgoingAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Addresses of networks of our own, of this machine, or of nobody (IANA's special-purpose registries), and those that carry such one in them. */
const ownNetworks = new BlockList();
// prettier-ignore
for (const [net, prefix] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24],
  ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24],
  ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const) ownNetworks.addSubnet(net, prefix, 'ipv4');
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  ownNetworks.addSubnet(net, prefix, 'ipv6');

/** Whether an address is one that the whole internet shares; false for what is no address. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !ownNetworks.check(address, 'ipv4');
  return isIP(address) === 6 && globalUnicast.check(address, 'ipv6') && !ownNetworks.check(address, 'ipv6');
}

/** The rules of the settings: the hosts of the addresses that are set, and those listed beside them. */
export function outgoingRules(
  env: Pick<Environment, 'TIMESTAMP_URL' | 'OCSP_URL' | 'OIDC_ISSUER' | 'OUTGOING_HOSTS' | 'OUTGOING_PRIVATE_HOSTS'>,
): OutgoingRules {
  const named = [env.TIMESTAMP_URL, env.OCSP_URL, env.OIDC_ISSUER].flatMap((url) => (url ? [new URL(url).host] : []));
  const listed = (list: string | undefined) => list?.toLowerCase().split(',') ?? [];
  const privateHosts = listed(env.OUTGOING_PRIVATE_HOSTS);
  return { hosts: new Set([...named, ...listed(env.OUTGOING_HOSTS), ...privateHosts]), privateHosts: new Set(privateHosts) };
}

/** The rules under which one address alone may be asked. */
export function onlyHostOf(url: string): OutgoingRules {
  return { hosts: new Set([new URL(url).host]), privateHosts: new Set() };
}

/**
 * Asks once; every question that leaves the product over HTTP goes through here. Only hosts of the rules are asked. A name is resolved once
 * and the connection made to what was found; a name that stands for an address of a network of our own is refused, unless the rules say
 * otherwise, while a host that is written as such an address, or as localhost, is asked as it is written. Redirects are not followed.
 * Errors: {@link OutgoingError}.
 */
export async function askOutside(url: string | URL, rules: OutgoingRules, question: OutgoingQuestion = {}): Promise<OutgoingAnswer> {
  const to = new URL(url);
  const known = to.protocol === 'http:' || to.protocol === 'https:';
  if (!known || to.username || to.password || !rules.hosts.has(to.host)) throw new OutgoingError('host', to.host);
  const signal = AbortSignal.timeout(question.timeoutMs ?? 10_000);
  try {
    const addresses = await inTime(addressesOf(to, rules), signal);
    return await exchange(to, addresses, question, signal);
  } catch (cause) {
    if (cause instanceof OutgoingError) throw cause;
    throw new OutgoingError(signal.aborted ? 'late' : 'unreachable', to.host, { cause });
  }
}

/** {@link askOutside} in the shape of `fetch`, for libraries that take one. */
export function outgoingFetch(rules: OutgoingRules, limits: Pick<OutgoingQuestion, 'timeoutMs' | 'most'> = {}) {
  return async (url: string, init: { method?: string; headers?: Record<string, string>; body?: unknown }): Promise<Response> => {
    const { method, headers, body } = init;
    const sent = body === undefined || body === null ? {} : { body: body instanceof Uint8Array ? body : String(body) };
    const answer = await askOutside(url, rules, { ...limits, ...sent, ...(method ? { method } : {}), ...(headers ? { headers } : {}) });
    const bodiless = [204, 205, 304].includes(answer.status);
    return new Response(bodiless ? null : new Uint8Array(answer.body), { status: answer.status, headers: answer.headers });
  };
}

async function addressesOf(to: URL, rules: OutgoingRules): Promise<LookupAddress[]> {
  const name = to.hostname.replace(/^\[|\]$/g, '');
  if (isIP(name)) return [{ address: name, family: isIP(name) }];
  const found = await lookup(name, { all: true });
  const mayBePrivate = name === 'localhost' || rules.privateHosts.has(to.host);
  if (!mayBePrivate && !found.every(({ address }) => isPublicAddress(address))) throw new OutgoingError('address', to.host);
  return found;
}

/** The names' service takes no signal: what it finds too late is not used. */
function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    work.then(resolve, reject);
  });
}

async function exchange(to: URL, found: LookupAddress[], question: OutgoingQuestion, signal: AbortSignal): Promise<OutgoingAnswer> {
  const { body, method = body === undefined ? 'GET' : 'POST', headers = {}, most = 1024 * 1024 } = question;
  const [first] = found;
  if (!first) throw new OutgoingError('unreachable', to.host);
  const pinned: LookupFunction = (_name, { all }, answer) => (all ? answer(null, found) : answer(null, first.address, first.family));
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const ask = to.protocol === 'https:' ? askSecure : askPlain;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = ask(to, { method, headers: { ...headers, ...length }, lookup: pinned, agent: false, signal });
    asked.once('response', resolve).on('error', reject).end(body);
  });
  const parts: Buffer[] = [];
  let taken = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    taken += part.length;
    if (taken > most) throw new OutgoingError('too-large', to.host);
    parts.push(part);
  }
  const told = Object.entries(response.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]);
  return { status: response.statusCode ?? 0, headers: Object.fromEntries(told) as Record<string, string>, body: Buffer.concat(parts) };
}
