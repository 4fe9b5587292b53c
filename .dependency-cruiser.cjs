/**
 * What each folder may import of ours; everything else is a violation. `types` names folders of which only types may come.
 * Data flows one way: vendors -> connectors -> activities -> repositories -> views.
 */
const folders = {
  pipeline: { imports: [] },
  domain: { imports: ['pipeline'] },
  checks: { imports: [], types: ['pipeline'] },
  connectors: { imports: ['domain', 'pipeline'] },
  repositories: { imports: ['domain', 'pipeline', 'generated'], types: ['connectors', 'checks', 'imports'] },
  activities: { imports: ['pipeline', 'domain', 'checks', 'connectors', 'repositories'] },
  workflows: { imports: ['pipeline'], types: ['activities'] },
  schedules: { imports: ['pipeline', 'config'], types: ['workflows'] },
  api: { imports: ['pipeline', 'config', 'repositories'], types: ['workflows'] },
  imports: { imports: ['pipeline'], types: ['domain'] },
  exports: { imports: ['pipeline', 'domain'] },
  cli: {
    imports: ['pipeline', 'config', 'schedules', 'repositories', 'connectors', 'imports', 'exports'],
    types: ['workflows', 'domain'],
  },
  config: { imports: ['pipeline'] },
  dashboards: { imports: ['pipeline'] },
  preview: { imports: ['pipeline', 'exports'] },
  simulators: { imports: ['pipeline'] },
  worker: {
    imports: [
      'pipeline',
      'domain',
      'checks',
      'connectors',
      'repositories',
      'activities',
      'workflows',
      'config',
      'preview',
    ],
  },
  demo: {
    imports: [
      'pipeline',
      'domain',
      'checks',
      'connectors',
      'repositories',
      'config',
      'schedules',
      'simulators',
      'preview',
      // The demo is the CLI on a stage of its own.
      'cli',
    ],
    types: ['workflows'],
  },
  bench: {
    imports: [
      'pipeline',
      'domain',
      'checks',
      'connectors',
      'repositories',
      'activities',
      'config',
      'schedules',
      'simulators',
      'worker',
      'demo',
      'preview',
    ],
    types: ['workflows'],
  },
  tools: {
    imports: [
      'pipeline',
      'domain',
      'checks',
      'connectors',
      'repositories',
      'config',
      'demo',
      'cli',
      'preview',
    ],
  },
};

/** Nobody builds on these, except those who try and measure them. */
const entrances = {
  worker: ['bench'],
  demo: ['bench', 'tools'],
  bench: [],
  tools: [],
  cli: ['tools', 'demo'],
  api: [],
};

/** Packages and Node modules that a folder must not touch. */
const forbiddenOutside = {
  pipeline: { builtins: true, packages: '.', exceptTypes: true },
  domain: { builtins: true, packages: '^(@prisma|pg|undici|@temporalio|@aws-sdk)' },
  checks: { builtins: true, packages: '.' },
  workflows: { builtins: true, packages: '^(?!@temporalio/(workflow|common))' },
  connectors: { packages: '^(@prisma|pg|@temporalio)' },
  repositories: { packages: '^(undici|@temporalio)' },
  activities: { packages: '^(undici|@temporalio/(client|worker|testing)|@prisma|pg)' },
  imports: { packages: '^(@prisma|pg|undici|@temporalio)' },
  exports: { packages: '^(@prisma|pg|undici|@temporalio)' },
  simulators: { packages: '^(@prisma|pg|@temporalio)' },
  preview: { packages: '^(@prisma|undici|@temporalio|@aws-sdk)' },
};

const anyOf = (names) => `^(${names.join('|')})/`;
const ours = Object.keys(folders).concat('generated', 'test');
const packagePath = (pattern) =>
  pattern === '.' ? '^node_modules/' : `^node_modules/${pattern.replace(/^\^/, '')}`;

const insideRules = Object.entries(folders).flatMap(([folder, { imports, types = [] }]) => [
  {
    name: `${folder}-imports-only-${imports.join('-') || 'nothing'}`,
    severity: 'error',
    from: { path: `^${folder}/` },
    to: { path: anyOf(ours), pathNot: anyOf([folder, ...imports, ...types]) },
  },
  ...types.map((type) => ({
    name: `${folder}-takes-only-types-from-${type}`,
    severity: 'error',
    from: { path: `^${folder}/` },
    to: { path: `^${type}/`, dependencyTypesNot: ['type-only', 'type-import'] },
  })),
]);

const outsideRules = Object.entries(forbiddenOutside).flatMap(
  ([folder, { builtins, packages, exceptTypes }]) => [
    ...(builtins
      ? [
          {
            name: `${folder}-has-no-node-modules`,
            severity: 'error',
            from: { path: `^${folder}/` },
            to: { dependencyTypes: ['core'] },
          },
        ]
      : []),
    {
      name: `${folder}-stays-away-from-packages`,
      severity: 'error',
      from: { path: `^${folder}/` },
      to: {
        path: packagePath(packages),
        ...(exceptTypes && { dependencyTypesNot: ['type-only', 'type-import'] }),
      },
    },
  ],
);

const entranceRules = Object.entries(entrances).map(([folder, users]) => ({
  name: `${folder}-is-not-imported`,
  severity: 'error',
  from: { pathNot: anyOf([folder, 'test', ...users]) },
  to: { path: `^${folder}/` },
}));

module.exports = {
  forbidden: [
    ...insideRules,
    ...outsideRules,
    ...entranceRules,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'nothing-imports-tests', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
    {
      name: 'simulators-are-outside',
      severity: 'error',
      from: { pathNot: anyOf(['simulators', 'demo', 'bench', 'test']) },
      to: { path: '^simulators/' },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^generated/' },
    },
    {
      name: 'only-runtime-packages-at-runtime',
      severity: 'error',
      comment: 'find-browser tries a browser for development last, and goes on without it.',
      from: { pathNot: '^(test|bench|tools)/|\\.config\\.|^preview/find-browser\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'type-import'] },
    },
    {
      name: 'natural-by-deep-path',
      severity: 'error',
      comment: 'Its root loads .env into the process.',
      from: {},
      to: { path: '^node_modules/natural/lib/natural/index\\.' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['node_modules', '^generated/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
