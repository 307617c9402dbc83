/** A TCP port of the loopback interface that nobody listens on. */
import net from 'node:net';

/**
 * A port that was free a moment ago: another process may take it before the caller does, so a start on it may still fail.
 * @returns {Promise<number>}
 */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
