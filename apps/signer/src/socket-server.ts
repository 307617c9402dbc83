import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { type SignAnswer, signRequest, type SignRequest } from '@genmaele/documents';
import { type SignLetter } from './signing.js';

/** A request is one short line; whoever sends more is not one of ours. */
const longestRequest = 1000;

/**
 * Listens on a local socket that this user and its group may open, and answers one request a connection. The worker may so be another user of the
 * same group, who cannot read the key.
 */
export async function listenOnSocket(path: string, sign: SignLetter): Promise<Server> {
  const pipe = path.startsWith('\\\\');
  if (!pipe) rmSync(path, { force: true });
  const server = createServer({ allowHalfOpen: true }, (socket) => void serve(socket, sign));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
  if (!pipe) chmodSync(path, 0o660);
  return server;
}

async function serve(socket: Socket, sign: SignLetter): Promise<void> {
  socket.setTimeout(30_000, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  const request = await readRequest(socket);
  socket.setTimeout(0);
  const answer: SignAnswer = request ? await sign(request) : { refused: 'anmodningen kan ikke forstås' };
  socket.end(`${JSON.stringify(answer)}\n`);
}

/** The request, read up to its line end; undefined when it is not one. */
function readRequest(socket: Socket): Promise<SignRequest | undefined> {
  return new Promise((resolve) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) resolve(parsed(text));
      else if (text.length > longestRequest) resolve(undefined);
    });
    socket.once('end', () => resolve(parsed(text)));
  });
}

function parsed(text: string): SignRequest | undefined {
  if (text.length > longestRequest) return undefined;
  try {
    return signRequest.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
