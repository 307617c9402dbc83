import { type DraftContent, sha256 } from '@genmaele/contracts';
import { loadSampleHearing, sampleFileNames, sampleHearingFacts } from '../../apps/cli/src/sample-hearing.js';
import { sampleDraft } from '../../apps/cli/src/sample-draft.js';
import { type ServedHouse } from './house.js';
import { type Answer, type FormFile } from './visitor.js';

/** When the sample hearing is sent and due in these tests. */
export const sampleTimes = { date: '2026-11-20', deadline: '2026-12-18T12:00' };

/** The sample hearing as its parts are posted. */
export async function sampleParts(): Promise<{ fields: Record<string, string>; files: FormFile[] }> {
  const sample = await loadSampleHearing(sampleTimes, 'hoering@forening.example');
  return {
    fields: { ...sampleHearingFacts, deadline: sampleTimes.deadline },
    files: [
      { field: 'bill', name: sampleFileNames.bill, bytes: sample.bill, type: 'text/html' },
      { field: 'letter', name: sampleFileNames.letterPdf, bytes: sample.letterPdf, type: 'application/pdf' },
      { field: 'documents', name: sampleFileNames.partiesPdf, bytes: sample.partiesPdf, type: 'application/pdf' },
    ],
  };
}

/** An answer that must be a success; anything else fails with what it says. */
export function good(answer: Answer): any {
  if (answer.status >= 300) throw new Error(`${answer.status}: ${answer.text}`);
  return answer.body;
}

/** The people of the test house, by the part they play. */
export type Part = 'officer' | 'secretary' | 'chair' | 'dispatcher' | 'head';

/** Takes an action as one of the people, over HTTP; it must succeed. */
export async function act(house: ServedHouse, part: Part, caseId: string, action: string, body: object = {}): Promise<any> {
  return good(await (await house.as(house.people[part])).post(`/cases/${caseId}/actions/${action}`, body));
}

/** The case as the officer sees it. */
export async function seenCase(house: ServedHouse, caseId: string): Promise<any> {
  return good(await (await house.as(house.people.officer)).get(`/cases/${caseId}`));
}

/** Hands the sample hearing in and lets it be read. Returns the ids, and the draft that is written for it. */
export async function receiveSample(
  house: ServedHouse,
  more: Record<string, string> = {},
): Promise<{ hearingId: string; caseId: string; draft: DraftContent }> {
  const officer = await house.as(house.people.officer);
  const { fields, files } = await sampleParts();
  const { hearingId } = good(await officer.postForm('/hearings', { ...fields, ...more }, files));
  await house.drain();
  const { caseId } = good(await officer.get(`/hearings/${hearingId}`));
  const { provisions } = good(await officer.get(`/hearings/${hearingId}/provisions`));
  return { hearingId, caseId, draft: sampleDraft(provisions) };
}

/** From an opened case to a mail on its way to the ministry, each step by whom it belongs to, with the worker's part done in between. */
export async function draftToSent(house: ServedHouse, caseId: string, draft: DraftContent, comment?: string): Promise<void> {
  await act(house, 'officer', caseId, 'start');
  const { currentVersion: seen } = await act(house, 'officer', caseId, 'save', { draft });
  await act(house, 'officer', caseId, 'submit', { seen, comment });
  await house.drain();
  await act(house, 'secretary', caseId, 'recommend', { seen, comment });
  await house.drain();
  await act(house, 'chair', caseId, 'approve', { seen, comment });
  await house.drain();
  const { signedSha256 } = await seenCase(house, caseId);
  await act(house, 'dispatcher', caseId, 'send', { seen: signedSha256, comment });
  await house.drain();
}

/** The hash of bytes, as the api writes it in an ETag. */
export const etagOf = (bytes: Buffer): string => `"${sha256(bytes)}"`;
