// Two worlds: the domain libraries are plain TypeScript; the programs in apps/ wire them up.
const DOMAIN = '^libs/(money|card|benefits|national)/';

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-without-framework',
      comment: 'The domain knows no Nest, no TypeORM, no driver and no web server.',
      severity: 'error',
      from: { path: DOMAIN, pathNot: '\\.spec\\.ts$' },
      to: { path: 'node_modules/(@nestjs|typeorm|pg|rxjs|fastify|pino|pcsclite)' },
    },
    {
      name: 'domain-without-io',
      comment: 'The domain reads no file, opens no socket and starts no process.',
      severity: 'error',
      from: { path: DOMAIN, pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer)$' },
    },
    {
      name: 'libs-know-no-program',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'programs-are-apart',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'programs-know-no-page',
      severity: 'error',
      from: { path: '^(apps|libs)/' },
      to: { path: '^pages/' },
    },
    {
      name: 'pages-ask-programs',
      comment: 'A page knows the shape of answers, never the code behind them.',
      severity: 'error',
      from: { path: '^pages/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(apps/|libs/(card|readers|benefits|national|program)/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'money-stands-alone',
      severity: 'error',
      from: { path: '^libs/money/' },
      to: { path: '^libs/(card|readers|benefits|national|program)/' },
    },
    {
      name: 'ledger-below-its-users',
      comment: 'messages → the domain folders → accounts → database, never the other way.',
      severity: 'error',
      from: { path: '^apps/settlement/src/(accounts|database)/' },
      to: { path: '^apps/settlement/src/', pathNot: '^apps/settlement/src/(accounts|database)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
  },
};
