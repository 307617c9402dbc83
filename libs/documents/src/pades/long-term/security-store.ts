import { createHash } from 'node:crypto';
import { IncrementalUpdate } from '../incremental-update.js';
import type { PdfFile } from '../pdf-file.js';
import { PdfDict, PdfName, PdfRef, PdfStream, type PdfValue } from '../pdf-values.js';
import { revisionId } from '../signed-revision.js';
import type { SignatureEvidence } from './validation-data.js';

/** What a file's document security store holds (ISO 32000-2 section 12.8.4.3); DER all. */
export interface SecurityStore {
  certificates: Buffer[];
  ocsps: Buffer[];
  crls: Buffer[];
}

const LISTS = [
  ['certificates', 'Certs', 'Cert'],
  ['ocsps', 'OCSPs', 'OCSP'],
  ['crls', 'CRLs', 'CRL'],
] as const;

/** Reads the store; a file without one gives empty lists, and what is no stream is passed over. */
export function readSecurityStore(file: PdfFile): SecurityStore {
  const store = file.dict(file.catalog.dict.get('DSS'));
  const read = (key: string): Buffer[] =>
    file.list(store?.get(key)).flatMap((item) => {
      const stream = file.resolve(item);
      return stream instanceof PdfStream ? [file.unfiltered(stream)] : [];
    });
  return { certificates: read('Certs'), ocsps: read('OCSPs'), crls: read('CRLs') };
}

/**
 * The file with the evidence in its document security store, as an incremental update of the catalog (EN 319 142-1 section 5.4.2): a stream for
 * each certificate, OCSP answer and list, a /VRI entry for each signature, and the developer extension ESIC 5. What the store held before stays.
 */
export function withSecurityStore(file: PdfFile, evidence: readonly SignatureEvidence[]): Buffer {
  const update = new IncrementalUpdate(file);
  const { ref, dict } = file.catalog;
  const before = file.dict(dict.get('DSS'));
  const lists = new Map<string, PdfValue[]>(LISTS.map(([, key]) => [key, [...file.list(before?.get(key))]]));
  const known = knownStreams(file, lists);
  const streamOf = (der: Buffer, key: string): PdfRef => {
    const name = `${key} ${sha256(der)}`;
    const ref = known.get(name) ?? update.add(new PdfStream(new PdfDict(), der));
    if (!known.has(name)) lists.get(key)!.push(ref);
    known.set(name, ref);
    return ref;
  };
  const related = new PdfDict(file.dict(before?.get('VRI')));
  for (const each of evidence) related.set(each.name, relatedTo(each, streamOf));
  const store = new PdfDict([['Type', new PdfName('DSS')]]);
  for (const [key, items] of lists) if (items.length > 0) store.set(key, items);
  if (related.size > 0) store.set('VRI', related);
  update.replace(ref, new PdfDict(dict).set('DSS', update.add(store)).set('Extensions', withEsic(file, dict)));
  return update.write(revisionId(file.bytes, 'validation data')).bytes;
}

function relatedTo(evidence: SignatureEvidence, streamOf: (der: Buffer, key: string) => PdfRef): PdfDict {
  const entry = new PdfDict([['Type', new PdfName('VRI')]]);
  for (const [list, key, short] of LISTS) {
    const refs = evidence[list].map((der) => streamOf(der, key));
    if (refs.length > 0) entry.set(short, refs);
  }
  return entry;
}

function knownStreams(file: PdfFile, lists: ReadonlyMap<string, PdfValue[]>): Map<string, PdfRef> {
  const known = new Map<string, PdfRef>();
  for (const [key, items] of lists) {
    for (const item of items) {
      const stream = file.resolve(item);
      if (item instanceof PdfRef && stream instanceof PdfStream) known.set(`${key} ${sha256(file.unfiltered(stream))}`, item);
    }
  }
  return known;
}

/** ESIC 5 over PDF 1.7 names the extension by which /DSS and document time stamps are understood (EN 319 142-1 section 5.6). */
function withEsic(file: PdfFile, catalog: PdfDict): PdfDict {
  const esic = new PdfDict([
    ['Type', new PdfName('DeveloperExtensions')],
    ['BaseVersion', new PdfName('1.7')],
    ['ExtensionLevel', 5],
  ]);
  return new PdfDict(file.dict(catalog.get('Extensions'))).set('ESIC', esic);
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64');
