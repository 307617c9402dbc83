/**
 * Lists the licence of every package in package-lock.json, and holds them to scripts/allowed-licences.json, which says why each is allowed.
 * Needs no network.
 *
 * `node scripts/licences.mjs` writes docs/licences.md; `--check` only tells, and ends with 1 when a licence is not allowed or the list is stale.
 */
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inProject, say } from './project.mjs';

const nameOf = (place) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** The licence as a package's own file gives it, also in the older forms: an SPDX expression, or undefined. */
export function statedLicence({ license, licenses } = {}) {
  const all = [license ?? licenses ?? []].flat().map((each) => (typeof each === 'string' ? each : each.type));
  return all.length > 0 ? all.join(' OR ') : undefined;
}

/**
 * Every package of the lock file but our own, by name and version, with its licence: as the lock says, as we have found and written down, as
 * its dependant says (a package for another platform is the same project), or as its own file says.
 */
export function licencesOf(lock, allowed, installed) {
  const packages = Object.entries(lock.packages).filter(([place, entry]) => place !== '' && !entry.link);
  const dependantOf = (name) => packages.find(([, entry]) => entry.optionalDependencies?.[name])?.[1].license;
  const lines = packages.map(([place, entry]) => {
    const name = nameOf(place);
    const id = `${name}@${entry.version}`;
    const licence =
      entry.license ?? allowed.packages[id]?.licence ?? (entry.optional ? dependantOf(name) : undefined) ?? statedLicence(installed(place));
    return { id, licence, shipped: !entry.dev };
  });
  const shipped = new Set(lines.filter((line) => line.shipped).map(({ id }) => id));
  return [...new Map(lines.map((line) => [line.id, { ...line, shipped: shipped.has(line.id) }])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
}

/** Whether an SPDX expression can be met by allowed licences alone: one side of OR, both sides of AND. What cannot be read is not allowed. */
export function isAllowed(expression, allowed) {
  const tokens = expression?.match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const single = () => {
    const token = tokens[at++];
    if (token !== '(') return token !== undefined && Object.hasOwn(allowed.licences, token);
    const inner = either();
    return tokens[at++] === ')' && inner;
  };
  const both = () => {
    let met = single();
    while (tokens[at] === 'AND') {
      at += 1;
      met = single() && met;
    }
    return met;
  };
  const either = () => {
    let met = both();
    while (tokens[at] === 'OR') {
      at += 1;
      met = both() || met;
    }
    return met;
  };
  const met = either();
  return met && at === tokens.length;
}

/** docs/licences.md: what is shipped, then what only builds and tests. */
export function licencePage(lines) {
  const rows = (shipped) => lines.filter((line) => line.shipped === shipped).map(({ id, licence }) => `| ${id} | ${licence} |`);
  return [
    '# Licences',
    '',
    'Generated from `package-lock.json` by `node scripts/licences.mjs`; do not edit. Which licences are allowed, and why: `scripts/allowed-licences.json`.',
    ...['## What runs', '## What only builds and tests'].flatMap((title, i) => [
      ...['', title, '', '| package | licence |', '| --- | --- |'],
      ...rows(i === 0),
    ]),
    '',
  ].join('\n');
}

function main(check) {
  const read = (file) => JSON.parse(fs.readFileSync(inProject(file), 'utf8'));
  const installed = (place) => (fs.existsSync(inProject(place, 'package.json')) ? read(`${place}/package.json`) : undefined);
  const allowed = read('scripts/allowed-licences.json');
  const lines = licencesOf(read('package-lock.json'), allowed, installed);
  const refused = lines.filter(({ licence }) => !isAllowed(licence, allowed));
  for (const { id, licence } of refused) say(`${id}: licensen ${licence ?? '(ingen)'} er ikke tilladt i scripts/allowed-licences.json.`);
  const page = licencePage(lines);
  const file = inProject('docs', 'licences.md');
  const fresh = fs.existsSync(file) && fs.readFileSync(file, 'utf8') === page;
  if (!check) fs.writeFileSync(file, page);
  else if (!fresh) say('docs/licences.md er ikke frisk: kør node scripts/licences.mjs.');
  say(`${lines.length} pakker, ${refused.length} med en licens, der ikke er tilladt.`);
  if (refused.length > 0 || (check && !fresh)) process.exit(1);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv.includes('--check'));
