import type { GapRule } from '../../rule.ts';
import { AUTO_JS, addTo, otel } from './ids.ts';

export const jsDatabaseRules: readonly GapRule[] = [
  {
    id: 'js.pg',
    tech: 'pg',
    modules: ['pg', 'pg-pool', 'pg-promise'],
    packages: ['pg', 'pg-pool', 'pg-promise'],
    sites: [{ on: 'new', kind: 'outbound.db', names: ['Pool', 'Client'] }],
    coveredBy: otel('pg'),
    install: AUTO_JS,
    tests: [
      { code: "import pg from 'pg';\nexport const pool = new pg.Pool({});", expect: ['outbound.db@2'] },
      { code: "import { Pool } from 'generic-pool';\nnew Pool({});", expect: [] },
    ],
  },
  {
    id: 'js.postgres',
    tech: 'postgres',
    modules: ['postgres', 'better-sqlite3', 'sqlite3', '@libsql/client', 'duckdb', '@electric-sql/pglite'],
    packages: ['postgres', 'better-sqlite3', 'sqlite3'],
    sites: [
      {
        on: 'call',
        kind: 'outbound.db',
        names: ['postgres', 'createClient'],
        path: /^(?:createClient)?$/,
        once: true,
      },
    ],
    coveredBy: ['@kubiks/otel-drizzle', '@opentelemetry/instrumentation-postgres'],
    tests: [
      { code: "import postgres from 'postgres';\nconst sql = postgres('x');", expect: ['outbound.db@2'] },
      { code: "import { postgres } from './config';\npostgres('x');", expect: [] },
    ],
  },
  {
    id: 'js.mysql',
    tech: 'mysql',
    modules: ['mysql', 'mysql2', 'mariadb'],
    packages: ['mysql', 'mysql2'],
    sites: [
      { on: 'call', kind: 'outbound.db', names: ['createPool', 'createConnection', 'createPoolCluster'] },
    ],
    coveredBy: otel('mysql', 'mysql2'),
    install: AUTO_JS,
    tests: [
      {
        code: "import mysql from 'mysql2/promise';\nconst pool = mysql.createPool({});",
        expect: ['outbound.db@2'],
      },
      { code: "import { createPool } from 'generic-pool';\ncreatePool({});", expect: [] },
    ],
  },
  {
    id: 'js.mongodb',
    tech: 'mongodb',
    modules: ['mongodb'],
    packages: ['mongodb'],
    sites: [
      { on: 'new', kind: 'outbound.db', names: ['MongoClient'] },
      { on: 'call', kind: 'outbound.db', names: ['connect'], path: /^MongoClient\.connect$/ },
    ],
    coveredBy: otel('mongodb'),
    install: AUTO_JS,
    tests: [
      {
        code: "import { MongoClient } from 'mongodb';\nconst c = new MongoClient('x');",
        expect: ['outbound.db@2'],
      },
      { code: "import { ObjectId } from 'mongodb';\nnew ObjectId();", expect: [] },
    ],
  },
  {
    id: 'js.mongoose',
    tech: 'mongoose',
    modules: ['mongoose'],
    packages: ['mongoose'],
    sites: [
      {
        on: 'call',
        kind: 'outbound.db',
        names: ['connect', 'createConnection'],
        path: /^(?:connect|createConnection)$/,
      },
    ],
    coveredBy: otel('mongoose', 'mongodb'),
    install: AUTO_JS,
    tests: [
      { code: "import mongoose from 'mongoose';\nawait mongoose.connect('x');", expect: ['outbound.db@2'] },
      { code: "import mongoose from 'mongoose';\nmongoose.model('User', schema);", expect: [] },
    ],
  },
  {
    id: 'js.knex',
    tech: 'knex',
    modules: ['knex'],
    packages: ['knex'],
    sites: [
      {
        on: 'call',
        kind: 'outbound.db',
        names: ['knex', 'default', 'Knex'],
        path: /^(?:knex)?$/,
        args: [[0, 'object']],
      },
    ],
    coveredBy: otel('knex', 'pg', 'mysql', 'mysql2', 'tedious', 'oracledb'),
    install: AUTO_JS,
    tests: [
      { code: "import knex from 'knex';\nconst db = knex({ client: 'pg' });", expect: ['outbound.db@2'] },
      { code: "import { db } from './db';\ndb('users');", expect: [] },
    ],
  },
  {
    id: 'js.typeorm',
    tech: 'typeorm',
    modules: ['typeorm'],
    packages: ['typeorm'],
    sites: [
      { on: 'new', kind: 'outbound.db', names: ['DataSource'] },
      { on: 'call', kind: 'outbound.db', names: ['createConnection'], path: /^createConnection$/ },
    ],
    coveredBy: otel('typeorm', 'pg', 'mysql', 'mysql2', 'mongodb', 'tedious', 'oracledb'),
    install: addTo('@opentelemetry/instrumentation-typeorm'),
    note: 'Not part of auto-instrumentations-node; the driver below it may be.',
    tests: [
      {
        code: "import { DataSource } from 'typeorm';\nexport const source = new DataSource({});",
        expect: ['outbound.db@2'],
      },
      { code: "import { DataSource } from 'apollo-datasource';\nnew DataSource({});", expect: [] },
    ],
  },
  {
    id: 'js.sequelize',
    tech: 'sequelize',
    modules: ['sequelize', 'sequelize-typescript'],
    packages: ['sequelize', 'sequelize-typescript'],
    sites: [{ on: 'new', kind: 'outbound.db', names: ['Sequelize'] }],
    coveredBy: otel('sequelize', 'pg', 'mysql', 'mysql2', 'tedious', 'oracledb'),
    install: addTo('@opentelemetry/instrumentation-sequelize'),
    note: 'Not part of auto-instrumentations-node; the driver below it may be.',
    tests: [
      { code: "import { Sequelize } from 'sequelize';\nnew Sequelize('x');", expect: ['outbound.db@2'] },
      { code: "import { Model } from 'sequelize';\nclass A extends Model {}", expect: [] },
    ],
  },
  {
    id: 'js.prisma',
    tech: 'prisma',
    modules: ['@prisma/client', '.prisma/client'],
    packages: ['@prisma/client'],
    sites: [{ on: 'new', kind: 'outbound.db', names: ['PrismaClient'], receiver: /^$/ }],
    coveredBy: ['@prisma/instrumentation'],
    install: addTo('@prisma/instrumentation'),
    tests: [
      {
        code: "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();",
        expect: ['outbound.db@2'],
      },
      { code: "import { Prisma } from '@prisma/client';\nPrisma.validator();", expect: [] },
    ],
  },
  {
    id: 'js.mssql',
    tech: 'mssql',
    modules: ['tedious', 'mssql', 'oracledb', 'cassandra-driver', 'neo4j-driver'],
    packages: ['tedious', 'mssql', 'oracledb', 'cassandra-driver', 'neo4j-driver'],
    sites: [
      { on: 'new', kind: 'outbound.db', names: ['Connection', 'ConnectionPool', 'Client'] },
      {
        on: 'call',
        kind: 'outbound.db',
        names: ['connect', 'createPool', 'getConnection', 'driver'],
        path: /^(?:connect|createPool|getConnection|driver)$/,
        once: true,
      },
    ],
    coveredBy: otel('tedious', 'oracledb', 'cassandra-driver'),
    install: AUTO_JS,
    tests: [
      { code: "import sql from 'mssql';\nawait sql.connect('x');", expect: ['outbound.db@2'] },
      { code: "import { Request } from 'tedious';\nnew Request('x');", expect: [] },
    ],
  },
];
