import type { PdfFile } from './pdf-file.js';
import { PdfName } from './pdf-values.js';

/** The permission of a certified file (DocMDP): 1 nothing, 2 signing and filling in, 3 also notes; `undefined` when not certified. */
export function certifiedPermission(file: PdfFile): number | undefined {
  const signature = file.dict(file.dict(file.catalog.dict.get('Perms'))?.get('DocMDP'));
  for (const reference of file.list(signature?.get('Reference'))) {
    const method = file.resolve(file.dict(reference)?.get('TransformMethod'));
    if (!(method instanceof PdfName) || method.name !== 'DocMDP') continue;
    const permission = file.resolve(file.dict(file.dict(reference)?.get('TransformParams'))?.get('P'));
    return typeof permission === 'number' ? permission : 2;
  }
  return undefined;
}
