import type { GapRule } from '../../rule.ts';
import { otel } from './ids.ts';

const NOTE =
  'Database clients such as mongodb, ioredis and pg with requireParentSpan make no span without a parent: the whole job stays dark.';

export const jsJobRules: readonly GapRule[] = [
  {
    id: 'js.node-cron',
    tech: 'node-cron',
    modules: ['node-cron', 'cron', 'node-schedule', 'croner', 'cron-async'],
    packages: ['node-cron', 'cron', 'node-schedule', 'croner'],
    sites: [
      {
        on: 'call',
        kind: 'entry.scheduled',
        names: ['schedule', 'scheduleJob'],
        path: /^(?:schedule|scheduleJob)$/,
        args: [[-1, 'any']],
        handler: [1, 2],
        keys: { schedule: [0] },
      },
      {
        on: 'new',
        kind: 'entry.scheduled',
        names: ['CronJob', 'Cron'],
        // An empty function is there to see whether the pattern parses.
        skip: /\(\s*\)\s*=>\s*\{\s*\}/,
        handler: [1, 2],
        keys: { schedule: [0] },
      },
      {
        on: 'call',
        kind: 'entry.scheduled',
        names: ['from'],
        path: /^CronJob\.from$/,
        handler: ['onTick'],
        keys: { schedule: ['cronTime'] },
      },
    ],
    coveredBy: ['@opentelemetry/instrumentation-node-cron', '@sentry/node.cron'],
    note: NOTE,
    tests: [
      {
        code: "const cron = require('node-cron');\ncron.schedule('* * * * *', async () => { await tidy(); });",
        expect: ['entry.scheduled@2'],
      },
      {
        code: "import { CronJob } from 'cron';\nnew CronJob('* * * * *', tick);",
        expect: ['entry.scheduled@2'],
      },
      { code: "import { schedule } from './calendar';\nschedule('* * * * *', f);", expect: [] },
      {
        code: "import cron from 'node-cron';\nimport { trace } from '@opentelemetry/api';\nconst tracer = trace.getTracer('x');\ncron.schedule('* * * * *', () => tracer.startActiveSpan('tidy', async (span) => { try { await tidy(); } catch (e) { span.setStatus({ code: 2 }); } finally { span.end(); } }));",
        expect: [],
      },
    ],
  },
  {
    id: 'js.agenda',
    tech: 'agenda',
    modules: ['agenda', '@hokify/agenda', 'bree', 'toad-scheduler'],
    packages: ['agenda', '@hokify/agenda', 'bree'],
    sites: [
      {
        on: 'call',
        kind: 'entry.scheduled',
        names: ['define'],
        path: /\(\)\.define$/,
        args: [
          [0, 'text'],
          [-1, 'handler'],
        ],
        handler: [-1],
        keys: { job: [0] },
      },
    ],
    coveredBy: [],
    note: NOTE,
    tests: [
      {
        code: "import Agenda from 'agenda';\nconst a = new Agenda();\na.define('mail', async (job) => {});",
        expect: ['entry.scheduled@3'],
      },
      { code: "import { DataTypes } from 'sequelize';\nsequelize.define('user', {});", expect: [] },
    ],
  },
  {
    id: 'js.nest-schedule',
    tech: 'nest',
    modules: ['@nestjs/schedule'],
    packages: ['@nestjs/schedule'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.scheduled',
        target: 'method',
        names: ['Cron', 'Interval', 'Timeout'],
        keys: { schedule: [0] },
      },
    ],
    coveredBy: otel('nestjs-schedule'),
    note: NOTE,
    tests: [
      {
        code: "import { Cron } from '@nestjs/schedule';\nclass A { @Cron('* * * * *') tick() {} }",
        expect: ['entry.scheduled@2'],
      },
      { code: "class A { @Cron('* * * * *') tick() {} }", expect: [] },
    ],
  },
  {
    id: 'js.timer',
    tech: 'setInterval',
    modules: ['<global>'],
    packages: [],
    sites: [
      {
        on: 'call',
        kind: 'entry.scheduled',
        names: ['setInterval'],
        path: /^setInterval$/,
        args: [[0, 'handler']],
        handler: [0],
        ifOutbound: true,
        notIn: /\b(?:document|window)\.|from ['"]react['"]/,
      },
    ],
    coveredBy: [],
    note: NOTE,
    tests: [
      {
        code: "setInterval(async () => { await fetch('http://x/y'); }, 1000);",
        expect: ['entry.scheduled@1', 'outbound.http@1'],
      },
      { code: 'setInterval(() => { count++; }, 1000);', expect: [] },
    ],
  },
  {
    id: 'js.cli',
    tech: 'command line',
    modules: ['commander', 'yargs', 'cac', 'oclif'],
    packages: ['commander', 'yargs'],
    sites: [
      {
        on: 'call',
        kind: 'entry.cli',
        names: ['action'],
        path: /action$/,
        args: [[0, 'handler']],
        handler: [0],
      },
    ],
    coveredBy: [],
    tests: [
      {
        code: "import { program } from 'commander';\nprogram.command('x').action(async () => {});",
        expect: ['entry.cli@2'],
      },
      { code: "import { store } from './store';\nstore.action(async () => {});", expect: [] },
    ],
  },
];
