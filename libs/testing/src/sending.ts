import { caseView, type CaseView } from '@genmaele/cases';
import { type MailProbe } from '@genmaele/delivery';
import { type WorkRunner } from '@genmaele/jobs';
import { type MailSink } from './mail-sink.js';
import { type TestHouse } from './test-house.js';
import { testHandlers, testMail, testRunner } from './test-work.js';

/** A worker that mails letters to the sink, and no notices. */
export function senderTo(house: TestHouse, sink: MailSink, probe?: MailProbe): WorkRunner {
  return testRunner(house, { handlers: testHandlers(house, testMail(sink.url, probe)), changed: { 'notice.send': async () => undefined } });
}

/** Sends what is due, moving the clock to each new try, until nothing of the case is left to send or the tries are used. */
export async function sendUntilSettled(house: TestHouse, sender: WorkRunner, caseId: string, tries = 30): Promise<CaseView> {
  for (let i = 0; i < tries; i += 1) {
    await sender.runDue();
    const [next] = await house.rows<{ due_at: Date }>(
      `SELECT due_at FROM work WHERE subject = $1 AND job = 'letter.send' AND state = 'ready'`,
      [`case:${caseId}`],
    );
    if (!next) break;
    house.clock.set(next.due_at);
  }
  return caseView(house.database, caseId);
}
