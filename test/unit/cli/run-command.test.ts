import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Command, UsageError } from '../../../src/cli/command.ts';
import { runCommand } from '../../../src/cli/run-command.ts';
import { captureIo } from '../../support/capture-io.ts';

const commands: Command[] = [
  {
    name: 'ok',
    summary: 'Works.',
    help: 'HELP OF OK\n',
    run: async (args, io) => {
      io.stdout(args.join('+'));
      return 0;
    },
  },
  {
    name: 'usage',
    summary: 'Refuses.',
    help: '',
    run: async () => {
      throw new UsageError('give me a file');
    },
  },
  {
    name: 'fail',
    summary: 'Fails.',
    help: '',
    run: async () => {
      throw new Error('no answer');
    },
  },
];

const cases: [string[], number, RegExp, RegExp][] = [
  [['ok', 'a', 'b'], 0, /^a\+b$/, /^$/],
  [['ok', '--help'], 0, /HELP OF OK/, /^$/],
  [['--help'], 0, /ok {4,}Works\./, /^$/],
  [[], 2, /Usage/, /^$/],
  [['nope'], 2, /^$/, /no command "nope"/],
  [['usage'], 2, /^$/, /give me a file[\s\S]*usage --help/],
  [['fail'], 1, /^$/, /spanlight fail: no answer/],
];

for (const [argv, code, out, err] of cases)
  test(`spanlight ${argv.join(' ')} exits ${code}`, async () => {
    const io = captureIo();
    assert.equal(await runCommand(commands, argv, io), code);
    assert.match(io.out(), out);
    assert.match(io.err(), err);
  });
