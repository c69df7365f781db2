import type { GapRule } from '../../rule.ts';
import { AUTO_PY, addPy, py } from './ids.ts';

const APP = /^(?:app|celery|celery_app|\w*celery\w*)$/;

export const pythonJobRules: readonly GapRule[] = [
  {
    id: 'python.celery',
    tech: 'Celery',
    modules: ['celery'],
    packages: ['celery'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.queue',
        target: 'method',
        names: ['shared_task'],
        keys: { job: ['name'] },
      },
      {
        on: 'annotation',
        kind: 'entry.queue',
        target: 'method',
        names: ['task', 'periodic_task'],
        member: true,
        receiver: APP,
        keys: { job: ['name'] },
      },
    ],
    coveredBy: py('celery'),
    install: addPy('celery', 'CeleryInstrumentor().instrument() in worker_process_init'),
    tests: [
      {
        code: 'from celery import Celery, shared_task\napp = Celery("a")\n@shared_task\ndef send(x): pass\n@app.task(bind=True)\ndef y(self): pass',
        expect: ['entry.queue@3', 'entry.queue@5'],
      },
      { code: 'from invoke import task\n@task\ndef build(c): pass', expect: [] },
    ],
  },
  {
    id: 'python.task-queues',
    tech: 'task queue',
    modules: [
      'dramatiq',
      'rq',
      'huey',
      'remoulade',
      'taskiq',
      'procrastinate',
      'django_rq',
      'background_task',
    ],
    packages: ['dramatiq', 'rq', 'huey', 'remoulade', 'taskiq', 'procrastinate', 'django-rq'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.queue',
        target: 'method',
        names: ['actor', 'job', 'task', 'db_task', 'periodic_task', 'background'],
        keys: { job: ['queue_name', 'name'] },
      },
    ],
    coveredBy: [
      ...py('remoulade'),
      'opentelemetry-instrumentation-dramatiq',
      'taskiq.middlewares.opentelemetry_middleware',
    ],
    tests: [
      {
        code: 'import dramatiq\n@dramatiq.actor\ndef count(url): pass',
        expect: ['entry.queue@2'],
      },
      { code: 'from rq.decorators import job\n@job("low")\ndef f(): pass', expect: ['entry.queue@2'] },
      { code: 'import dramatiq\n@cached\ndef f(): pass', expect: [] },
    ],
  },
  {
    id: 'python.scheduler',
    tech: 'scheduler',
    modules: ['apscheduler', 'schedule', 'aiocron', 'rocketry', 'flask_apscheduler', 'fastapi_utils.tasks'],
    packages: ['apscheduler', 'schedule', 'aiocron', 'flask-apscheduler'],
    sites: [
      {
        on: 'call',
        kind: 'entry.scheduled',
        names: ['add_job', 'add_schedule'],
        path: /Scheduler\(\)\.add_\w+$/,
        receiver: /sched/i,
        handler: [0, 'func'],
        keys: { job: ['id'] },
      },
      {
        on: 'annotation',
        kind: 'entry.scheduled',
        target: 'method',
        names: ['scheduled_job', 'repeat', 'crontab', 'repeat_every', 'task'],
        receiver: /sched/i,
        keys: { job: ['id'] },
      },
      { on: 'call', kind: 'entry.scheduled', names: ['every'], path: /^every$/ },
    ],
    coveredBy: [],
    tests: [
      {
        code: 'from apscheduler.schedulers.background import BackgroundScheduler\ns = BackgroundScheduler()\ns.add_job(tick, "interval", seconds=3)\n@s.scheduled_job("cron", hour=3)\ndef nightly(): pass',
        expect: ['entry.scheduled@3', 'entry.scheduled@4'],
      },
      { code: 'import schedule\nschedule.every(10).minutes.do(job)', expect: ['entry.scheduled@2'] },
      { code: 'from flow import Scheduler\nq = Scheduler()\nq.every(3)\nq.add(x)', expect: [] },
    ],
  },
  {
    id: 'python.commands',
    tech: 'command line',
    modules: ['click', 'typer', 'rich_click', 'asyncclick', 'django.core.management.base'],
    packages: ['click', 'typer'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.cli',
        target: 'method',
        names: ['command'],
        keys: { job: [0, 'name'] },
      },
      { on: 'super', kind: 'entry.cli', names: ['BaseCommand'], methods: /^handle$/ },
    ],
    coveredBy: py('click', 'asyncclick'),
    install: AUTO_PY,
    tests: [
      { code: 'import click\n@click.command()\ndef main(): pass', expect: ['entry.cli@2'] },
      { code: 'import click\n@click.option("--x")\ndef main(): pass', expect: [] },
    ],
  },
  {
    id: 'python.lambda',
    tech: 'AWS Lambda',
    modules: ['aws_lambda_powertools'],
    packages: [
      'file:serverless',
      'file:template',
      'aws-lambda-powertools',
      'chalice',
      'mangum',
      'aws-lambda-context',
      'serverless-wsgi',
      'boto3',
    ],
    sites: [
      {
        on: 'export',
        kind: 'entry.faas',
        file: /\.py$/,
        names: ['lambda_handler', 'handler'],
        params: /^\s*_?event\b[^,]*,\s*_?context\b/,
      },
    ],
    coveredBy: [...py('aws-lambda'), 'aws-lambda-layer', 'aws_lambda_powertools.Tracer', 'datadog_lambda'],
    install: {
      package: 'the OpenTelemetry Lambda layer',
      enable: 'AWS_LAMBDA_EXEC_WRAPPER=/opt/otel-instrument',
    },
    tests: [
      { code: 'def lambda_handler(event, context):\n    return {}', expect: ['entry.faas@1'] },
      {
        code: 'def handler(event):\n    return {}\nclass A:\n    def handler(self, event, context): pass',
        expect: [],
      },
    ],
  },
];
