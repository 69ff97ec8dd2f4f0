/** Rooms from the lowest to the highest: a room may import from those before it, never from those after. */
const LAYERS = [
  ['domain'],
  ['config', 'database'],
  ['ledger', 'outbound'],
  ['http'],
  ['accounts'],
  [
    'agencies',
    'audit',
    'backup',
    'exports',
    'imports',
    'inspections',
    'link-checks',
    'mail',
    'operations',
    'plans',
    'procedures',
    'public-services',
    'publication',
    'reports',
    'schemes',
    'seeding',
    'webhooks',
  ],
  ['openapi', 'pages'],
];

const folders = (rooms) => `^src/(${rooms.join('|')})/`;

const upward = LAYERS.slice(0, -1).map((rooms, i) => ({
  name: `${rooms.join('-')}-imports-from-below-only`,
  severity: 'error',
  from: { path: folders(rooms), pathNot: '\\.table\\.ts$|\\.module\\.ts$' },
  to: { path: folders(LAYERS.slice(i + 1).flat()) },
}));

export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    ...upward,
    {
      name: 'domain-is-pure',
      comment: 'No framework, no I/O, no clock. Hashing is the one thing of Node that rules need.',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: '\\.spec\\.ts$' },
      to: { path: 'node_modules|^node:', pathNot: 'canonicalize|crypto' },
    },
    {
      name: 'tables-are-written-by-their-room',
      comment: 'Another room asks the room’s service; the loaders of seeds and imports write in bulk.',
      severity: 'error',
      from: {
        path: '^src/(accounts|agencies|audit|inspections|plans|procedures|public-services|publication|reports|exports|webhooks|link-checks|mail)/',
      },
      to: {
        path: '^src/([^/]+)/.*\\.table\\.ts$',
        pathNot: ['^src/$1/', '^src/database/'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.spec\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
