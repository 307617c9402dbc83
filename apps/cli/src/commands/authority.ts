import { resolve } from 'node:path';
import { issueDevelopmentCertificate, serveAuthority } from '@genmaele/documents';
import { CommandError } from '../command-error.js';
import { say } from '../saying.js';
import { Stopped, watchForStop } from '../start/stop-signal.js';

/** What `genmaele authority` is asked. */
export interface AuthorityOptions {
  readonly dir: string;
  readonly port?: string;
}

/** Beside the organisation's seal: keys of the two kinds that sign letters. */
const signers = [
  { name: 'udvalg', commonName: 'Genmæle PRØVE udvalgsformand', keyType: 'p256' },
  { name: 'formand', commonName: 'Genmæle PRØVE formand', keyType: 'rsa3072' },
] as const;

/**
 * Makes a development authority in a folder, with keys for a seal (P-256), a committee's chair (P-256) and the association's chair (RSA-3072), and
 * serves time stamps, OCSP and revocation lists on 127.0.0.1 until it is asked to stop. Errors: a CommandError when the port is no port, or taken.
 */
export async function authority({ dir, port }: AuthorityOptions): Promise<void> {
  const watch = watchForStop();
  const folder = resolve(dir);
  const options = { folder, namesResponder: true, now: () => new Date(), ...(port === undefined ? {} : { port: portOf(port) }) };
  const service = await serveAuthority(options).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EADDRINUSE') throw cause;
    throw new CommandError(
      `Port ${port} er optaget.`,
      'Et andet program har den.',
      'Vælg en anden med --port, eller lad være: så vælges en ledig.',
    );
  });
  try {
    for (const signer of signers) await issueDevelopmentCertificate(folder, { ...signer, purpose: 'seal', now: new Date() });
    say(`Udviklingsudstederen i ${folder} svarer. Dens certifikater er prøver uden retsvirkning.`);
    say(`TIMESTAMP_URL=${service.timestampUrl}`);
    say(`OCSP_URL=${service.ocspUrl}`);
    say(`SIGNER_KEY_DIR=${folder}`);
    say(`Spærrelister: ${service.url}/sub.crl og ${service.url}/root.crl`);
    await watch.stopped;
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  } finally {
    await service.close();
  }
}

function portOf(given: string): number {
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new CommandError(`»${given}« er ikke en port.`, 'En port er et helt tal fra 0 til 65535.', 'Ret --port.');
}
