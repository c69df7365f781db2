import type { GapRule } from '../../rule.ts';

/** Packages of opentelemetry-php-contrib by their short names. */
export const auto = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `open-telemetry/opentelemetry-auto-${name}`);

export const installPhp = (name: string) => ({
  package: `open-telemetry/opentelemetry-auto-${name}`,
  enable: 'install ext-opentelemetry and set OTEL_PHP_AUTOLOAD_ENABLED=true',
});

const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'any', 'match', 'options', 'map'] as const;

export const phpServerRules: readonly GapRule[] = [
  {
    id: 'php.laravel',
    tech: 'Laravel',
    // Without an import it is Laravel's own alias of the facade.
    modules: ['Illuminate\\Support\\Facades', 'Illuminate\\Routing', 'Laravel\\Lumen', 'Route'],
    packages: ['laravel/framework', 'laravel/lumen-framework'],
    sites: [
      {
        on: 'call',
        kind: 'entry.http',
        names: [...VERBS, 'resource', 'apiResource', 'view'],
        path: /^(?:Route\.)?(?:\w+\(\)\.)*(?:get|post|put|patch|delete|any|match|options|resource|apiResource)$/,
        receiver: /^Route$|^\$router$/,
        file: /(?:^|\/)(?:routes?(?:\/|\.php$)|src\/app\.php$|app\/)/,
        args: [
          [0, 'any'],
          [1, 'any'],
        ],
        handler: [-1],
        keys: { route: [0], method: 'name' },
      },
    ],
    coveredBy: [...auto('laravel'), 'keepsuit/laravel-opentelemetry'],
    install: installPhp('laravel'),
    tests: [
      {
        code: "<?php\nuse Illuminate\\Support\\Facades\\Route;\nRoute::get('/users', [UserController::class, 'index']);\nRoute::middleware('auth')->post('/x', X::class);",
        expect: ['entry.http@3', 'entry.http@4'],
      },
      { code: "<?php\nuse Illuminate\\Support\\Facades\\Cache;\nCache::get('/users', 1);", expect: [] },
    ],
  },
  {
    id: 'php.symfony',
    tech: 'Symfony',
    modules: ['Symfony\\Component\\Routing'],
    packages: ['symfony/framework-bundle', 'symfony/routing'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.http',
        target: 'method',
        names: ['Route'],
        prefix: ['Route'],
        keys: { route: [0, 'path'], method: ['methods'] },
      },
    ],
    coveredBy: auto('symfony'),
    install: installPhp('symfony'),
    tests: [
      {
        code: "<?php\nuse Symfony\\Component\\Routing\\Attribute\\Route;\nclass C {\n  #[Route('/x', name: 'x')]\n  public function x() {}\n}",
        expect: ['entry.http@4'],
      },
      { code: "<?php\nuse My\\Route;\nclass C {\n  #[Route('/x')]\n  public function x() {}\n}", expect: [] },
    ],
  },
  {
    id: 'php.slim',
    tech: 'Slim',
    modules: ['Slim', 'Mezzio', 'Flight', 'League\\Route', 'FastRoute'],
    packages: ['slim/slim', 'mezzio/mezzio', 'league/route'],
    sites: [
      {
        on: 'call',
        kind: 'entry.http',
        names: VERBS,
        path: /(?:create|createFromContainer|Router|App)\(\)\.\w+$|^(?:App|RouteCollectorProxy|RouteCollectorProxyInterface|Application)\.\w+$/,
        receiver: /^\$(?:app|group|router)$/,
        args: [
          [0, 'any'],
          [1, 'any'],
        ],
        handler: [-1],
        keys: { route: [0], method: 'name' },
      },
    ],
    coveredBy: auto('slim', 'psr15'),
    install: installPhp('slim'),
    tests: [
      {
        code: "<?php\nuse Slim\\Factory\\AppFactory;\n$app = AppFactory::create();\n$app->get('/x', function ($r) { return 1; });",
        expect: ['entry.http@4'],
      },
      { code: "<?php\n$cache->get('/x', 1);", expect: [] },
    ],
  },
  {
    id: 'php.jobs',
    tech: 'queued job',
    modules: ['Illuminate\\Contracts\\Queue', 'Symfony\\Component\\Messenger'],
    packages: ['laravel/framework', 'symfony/messenger', 'illuminate/queue'],
    sites: [
      { on: 'super', kind: 'entry.queue', names: ['ShouldQueue'], methods: /^handle$/ },
      {
        on: 'super',
        kind: 'entry.queue',
        names: ['MessageHandlerInterface'],
        methods: /^__invoke$/,
        anyVisibility: true,
      },
      { on: 'annotation', kind: 'entry.queue', target: 'class', names: ['AsMessageHandler'] },
    ],
    coveredBy: [...auto('laravel', 'symfony'), 'keepsuit/laravel-opentelemetry'],
    install: installPhp('laravel'),
    tests: [
      {
        code: '<?php\nuse Illuminate\\Contracts\\Queue\\ShouldQueue;\nclass Send implements ShouldQueue {\n  public function handle() {}\n  public function failed() {}\n}',
        expect: ['entry.queue@4'],
      },
      { code: '<?php\nclass Send implements Handler {\n  public function handle() {}\n}', expect: [] },
    ],
  },
  {
    id: 'php.schedule',
    tech: 'scheduler',
    modules: ['Illuminate\\Support\\Facades', 'Illuminate\\Console\\Scheduling'],
    packages: ['laravel/framework'],
    sites: [
      {
        on: 'call',
        kind: 'entry.scheduled',
        names: ['command', 'job', 'call', 'exec'],
        path: /^Schedule\.(?:command|job|call|exec)$/,
        keys: { job: [0] },
      },
    ],
    coveredBy: auto('laravel'),
    install: installPhp('laravel'),
    tests: [
      {
        code: "<?php\nuse Illuminate\\Support\\Facades\\Schedule;\nSchedule::command('tidy')->daily();",
        expect: ['entry.scheduled@3'],
      },
      { code: "<?php\nuse Illuminate\\Support\\Facades\\Artisan;\nArtisan::command('tidy', f);", expect: [] },
    ],
  },
  {
    id: 'php.queues',
    tech: 'message queue',
    modules: ['PhpAmqpLib', 'RdKafka', 'Enqueue'],
    packages: ['php-amqplib/php-amqplib', 'ext-rdkafka', 'enqueue/enqueue'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['basic_consume'],
        path: /basic_consume$/,
        receiver: /channel/i,
        spanInFile: true,
        keys: { topic: [0] },
      },
      { on: 'new', kind: 'entry.queue', names: ['KafkaConsumer'], spanInFile: true },
    ],
    coveredBy: auto('extrdkafka', 'extamqp'),
    install: installPhp('extrdkafka'),
    tests: [
      {
        code: "<?php\nuse PhpAmqpLib\\Connection\\AMQPStreamConnection;\n$c = new AMQPStreamConnection('x');\n$channel = $c->channel();\n$channel->basic_consume('q', '', false, false, false, false, $cb);",
        expect: ['entry.queue@5'],
      },
      { code: "<?php\n$channel->queue_declare('q');", expect: [] },
    ],
  },
];
