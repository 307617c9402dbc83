import { AppError, plainText } from '@genmaele/contracts';
import { type UploadedParts } from '../hearings/hearing-files.js';

/** The file that was sent along in the field `documents`. Errors: `request.invalid` when it is missing or empty. */
export function oneFile(files: UploadedParts | undefined): { fileName: string; mediaType: string; bytes: Buffer } {
  const file = files?.documents?.[0];
  if (!file || file.buffer.length === 0) throw new AppError('request.invalid', { problem: 'documents: filen mangler eller er tom' });
  return { fileName: plainText(file.originalname).slice(0, 200) || 'bilag', mediaType: file.mimetype, bytes: file.buffer };
}
