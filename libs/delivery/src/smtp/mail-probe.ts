import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { headerOf, messageIdsIn, readHeaders } from './headers.js';

/** Asks whether a mail of ours arrived, when the line broke after its end was sent. */
export interface MailProbe {
  /** `unknown` whenever there is doubt: the place cannot be read, or something is still being written there. */
  find(messageId: string): Promise<'present' | 'absent' | 'unknown'>;
}

const HEAD = 256 * 1024;

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * A folder of `.eml` files, directly or one folder per recipient, as the local mailbox keeps them. A file ending in
 * `.part` is a mail being written: the answer is then `unknown`, unless the mail is found beside it.
 */
export class MaildirProbe implements MailProbe {
  constructor(private readonly dir: string) {}

  async find(messageId: string): Promise<'present' | 'absent' | 'unknown'> {
    try {
      const names = await this.files();
      for (const name of names.filter((each) => each.endsWith('.eml')).reverse()) {
        const id = messageIdsIn(headerOf(readHeaders(await headOf(name)), 'message-id'))[0];
        if (id === messageId) return 'present';
      }
      return names.some((name) => name.endsWith('.part')) ? 'unknown' : 'absent';
    } catch {
      return 'unknown';
    }
  }

  private async files(): Promise<string[]> {
    const found: string[] = [];
    for (const entry of await readdir(this.dir, { withFileTypes: true })) {
      const path = join(this.dir, entry.name);
      if (entry.isFile()) found.push(path);
      if (entry.isDirectory()) found.push(...(await readdir(path)).map((name) => join(path, name)));
    }
    return found.sort();
  }
}
