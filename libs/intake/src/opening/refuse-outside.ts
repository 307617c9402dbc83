import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';
import workerThreads from 'node:worker_threads';

function refuse(): never {
  throw new Error('outside is closed');
}

type Doors = Record<string, unknown>;

function close(module: object, names: readonly string[]): void {
  for (const name of names) {
    if (name in module) Object.defineProperty(module, name, { value: refuse, configurable: false, writable: false });
  }
}

const resolving = Object.keys(dns).filter((name) => /^(?:lookup|resolve|reverse)/.test(name));

/**
 * Makes every way out of this process unusable: sockets, names, requests, other processes and threads. To be called before any parser is
 * loaded; what a parser would try then throws. The second wall, where the machine gives a child no network of its own.
 */
export function refuseOutside(): void {
  close(net.Socket.prototype, ['connect']);
  close(net.Server.prototype, ['listen']);
  close(net, ['connect', 'createConnection', 'createServer']);
  close(tls, ['connect', 'createServer']);
  close(dgram, ['createSocket']);
  for (const module of [dns, dns.promises, dns.Resolver.prototype]) close(module, resolving);
  for (const module of [http, https]) close(module, ['request', 'get', 'createServer']);
  close(http2, ['connect', 'createServer', 'createSecureServer']);
  close(childProcess, ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']);
  close(workerThreads, ['Worker']);
  close(process, ['binding', 'kill']);
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) (globalThis as unknown as Doors)[name] = undefined;
  syncBuiltinESMExports();
}
