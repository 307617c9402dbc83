import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

/** Whether a browser is here that can lay a page out. */
export const hasBrowser = chromium !== undefined;

/** How a page lies on a telephone: by how many points it is wider than the screen, and what is too small to hit with a finger. */
export interface Layout {
  readonly tooWide: number;
  readonly small: readonly string[];
}

/** What a finger must hit. Links within a sentence are as tall as their line (WCAG 2.2, 2.5.8); a tick is hit on its label. */
const targets =
  'button, select, textarea, summary, .check, .links a, .top a, .card h3 a, .problem a, input:not([type=hidden], .check input)';

/** Runs in the page that holds the narrow one. */
const measure = `
  const frame = document.querySelector('iframe');
  frame.onload = () => {
    const inner = frame.contentDocument;
    for (const each of inner.querySelectorAll('details')) each.open = true;
    const small = [...inner.querySelectorAll(${JSON.stringify(targets)})].flatMap((each) => {
      const { width, height } = each.getBoundingClientRect();
      return width > 0 && (height < 44 || width < 24) ? [each.outerHTML.slice(0, 90) + ' ' + Math.round(width) + 'x' + Math.round(height)] : [];
    });
    document.body.textContent = 'LAYOUT' + JSON.stringify({ tooWide: inner.documentElement.scrollWidth - inner.documentElement.clientWidth, small }) + 'END';
  };`;

const attribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** Lays a page out 360 points wide, with every part unfolded, and measures it. Only where {@link hasBrowser}. */
export function layoutAt360(html: string): Layout {
  const css = readFileSync('apps/api/src/pages/assets/genmaele.css', 'utf8');
  const page = html.replace(/<link rel="stylesheet"[^>]*>/, `<style>${css}</style>`);
  const folder = mkdtempSync(join(tmpdir(), 'genmaele-narrow-'));
  try {
    const file = join(folder, 'page.html');
    const frame = `<iframe width="360" height="800" style="border:0" srcdoc="${attribute(page)}"></iframe>`;
    writeFileSync(file, `<!doctype html><meta charset="utf-8"><body>${frame}<script>${measure}</script></body>`);
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${folder}`, '--virtual-time-budget=5000', '--dump-dom'];
    const dom = execFileSync(chromium ?? '', [...flags, `file://${file}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const [, found = ''] = /LAYOUT(.*)END/.exec(dom) ?? [];
    return JSON.parse(found.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')) as Layout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
