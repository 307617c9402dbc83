import { randomUUID } from 'node:crypto';
import { verifyAudit } from '@genmaele/audit';
import { caseIn } from '@genmaele/testing';
import { openServedHouse, type ServedHouse } from './house.js';

let house: ServedHouse;
beforeAll(async () => {
  house = await openServedHouse();
});
afterAll(() => house?.close());

const linesAbout = (subject: string) =>
  house.rows<{ actor_id: string; route: string; request_id: string }>(
    `SELECT actor_id, facts->>'route' AS route, request_id FROM audit_entry WHERE subject = $1 AND action = 'read' ORDER BY seq`,
    [subject],
  );

describe('the log of readers', () => {
  it('has a line for each reading of a case, its letter and its hearing: who, what and by which request', async () => {
    const { id, hearingId } = await caseIn(house, 'signed');
    const [chair, officer] = [await house.as(house.people.chair), await house.as(house.people.officer)];
    const answers = [await chair.get(`/cases/${id}`), await chair.page(`/sager/${id}`), await officer.get(`/cases/${id}/letter.pdf`)];
    const lines = await linesAbout(`case:${id}`);
    expect(lines).toEqual(
      ['/cases/:id', '/sager/:id', '/cases/:id/letter.pdf'].map((route, i) => ({
        actor_id: (i < 2 ? house.people.chair : house.people.officer).id,
        route,
        request_id: answers[i]?.headers.get('x-request-id'),
      })),
    );
    await officer.get(`/hearings/${hearingId}/provisions`);
    expect(await linesAbout(`hearing:${hearingId}`)).toHaveLength(1);
    expect((await verifyAudit(house.database)).firstBad).toBeUndefined();
  });

  it('has a line also for an id that does not exist, and none for a list or for someone who may not read at all', async () => {
    const [id, head] = [randomUUID(), await house.as(house.people.head)];
    expect((await head.get(`/cases/${id}`)).status).toBe(404);
    expect(await linesAbout(`case:${id}`)).toHaveLength(1);
    const before = await house.rows(`SELECT 1 FROM audit_entry WHERE action = 'read'`);
    await head.get('/cases');
    await house.visitor().get(`/cases/${id}`);
    expect(await house.rows(`SELECT 1 FROM audit_entry WHERE action = 'read'`)).toHaveLength(before.length);
  });

  it('is read by administrators alone, the latest first, with names and without a word of the draft', async () => {
    const view = await caseIn(house, 'in-approval');
    const administrator = await house.as(house.people.administrator);
    const { body } = await administrator.get(`/cases/${view.id}/log`);
    const actions = body.lines.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(['read', 'case.recommend', 'case.submit', 'case.save', 'reservation.take', 'case.start', 'case.open']);
    expect(body.lines.map(({ actor }: { actor: string | null }) => actor)).toEqual([
      house.people.administrator.name,
      house.people.secretary.name,
      ...Array(4).fill(house.people.officer.name),
      null,
    ]);
    expect(JSON.stringify(body)).not.toContain(view.currentVersion?.content.points[0]?.text);
    const older = await administrator.get(`/cases/${view.id}/log?before=${body.lines[5].seq}`);
    expect(older.body.lines.map(({ action }: { action: string }) => action)).toEqual(['case.open']);
    expect((await (await house.as(house.people.officer)).get(`/cases/${view.id}/log`)).status).toBe(403);
    expect((await administrator.get(`/cases/${randomUUID()}/log`)).body.code).toBe('case.not-found');
  });
});
