/**
 * Who may know whom. Rooms stand in one order; a room may import what stands before it, never beside or after it.
 * An earlier room reaches a later one only by a job.
 */
const groups = [
  ['contracts'],
  ['workflow', 'calendar', 'legaltext'],
  ['platform'],
  ['audit'],
  ['jobs'],
  ['access'],
  ['intake'],
  ['committees'],
  ['cases'],
  ['contributions'],
  ['documents'],
  ['delivery'],
];

const against = groups.flatMap((group, i) =>
  group.map((room) => {
    const later = [...group.filter((other) => other !== room), ...groups.slice(i + 1).flat()];
    return {
      name: `grain-${room}`,
      comment: `libs/${room} may import only what stands before it in the order of rooms; reach a later room by a job.`,
      severity: 'error',
      from: { path: `^libs/${room}/src`, pathNot: '\\.spec\\.ts$' },
      to: { path: later.length ? `^libs/(${later.join('|')})/|^apps/` : '^apps/' },
    };
  }),
);

export default {
  forbidden: [
    ...against,
    {
      name: 'no-circle',
      comment: 'A circle means two files are one thought split badly.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'front-door',
      comment: 'A lib is entered through its index.ts, so that what is behind it may change.',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/' },
      to: { path: '^libs/([^/]+)/src/', pathNot: ['^libs/$2/', '/src/index\\.ts$'] },
    },
    {
      name: 'front-door-from-outside',
      comment: 'Templates, migrations and benches enter a lib through its index.ts too.',
      severity: 'error',
      from: { path: '^(templates|migrations|bench)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: '/src/index\\.ts$' },
    },
    {
      name: 'pure',
      comment: 'workflow, calendar, legaltext, contracts and templates are pure: no input, no output, no database.',
      severity: 'error',
      from: { path: '^(libs/(workflow|calendar|legaltext|contracts)/src|templates)/', pathNot: '\\.spec\\.ts$' },
      to: { path: 'node_modules/(pg|typeorm|bullmq|ioredis|@nestjs)/|^(fs|net|http|https|child_process)$' },
    },
    {
      name: 'only-tests-import-testing',
      comment: 'libs/testing holds factories and fakes; the product never sees them.',
      severity: 'error',
      from: { path: '^(apps|libs|templates|migrations)/', pathNot: ['\\.spec\\.ts$', '^libs/testing/'] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'pdfkit-in-one-file',
      comment: 'Only the writer knows pdfkit; only the faces know fontkit.',
      severity: 'error',
      from: { path: '^(libs|apps|templates)/', pathNot: ['^libs/documents/src/pdf/', '\\.spec\\.ts$'] },
      to: { path: 'node_modules/(pdfkit|fontkit)/' },
    },
    {
      name: 'apps-are-islands',
      comment: 'Apps share libs, never each other.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/([^/]+)/', pathNot: '^apps/$1/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
