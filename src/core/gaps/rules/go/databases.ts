import type { GapRule } from '../../rule.ts';
import { contrib } from './ids.ts';
import { open } from './open.ts';

const OTELSQL = [
  'github.com/XSAM/otelsql',
  'github.com/uptrace/opentelemetry-go-extra/otelsql',
  'github.com/nhatthm/otelsql',
  'go.nhat.io/otelsql',
  'splunksql',
  'github.com/luna-duclos/instrumentedsql',
  'github.com/ngrok/sqlmw',
];

export const goDatabaseRules: readonly GapRule[] = [
  {
    id: 'go.database-sql',
    tech: 'database/sql',
    modules: ['database/sql', 'github.com/jmoiron/sqlx'],
    packages: [],
    sites: [
      open(
        'outbound.db',
        ['Open', 'OpenDB', 'Connect', 'MustConnect', 'ConnectContext', 'MustOpen'],
        /^(?:Open|OpenDB|Connect|MustConnect|ConnectContext|MustOpen)$/,
        { notIn: /otelsql\.|splunksql\.|sqltrace\.|nrpq|nrmysql/, keys: { job: [0] } },
      ),
    ],
    coveredBy: OTELSQL,
    install: {
      package: 'github.com/XSAM/otelsql',
      enable: 'otelsql.Open(driver, dsn) in place of sql.Open(driver, dsn)',
    },
    tests: [
      {
        code: 'package main\nimport "database/sql"\nfunc f() { db, err := sql.Open("postgres", "x") }',
        expect: ['outbound.db@3'],
      },
      {
        code: 'package main\nimport (\n\t"database/sql"\n\t"github.com/XSAM/otelsql"\n)\nfunc f() (*sql.DB, error) { return otelsql.Open("postgres", "x") }',
        expect: [],
      },
    ],
  },
  {
    id: 'go.pgx',
    tech: 'pgx',
    modules: ['github.com/jackc/pgx', 'github.com/jackc/pgxpool'],
    packages: ['github.com/jackc/pgx/v5', 'github.com/jackc/pgx/v4'],
    sites: [
      open(
        'outbound.db',
        ['Connect', 'ConnectConfig', 'New', 'NewWithConfig'],
        /^(?:Connect|ConnectConfig|New|NewWithConfig)$/,
        { notIn: /otelpgx\.|pgxtrace|\.Tracer\s*=/ },
      ),
    ],
    coveredBy: ['github.com/exaring/otelpgx', 'splunkpgx', ...OTELSQL],
    install: {
      package: 'github.com/exaring/otelpgx',
      enable: 'config.ConnConfig.Tracer = otelpgx.NewTracer()',
    },
    tests: [
      {
        code: 'package main\nimport "github.com/jackc/pgx/v5/pgxpool"\nfunc f(ctx context.Context) { pgxpool.New(ctx, "x") }',
        expect: ['outbound.db@3'],
      },
      { code: 'package main\nimport "github.com/jackc/pgx/v5/pgtype"\nvar x = pgtype.UUID{}', expect: [] },
    ],
  },
  {
    id: 'go.gorm',
    tech: 'GORM',
    modules: [
      'gorm.io/gorm',
      'github.com/jinzhu/gorm',
      'github.com/uptrace/bun',
      'entgo.io/ent/dialect/sql',
      'xorm.io/xorm',
    ],
    packages: ['gorm.io/gorm', 'github.com/jinzhu/gorm', 'github.com/uptrace/bun', 'entgo.io/ent'],
    sites: [open('outbound.db', ['Open', 'NewDB', 'NewEngine'], /^(?:Open|NewDB|NewEngine)$/)],
    coveredBy: [
      'gorm.io/plugin/opentelemetry',
      'github.com/uptrace/opentelemetry-go-extra/otelgorm',
      'splunkgorm',
      'github.com/uptrace/bun/extra/bunotel',
      ...OTELSQL,
    ],
    install: { package: 'gorm.io/plugin/opentelemetry', enable: 'db.Use(tracing.NewPlugin())' },
    tests: [
      {
        code: 'package main\nimport (\n\t"gorm.io/gorm"\n\t"gorm.io/driver/mysql"\n)\nfunc f() { gorm.Open(mysql.Open("x"), &gorm.Config{}) }',
        expect: ['outbound.db@6'],
      },
      { code: 'package main\nimport "gorm.io/gorm"\nfunc f(db *gorm.DB) { db.Find(&x) }', expect: [] },
    ],
  },
  {
    id: 'go.mongo',
    tech: 'MongoDB',
    modules: ['go.mongodb.org/mongo-driver'],
    packages: ['go.mongodb.org/mongo-driver'],
    sites: [
      open('outbound.db', ['Connect', 'NewClient'], /^(?:mongo\.)?(?:Connect|NewClient)$/, {
        notIn: /otelmongo\.|mongotrace|SetMonitor\(/,
      }),
    ],
    coveredBy: [
      contrib('go.mongodb.org/mongo-driver/mongo/otelmongo'),
      contrib('go.mongodb.org/mongo-driver/v2/mongo/otelmongo'),
    ],
    install: {
      package: contrib('go.mongodb.org/mongo-driver/mongo/otelmongo'),
      enable: 'options.Client().SetMonitor(otelmongo.NewMonitor())',
    },
    tests: [
      {
        code: 'package main\nimport "go.mongodb.org/mongo-driver/mongo"\nfunc f() { mongo.Connect(ctx, opts) }',
        expect: ['outbound.db@3'],
      },
      { code: 'package main\nimport "go.mongodb.org/mongo-driver/bson"\nvar x = bson.M{}', expect: [] },
    ],
  },
  {
    id: 'go.redis',
    tech: 'Redis',
    modules: [
      'github.com/redis/go-redis',
      'github.com/go-redis/redis',
      'github.com/gomodule/redigo/redis',
      'github.com/redis/rueidis',
    ],
    packages: ['github.com/redis/go-redis/v9', 'github.com/go-redis/redis/v8', 'github.com/gomodule/redigo'],
    sites: [
      open(
        'outbound.cache',
        [
          'NewClient',
          'NewClusterClient',
          'NewUniversalClient',
          'NewFailoverClient',
          'NewRing',
          'Dial',
          'DialURL',
          'NewPool',
        ],
        /^(?:New\w*|Dial|DialURL)$/,
      ),
    ],
    coveredBy: [
      'github.com/redis/go-redis/extra/redisotel',
      'github.com/go-redis/redis/extra/redisotel',
      'splunkredigo',
      'github.com/redis/rueidis/rueidisotel',
    ],
    install: {
      package: 'github.com/redis/go-redis/extra/redisotel/v9',
      enable: 'redisotel.InstrumentTracing(rdb)',
    },
    tests: [
      {
        code: 'package main\nimport "github.com/redis/go-redis/v9"\nvar rdb = redis.NewClient(&redis.Options{})',
        expect: ['outbound.cache@3'],
      },
      { code: 'package main\nimport "x/redis"\nvar rdb = redis.NewClient(1)', expect: [] },
    ],
  },
  {
    id: 'go.stores',
    tech: 'data store',
    modules: [
      'github.com/bradfitz/gomemcache/memcache',
      'github.com/gocql/gocql',
      'github.com/elastic/go-elasticsearch',
      'github.com/olivere/elastic',
      'github.com/neo4j/neo4j-go-driver',
      'github.com/ClickHouse/clickhouse-go',
    ],
    packages: [
      'github.com/bradfitz/gomemcache',
      'github.com/gocql/gocql',
      'github.com/elastic/go-elasticsearch/v8',
    ],
    sites: [
      open(
        'outbound.db',
        [
          'NewCluster',
          'NewClient',
          'NewDefaultClient',
          'NewTypedClient',
          'NewDriver',
          'NewDriverWithContext',
          'New',
        ],
        /^(?:\w+\.)?New\w*$/,
      ),
    ],
    coveredBy: [
      contrib('github.com/bradfitz/gomemcache/memcache/otelmemcache'),
      contrib('github.com/gocql/gocql/otelgocql'),
      'github.com/elastic/elastic-transport-go',
      'github.com/raito-io/neo4j-tracing',
      'splunkelastic',
    ],
    tests: [
      {
        code: 'package main\nimport "github.com/gocql/gocql"\nvar c = gocql.NewCluster("x")',
        expect: ['outbound.db@3'],
      },
      { code: 'package main\nimport "github.com/gocql/gocql"\nvar u = gocql.TimeUUID()', expect: [] },
    ],
  },
];
