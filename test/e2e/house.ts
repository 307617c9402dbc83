import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type Actor } from '@genmaele/access';
import { Mailbox, tellOfDeadWork } from '@genmaele/delivery';
import { makeDevelopmentAuthority, readCertificates } from '@genmaele/documents';
import { readBillOfHearing } from '@genmaele/intake';
import { type JobHandlers, WorkRunner } from '@genmaele/jobs';
import { readBill } from '@genmaele/legaltext';
import { type Environment, openLog, readEnvironment } from '@genmaele/platform';
import { type MailSink, openTestHouse, startMailSink, type TestHouse } from '@genmaele/testing';
import { createApi } from '../../apps/api/src/create-api.js';
import { openSigning } from '../../apps/signer/src/signing.js';
import { listenOnSocket } from '../../apps/signer/src/socket-server.js';
import { jobHandlers } from '../../apps/worker/src/handlers.js';
import { Visitor } from './visitor.js';

/** A journey takes seconds, and on a busy machine many. */
jest.setTimeout(60_000);

/** The password of every person of the test house. */
export const password = 'hemmeligt kodeord';

/** The whole product in one process: the real api over HTTP, the worker's handlers, the signer on its socket, and a real mail server. */
export interface ServedHouse extends TestHouse {
  readonly app: NestExpressApplication;
  readonly base: string;
  readonly env: Environment;
  readonly sink: MailSink;
  /** The roots that the letters' signatures chain to. */
  readonly roots: readonly Uint8Array[];
  /** Every line that api, worker and signer wrote in their logs, as it was written. */
  readonly logged: string[];
  /** A visitor who is not signed in. */
  visitor(): Visitor;
  /** The person, signed in; the same session each time. */
  as(person: Actor): Promise<Visitor>;
  /** Does all work that is due, until none is. */
  drain(): Promise<void>;
  /** A mail comes to the association's mailbox, and what follows from it is done. */
  arrive(mail: Buffer): Promise<void>;
}

/** The settings of a test, over which `more` is laid. */
export function testSettings(more: Record<string, string> = {}): Environment {
  const { DATABASE_URL, QUEUE_STORE, REDIS_URL } = process.env;
  return readEnvironment({
    NODE_ENV: 'test',
    DATABASE_URL,
    QUEUE_STORE,
    REDIS_URL,
    SESSION_SECRET: 'en hemmelighed for prøver, mindst 32 tegn',
    MAIL_FROM: 'hoering@forening.example',
    REQUESTS_PER_MINUTE: '1000000',
    APPROVAL_UNDO_MINUTES: '0',
    ...more,
  });
}

/** The file's own folder, emptied before each test file. */
export function dataFolder(name: string): string {
  const folder = join(process.env['GENMAELE_DATA_DIR'] ?? '', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Opens the house and serves it; `more` are settings laid over the test's. */
export async function openServedHouse(more: Record<string, string> = {}): Promise<ServedHouse> {
  const house = await openTestHouse();
  const sink = await startMailSink();
  const keys = join(dataFolder('.'), 'keys');
  await makeDevelopmentAuthority(keys, { now: house.clock.now() });
  const [mailbox, socket] = [dataFolder('mailbox'), join(dataFolder('.'), 'signer.sock')];
  const env = testSettings({ MAIL_URL: sink.url, SIGNER_SOCKET: socket, SIGNER_KEY_DIR: keys, MAILBOX_DIR: mailbox, ...more });
  const logged: string[] = [];
  const log = openLog('test', 'debug', { write: (line: string) => void logged.push(line) });
  const trial = { ...env, NODE_ENV: 'test' as const }; // the house's key is a test key, which a production's signer refuses
  const signer = await listenOnSocket(socket, await openSigning(trial, house.database, house.clock, log));
  const app = await createApi(env, log, house.clock);
  await app.listen(0, '127.0.0.1');
  const base = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  const roots = await readCertificates(join(keys, 'root.pem'));
  const handlers: JobHandlers = {
    ...jobHandlers(house.database, env, { socket, roots }),
    // The child that opens bills has tests of its own; here it would cost each of them a second.
    'bill.read': ({ hearingId }, context) => readBillOfHearing(house.database, hearingId, readBill, context),
  };
  const runner = new WorkRunner(house.database, house.clock, log, handlers, { leaseSeconds: 30, onDead: tellOfDeadWork(env) });
  const incoming = new Mailbox(house.database, house.clock, log, mailbox);
  const sessions = new Map<string, Promise<Visitor>>();
  const drain = async () => void (await runner.runDue());
  let arrived = 0;
  return {
    ...house,
    app,
    base,
    env,
    sink,
    roots,
    logged,
    visitor: () => new Visitor(base),
    as: (person) => {
      const session = sessions.get(person.id) ?? new Visitor(base).signedIn(person.email, password);
      sessions.set(person.id, session);
      return session;
    },
    drain,
    arrive: async (mail) => {
      writeFileSync(join(mailbox, `${(arrived += 1)}.eml`), mail);
      await incoming.look();
      await drain();
    },
    close: async () => {
      await app.close();
      await new Promise((resolve) => signer.close(resolve));
      await sink.close();
      await house.close();
    },
  };
}
