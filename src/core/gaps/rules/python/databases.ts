import type { CallRow, GapRule } from '../../rule.ts';
import { AUTO_PY, py } from './ids.ts';

const made = (kind: 'outbound.db' | 'outbound.cache', names: readonly string[], path: RegExp): CallRow => ({
  on: 'call',
  kind,
  names,
  path,
});

export const pythonDatabaseRules: readonly GapRule[] = [
  {
    id: 'python.psycopg',
    tech: 'psycopg',
    modules: ['psycopg2', 'psycopg', 'psycopg_pool', 'aiopg'],
    packages: ['psycopg2', 'psycopg2-binary', 'psycopg', 'psycopg-pool', 'aiopg'],
    sites: [
      made(
        'outbound.db',
        [
          'connect',
          'ConnectionPool',
          'AsyncConnectionPool',
          'ThreadedConnectionPool',
          'SimpleConnectionPool',
          'create_pool',
        ],
        /^(?:(?:Async)?Connection\.connect|connect|(?:pool\.)?\w*ConnectionPool|create_pool)$/,
      ),
    ],
    coveredBy: py('psycopg2', 'psycopg', 'aiopg', 'dbapi'),
    install: AUTO_PY,
    tests: [
      { code: 'import psycopg2\nc = psycopg2.connect("x")', expect: ['outbound.db@2'] },
      { code: 'import psycopg2\npsycopg2.sql.SQL("x")\nsignal.connect(f)', expect: [] },
    ],
  },
  {
    id: 'python.asyncpg',
    tech: 'asyncpg',
    modules: ['asyncpg'],
    packages: ['asyncpg'],
    sites: [made('outbound.db', ['connect', 'create_pool'], /^(?:connect|create_pool)$/)],
    coveredBy: py('asyncpg'),
    install: AUTO_PY,
    tests: [
      {
        code: 'import asyncpg\nasync def f():\n    p = await asyncpg.create_pool("x")',
        expect: ['outbound.db@3'],
      },
      { code: 'import asyncpg\nasyncpg.Record', expect: [] },
    ],
  },
  {
    id: 'python.sqlalchemy',
    tech: 'SQLAlchemy',
    modules: ['sqlalchemy', 'sqlmodel', 'flask_sqlalchemy', 'databases'],
    packages: ['sqlalchemy', 'sqlmodel', 'flask-sqlalchemy', 'databases'],
    sites: [
      made(
        'outbound.db',
        [
          'create_engine',
          'create_async_engine',
          'engine_from_config',
          'async_engine_from_config',
          'SQLAlchemy',
          'Database',
        ],
        /^(?:\w+\.)*(?:create_engine|create_async_engine|engine_from_config|async_engine_from_config|SQLAlchemy|Database)$/,
      ),
    ],
    coveredBy: py('sqlalchemy', 'psycopg2', 'psycopg', 'asyncpg', 'pymysql', 'mysqlclient', 'sqlite3'),
    install: AUTO_PY,
    tests: [
      {
        code: 'from sqlalchemy import create_engine\nengine = create_engine("postgresql://")',
        expect: ['outbound.db@2'],
      },
      { code: 'from sqlalchemy import Column, select\nselect(x)', expect: [] },
    ],
  },
  {
    id: 'python.mysql',
    tech: 'MySQL',
    modules: ['mysql.connector', 'pymysql', 'MySQLdb', 'aiomysql', 'asyncmy'],
    packages: ['mysql-connector-python', 'pymysql', 'mysqlclient', 'aiomysql'],
    sites: [
      made(
        'outbound.db',
        ['connect', 'create_pool', 'MySQLConnectionPool'],
        /(?:^|\.)(?:connect|create_pool|MySQLConnectionPool)$/,
      ),
    ],
    coveredBy: py('mysql', 'pymysql', 'mysqlclient', 'dbapi', 'aiomysql'),
    install: AUTO_PY,
    tests: [
      { code: 'import pymysql\nc = pymysql.connect(host="x")', expect: ['outbound.db@2'] },
      { code: 'import pymysql\npymysql.install_as_MySQLdb()', expect: [] },
    ],
  },
  {
    id: 'python.mongo',
    tech: 'MongoDB',
    modules: ['pymongo', 'motor', 'mongoengine', 'beanie'],
    packages: ['pymongo', 'motor', 'mongoengine', 'beanie'],
    sites: [
      made(
        'outbound.db',
        ['MongoClient', 'AsyncMongoClient', 'AsyncIOMotorClient', 'connect'],
        /^(?:\w+\.)?(?:MongoClient|AsyncMongoClient|AsyncIOMotorClient)$|^connect$/,
      ),
    ],
    coveredBy: py('pymongo'),
    install: AUTO_PY,
    tests: [
      { code: 'from pymongo import MongoClient\nc = MongoClient("x")', expect: ['outbound.db@2'] },
      { code: 'from pymongo import ASCENDING\nsort(ASCENDING)', expect: [] },
    ],
  },
  {
    id: 'python.redis',
    tech: 'Redis',
    modules: ['redis', 'aioredis', 'redis_om', 'coredis', 'valkey'],
    packages: ['redis', 'aioredis', 'valkey'],
    sites: [
      made(
        'outbound.cache',
        [
          'Redis',
          'StrictRedis',
          'RedisCluster',
          'from_url',
          'create_redis_pool',
          'ConnectionPool',
          'Sentinel',
        ],
        /^(?:\w+\.)*(?:Redis|StrictRedis|RedisCluster|Sentinel)(?:\.from_url)?$|^(?:asyncio\.)?from_url$|^create_redis_pool$/,
      ),
    ],
    coveredBy: py('redis'),
    install: AUTO_PY,
    tests: [
      { code: 'import redis\nr = redis.Redis(host="x")', expect: ['outbound.cache@2'] },
      {
        code: 'import redis.asyncio as aioredis\nr = aioredis.from_url("redis://")',
        expect: ['outbound.cache@2'],
      },
      { code: 'from redis.exceptions import RedisError\nraise RedisError("x")', expect: [] },
    ],
  },
  {
    id: 'python.memcached',
    tech: 'Memcached',
    modules: ['pymemcache', 'pylibmc', 'aiomcache'],
    packages: ['pymemcache', 'pylibmc'],
    sites: [made('outbound.cache', ['Client', 'HashClient', 'PooledClient'], /(?:^|\.)\w*Client$/)],
    coveredBy: py('pymemcache'),
    install: AUTO_PY,
    tests: [
      { code: 'from pymemcache.client.base import Client\nc = Client("x")', expect: ['outbound.cache@2'] },
      { code: 'from docker import Client\nc = Client("x")', expect: [] },
    ],
  },
  {
    id: 'python.search',
    tech: 'Elasticsearch',
    modules: [
      'elasticsearch',
      'elasticsearch8',
      'opensearchpy',
      'cassandra',
      'clickhouse_connect',
      'clickhouse_driver',
      'neo4j',
      'influxdb_client',
    ],
    packages: [
      'elasticsearch',
      'opensearch-py',
      'cassandra-driver',
      'clickhouse-connect',
      'clickhouse-driver',
      'neo4j',
      'influxdb-client',
    ],
    sites: [
      made(
        'outbound.db',
        [
          'Elasticsearch',
          'AsyncElasticsearch',
          'OpenSearch',
          'AsyncOpenSearch',
          'Cluster',
          'get_client',
          'Client',
          'driver',
          'InfluxDBClient',
        ],
        /^(?:\w+\.)?(?:Async)?(?:Elasticsearch|OpenSearch|Cluster|get_client|Client|InfluxDBClient)$|^(?:Async)?GraphDatabase\.driver$/,
      ),
    ],
    // The Elasticsearch client 8 and later makes spans by itself once an SDK runs.
    coveredBy: [...py('elasticsearch', 'cassandra', 'urllib3', 'requests'), 'clickhouse-driver'],
    install: AUTO_PY,
    tests: [
      { code: 'from elasticsearch import Elasticsearch\nes = Elasticsearch("x")', expect: ['outbound.db@2'] },
      { code: 'from elasticsearch import helpers\nhelpers.bulk(es, a)', expect: [] },
    ],
  },
];
