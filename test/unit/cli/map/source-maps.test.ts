import { lines, mapCases } from '../../../support/map-case.ts';

/** users.service.ts line 14 column 4 is at line 10 column 4 of the built file. */
const usersMap = JSON.stringify({
  version: 3,
  file: 'users.service.js',
  sourceRoot: '',
  sources: ['../../src/users/users.service.ts'],
  names: [],
  // Nine empty lines, then one segment: generated column 0, source 0, line 13, column 0.
  mappings: ';;;;;;;;;AAaA',
});

const usersService = lines({
  5: 'export class UsersService {',
  12: '  find(id: string) {',
  14: '    return this.db.find(id);',
  15: '  }\n}',
});

mapCases([
  {
    row: 53,
    title: 'source map beside the built file',
    language: 'nodejs',
    files: { 'dist/users/users.service.js.map': usersMap, 'src/users/users.service.ts': usersService },
    spans: [
      {
        attributes: {
          'code.file.path': '/usr/src/app/dist/users/users.service.js',
          'code.line.number': 10,
          'code.column.number': 5,
        },
      },
      { attributes: { 'code.file.path': '/usr/src/app/dist/users/users.service.js:10:5' } },
    ],
    expect: [
      { at: 'src/users/users.service.ts:14', confidence: 'exact' },
      { at: 'src/users/users.service.ts:14', confidence: 'exact' },
    ],
  },
  {
    row: '53 ignored',
    title: 'source map that git ignores, inline in the built file',
    language: 'nodejs',
    files: {
      '.gitignore': 'dist/\n',
      'dist/users/users.service.js': `x;\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(usersMap).toString('base64')}\n`,
      'src/users/users.service.ts': usersService,
    },
    prepare: (ws) => {
      ws.git('init', '-q');
      return undefined;
    },
    spans: [
      {
        attributes: {
          'code.file.path': '/usr/src/app/dist/users/users.service.js',
          'code.line.number': 10,
          'code.column.number': 5,
        },
      },
    ],
    expect: [{ at: 'src/users/users.service.ts:14', confidence: 'exact' }],
  },
  {
    row: 54,
    title: 'no map: the file by tsconfig, without the line',
    language: 'nodejs',
    files: {
      'tsconfig.json':
        '{\n  // built by tsc\n  "compilerOptions": { "outDir": "dist", "rootDir": "src" }\n}\n',
      'src/users/users.service.ts': usersService,
    },
    spans: [
      {
        attributes: {
          'code.file.path': '/usr/src/app/dist/users/users.service.js',
          'code.line.number': 10,
          'code.column.number': 5,
        },
      },
    ],
    expect: [{ at: 'src/users/users.service.ts:1', confidence: 'guess', evidence: /line is not known/ }],
  },
  {
    row: 55,
    title: 'webpack URL',
    language: 'nodejs',
    files: { 'src/a.ts': lines({ 10: 'export function f() {', 12: '  g();', 13: '}' }) },
    spans: [
      {
        attributes: {
          'code.file.path': 'webpack://my-app/./src/a.ts?abcd',
          'code.line.number': 12,
          'code.column.number': 3,
        },
      },
      { attributes: { 'code.file.path': 'webpack://my-app/./src/a.ts?abcd:12:3' } },
    ],
    expect: [
      { at: 'src/a.ts:12', confidence: 'exact' },
      { at: 'src/a.ts:12', confidence: 'exact' },
    ],
  },
]);
