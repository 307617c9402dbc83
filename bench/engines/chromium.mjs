/** Chromium, one warm tab: HTML in, tagged PDF out. Driven by the DevTools protocol over a pipe, which needs no library. */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from './serve.mjs';

const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
const args = ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'];
const browser = spawn(process.argv[2] ?? 'chromium', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
process.on('exit', () => browser.kill('SIGKILL'));
browser.once('exit', (code) => process.exit(code ?? 1));

const waiting = new Map();
let unread = '';
browser.stdio[4].setEncoding('utf8').on('data', (chunk) => {
  const messages = (unread + chunk).split('\0');
  unread = messages.pop();
  for (const { id, result, error } of messages.map((each) => JSON.parse(each))) {
    const asked = waiting.get(id);
    if (error) asked?.reject(new Error(error.message));
    else asked?.resolve(result);
    waiting.delete(id);
  }
});

let last = 0;
const ask = (method, params = {}, sessionId = undefined) =>
  new Promise((resolve, reject) => {
    last += 1;
    waiting.set(last, { resolve, reject });
    browser.stdio[3].write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
  });

const { targetId } = await ask('Target.createTarget', { url: 'about:blank' });
const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true });
const { frameTree } = await ask('Page.getFrameTree', {}, sessionId);

await serve(async (html) => {
  await ask('Page.setDocumentContent', { frameId: frameTree.frame.id, html }, sessionId);
  const print = { printBackground: true, preferCSSPageSize: true, generateTaggedPDF: true, generateDocumentOutline: true };
  const { data } = await ask('Page.printToPDF', print, sessionId);
  return Buffer.from(data, 'base64');
});
