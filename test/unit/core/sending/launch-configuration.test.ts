import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  environmentFilesOf,
  environmentOf,
  withNodeInstrumentation as instrument,
  withPythonInstrumentation as instrumentPython,
  type Launch,
  withJavaAgent,
  withVariables,
} from '../../../../src/core/sending/launch-configuration.ts';

const REGISTER = '@opentelemetry/auto-instrumentations-node/register';
const require = ['--require', REGISTER];
const nothing = () => undefined;
const withNodeInstrumentation = (launch: Launch, flags: readonly string[]) =>
  instrument(launch, flags, nothing);
const withPythonInstrumentation = (launch: Launch, folder: string, separator: string) =>
  instrumentPython(launch, folder, separator, nothing);

test('variables are added to those of the configuration, which is left as it was', () => {
  const launch = { type: 'go', env: { A: '1' } };
  assert.deepEqual(withVariables(launch, [{ name: 'B', value: '2' }]), {
    type: 'go',
    env: { A: '1', B: '2' },
  });
  assert.deepEqual(launch.env, { A: '1' });
  assert.equal(withVariables(launch, []), launch);
  assert.deepEqual(withVariables({ env: null }, [{ name: 'B', value: '2' }]), { env: { B: '2' } });
});

test('only texts and numbers count as variables', () => {
  assert.deepEqual(environmentOf({ env: { A: 'a', B: 2, C: null } }), { A: 'a', B: '2' });
  assert.deepEqual(environmentOf({ env: 'A=1' }), {});
});

test('files of variables: one, several, and the one Python reads by itself', () => {
  assert.deepEqual(environmentFilesOf({ envFile: '/a/.env' }, 'node'), ['/a/.env']);
  assert.deepEqual(environmentFilesOf({ envFile: ['/a', '/b'] }, 'go'), ['/a', '/b']);
  assert.deepEqual(environmentFilesOf({}, 'go'), []);
  assert.deepEqual(environmentFilesOf({}, 'python'), ['.env']);
});

test('node gets the flag before its other arguments', () => {
  assert.deepEqual(withNodeInstrumentation({ type: 'node', runtimeArgs: ['--inspect'] }, require), {
    type: 'node',
    runtimeArgs: ['--require', REGISTER, '--inspect'],
  });
  assert.deepEqual(
    withNodeInstrumentation({ type: 'node', runtimeExecutable: '/usr/bin/node' }, ['--import', REGISTER])
      .runtimeArgs,
    ['--import', REGISTER],
  );
});

test('what starts node by a script gets it through the environment', () => {
  const npm = {
    type: 'node',
    runtimeExecutable: 'npm',
    runtimeArgs: ['run', 'dev'],
    env: { NODE_OPTIONS: '-r x' },
  };
  assert.deepEqual(withNodeInstrumentation(npm, require), {
    ...npm,
    env: { NODE_OPTIONS: `-r x --require ${REGISTER}` },
  });
  assert.deepEqual(
    withNodeInstrumentation({ type: 'node-terminal', command: 'npm start' }, ['--require', '/a b/r.js']).env,
    { NODE_OPTIONS: '--require "/a b/r.js"' },
  );
});

test('what is instrumented already is not instrumented twice', () => {
  for (const launch of [
    { type: 'node', runtimeArgs: ['-r', REGISTER] },
    { type: 'node', runtimeArgs: `--require=${REGISTER}` },
    { type: 'node', env: { NODE_OPTIONS: `--import ${REGISTER}` } },
    { type: 'node-terminal', command: `node -r ${REGISTER} app.js` },
  ])
    assert.equal(withNodeInstrumentation(launch, require), launch);
});

test('python gets the folder whose sitecustomize starts the instrumentation', () => {
  const once = withPythonInstrumentation({ env: { PYTHONPATH: '/src' } }, '/site', ':');
  assert.deepEqual(once, { env: { PYTHONPATH: '/site:/src' } });
  assert.equal(withPythonInstrumentation(once, '/site', ':'), once);
  assert.deepEqual(withPythonInstrumentation({}, 'C:\\s', ';'), { env: { PYTHONPATH: 'C:\\s' } });
});

test('what the program inherits is kept', () => {
  const inherited = (name: string) => (name === 'NODE_OPTIONS' ? '--max-old-space-size=4096' : '/own');
  assert.deepEqual(instrument({ type: 'node', runtimeExecutable: 'npm' }, require, inherited).env, {
    NODE_OPTIONS: `--max-old-space-size=4096 --require ${REGISTER}`,
  });
  assert.deepEqual(instrumentPython({}, '/site', ':', inherited).env, { PYTHONPATH: '/site:/own' });
});

test('java gets the agent, in a text or a list, unless it has one', () => {
  assert.deepEqual(withJavaAgent({}, '/a.jar'), { vmArgs: '-javaagent:/a.jar' });
  assert.deepEqual(withJavaAgent({ vmArgs: '-Xmx1g' }, '/a b.jar'), {
    vmArgs: '"-javaagent:/a b.jar" -Xmx1g',
  });
  assert.deepEqual(withJavaAgent({ vmArgs: ['-Xmx1g'] }, '/a b.jar'), {
    vmArgs: ['-javaagent:/a b.jar', '-Xmx1g'],
  });
  const own = { vmArgs: '-javaagent:/opt/opentelemetry-javaagent.jar' };
  assert.equal(withJavaAgent(own, '/a.jar'), own);
  const same = { vmArgs: ['-javaagent:/a.jar'] };
  assert.equal(withJavaAgent(same, '/a.jar'), same);
});
