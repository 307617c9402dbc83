import { roleNames } from '@genmaele/contracts';
import { caseStates, caseWorkflow, type Row, states } from './case-workflow.js';

/** docs/workflow.md as the table makes it: a Mermaid diagram and the table in words. Checked fresh in CI. */
export function workflowPage(): string {
  const id = (state: string) => state.replaceAll('-', '_');
  const edges = caseWorkflow.filter((row) => row.from !== row.to).map((row) => `  ${id(row.from)} --> ${id(row.to)}: ${row.danish}`);
  const names = caseStates.map((state) => `  state "${states[state].danish}" as ${id(state)}`);
  const lines = (caseWorkflow as readonly Row[]).map(
    (row) =>
      `| ${states[row.from].danish} | ${row.danish} (\`${row.action}\`) | ${states[row.to].danish} | ${row.by.map((role) => roleNames[role]).join(', ')} | ${row.needs.join(', ') || '–'} | ${row.enqueues.join(', ') || '–'} |`,
  );
  return [
    '# The way of a case',
    '',
    'Generated from `libs/workflow/src/case-workflow.ts` by `npm run generate`; do not edit.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...names,
    '  [*] --> opened',
    ...edges,
    '```',
    '',
    '| from | action | to | by | needs | sets off |',
    '|---|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}
