const sharedSettings = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript' },
          experimental: { keepImportAttributes: true },
        },
      },
    ],
    // ml-regression and parts of Fastify are CommonJS that requires packages which are ESM only: Node loads that, Jest does not.
    '/node_modules/(ml-[a-z0-9-]+|is-any-array|content-disposition|cookie)/.+\\.js$': [
      '@swc/jest',
      { swcrc: false, module: { type: 'commonjs' }, jsc: { target: 'es2023' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(ml-[a-z0-9-]+|is-any-array|content-disposition|cookie)/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/\\.local/'],
};

export default {
  maxWorkers: 2,
  // Servers start and stop inside integration tests, perhaps on a machine that is busy.
  testTimeout: 60_000,
  projects: [
    {
      ...sharedSettings,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/unit/**/*.test.ts', '<rootDir>/test/architecture/**/*.test.ts'],
    },
    {
      ...sharedSettings,
      displayName: 'integration',
      testMatch: [
        '<rootDir>/test/integration/**/*.test.ts',
        '<rootDir>/test/workflows/**/*.test.ts',
        '<rootDir>/test/demo/**/*.test.ts',
      ],
      globalSetup: '<rootDir>/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
    },
  ],
};
