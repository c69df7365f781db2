/** package|auto, off or neither|library range; ... Written by test/support/tasks/gap-coverage.ts; do not edit. */
export const JS_COVERAGE = `
@opentelemetry/instrumentation-amqplib|auto|amqplib >=0.5.5 <3
@opentelemetry/instrumentation-aws-lambda|auto|
@opentelemetry/instrumentation-aws-sdk|auto|
@opentelemetry/instrumentation-browser-navigation||
@opentelemetry/instrumentation-bunyan|auto|bunyan >=1.0.0 <2
@opentelemetry/instrumentation-cassandra-driver|auto|cassandra-driver >=4.4.0 <5
@opentelemetry/instrumentation-connect|auto|connect >=3.0.0 <4
@opentelemetry/instrumentation-console||
@opentelemetry/instrumentation-cucumber|auto|@cucumber/cucumber >=8.0.0 <13
@opentelemetry/instrumentation-dataloader|auto|dataloader >=2.0.0 <3
@opentelemetry/instrumentation-dns|auto|
@opentelemetry/instrumentation-document-load||
@opentelemetry/instrumentation-express|auto|express >=4.0.0 <6
@opentelemetry/instrumentation-fetch||
@opentelemetry/instrumentation-fs|off|
@opentelemetry/instrumentation-generic-pool|auto|generic-pool >=2.0.0 <4
@opentelemetry/instrumentation-graphql|auto|graphql >=14.0.0 <17
@opentelemetry/instrumentation-grpc|auto|@grpc/grpc-js 1.x
@opentelemetry/instrumentation-hapi|auto|@hapi/hapi >=17.0.0 <22
@opentelemetry/instrumentation-host-metrics|off|
@opentelemetry/instrumentation-http|auto|
@opentelemetry/instrumentation-ioredis|auto|ioredis >=2.0.0 <7
@opentelemetry/instrumentation-kafkajs|auto|kafkajs >=0.3.0 <3
@opentelemetry/instrumentation-knex|auto|knex >=0.10.0 <4
@opentelemetry/instrumentation-koa|auto|koa >=2.0.0 <4;@koa/router >=8.0.0
@opentelemetry/instrumentation-langchain||langchain >=1.0.0
@opentelemetry/instrumentation-long-task||
@opentelemetry/instrumentation-lru-memoizer|auto|lru-memoizer >=1.3.0 <4
@opentelemetry/instrumentation-memcached|auto|memcached >=2.2.0 <3
@opentelemetry/instrumentation-mongodb|auto|mongodb >=3.3.0 <8
@opentelemetry/instrumentation-mongoose|auto|mongoose >=5.9.7 <10
@opentelemetry/instrumentation-mysql2|auto|mysql2 >=1.4.2 <4
@opentelemetry/instrumentation-mysql|auto|mysql >=2.0.0 <3
@opentelemetry/instrumentation-nestjs-core|auto|@nestjs/core >=4.0.0 <12
@opentelemetry/instrumentation-net|auto|
@opentelemetry/instrumentation-openai|auto|openai >=4.19.0 <7
@opentelemetry/instrumentation-oracledb|auto|oracledb >=6.7.0 <8
@opentelemetry/instrumentation-pg|auto|pg >=8.0.3 <9;pg-pool >=2.0.0 <4
@opentelemetry/instrumentation-pino|auto|pino >=5.14.0 <11
@opentelemetry/instrumentation-redis|auto|redis >=2.6.0 <7
@opentelemetry/instrumentation-restify|auto|restify >=4.1.0 <12
@opentelemetry/instrumentation-router|auto|router >=1.0.0 <2
@opentelemetry/instrumentation-runtime-node|auto|
@opentelemetry/instrumentation-sequelize||sequelize >=6 <7
@opentelemetry/instrumentation-socket.io|auto|socket.io >=2.0.0 <5
@opentelemetry/instrumentation-tedious|auto|tedious >=1.11.0 <21
@opentelemetry/instrumentation-typeorm||typeorm >=0.3.0 <1
@opentelemetry/instrumentation-undici|auto|undici >=5.12.0
@opentelemetry/instrumentation-user-interaction||
@opentelemetry/instrumentation-web-exception||
@opentelemetry/instrumentation-winston|auto|winston >=1.0.0 <4;winston >=3.0.0 <4
@opentelemetry/instrumentation-xml-http-request||
`;
