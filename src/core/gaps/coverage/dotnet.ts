/** id or package|auto|NuGet package range; ... Written by test/support/tasks/gap-coverage.ts; do not edit. */
export const DOTNET_COVERAGE = `
ADONET|auto|
ASPNET|auto|
ASPNETCORE|auto|
AZURE|auto|
ELASTICSEARCH|auto|Elastic.Clients.Elasticsearch *
ELASTICTRANSPORT|auto|Elastic.Transport >=0.4.16
ENTITYFRAMEWORKCORE|auto|Microsoft.EntityFrameworkCore >=6.0.12
GRAPHQL|auto|GraphQL >=7.5.0
GRPCNETCLIENT|auto|Grpc.Net.Client >=2.52.0 <3.0.0
HTTPCLIENT|auto|
KAFKA|auto|Confluent.Kafka >=1.4.0 <3.0.0
MASSTRANSIT|auto|MassTransit >=8.0.0
MONGODB|auto|MongoDB.Driver.Core >=2.7.0;MongoDB.Driver >=2.7.0
MYSQLCONNECTOR|auto|MySqlConnector >=2.0.0
MYSQLDATA|auto|MySql.Data >=8.1.0
NPGSQL|auto|Npgsql >=6.0.0
NSERVICEBUS|auto|NServiceBus >=8.0.0 <10.0.0
ORACLEMDA|auto|Oracle.ManagedDataAccess.Core >=23.4.0;Oracle.ManagedDataAccess >=23.4.0
RABBITMQ|auto|RabbitMQ.Client >=5.0.0
QUARTZ|auto|Quartz >=3.4.0
SQLCLIENT|auto|Microsoft.Data.SqlClient *;System.Data.SqlClient *
SQLITE|auto|Microsoft.Data.Sqlite >=8.0.0 <12.0.0
STACKEXCHANGEREDIS|auto|StackExchange.Redis *
WCFCLIENT|auto|
WCFCORE|auto|CoreWCF.Primitives >=1.8.0
WCFSERVICE|auto|
OpenTelemetry.Instrumentation.AWS||
OpenTelemetry.Instrumentation.AWSLambda||
OpenTelemetry.Instrumentation.AspNet.TelemetryHttpModule||
OpenTelemetry.Instrumentation.AspNet||
OpenTelemetry.Instrumentation.AspNetCore||
OpenTelemetry.Instrumentation.Cassandra||
OpenTelemetry.Instrumentation.ConfluentKafka||
OpenTelemetry.Instrumentation.ElasticsearchClient||
OpenTelemetry.Instrumentation.EntityFrameworkCore||
OpenTelemetry.Instrumentation.EventCounters||
OpenTelemetry.Instrumentation.GrpcCore||
OpenTelemetry.Instrumentation.GrpcNetClient||
OpenTelemetry.Instrumentation.Hangfire||
OpenTelemetry.Instrumentation.Http||
OpenTelemetry.Instrumentation.Kusto||
OpenTelemetry.Instrumentation.MassTransit||
OpenTelemetry.Instrumentation.MySqlData||
OpenTelemetry.Instrumentation.Owin||
OpenTelemetry.Instrumentation.Process||
OpenTelemetry.Instrumentation.Quartz||
OpenTelemetry.Instrumentation.Remoting||
OpenTelemetry.Instrumentation.Runtime||
OpenTelemetry.Instrumentation.ServiceFabricRemoting||
OpenTelemetry.Instrumentation.SqlClient||
OpenTelemetry.Instrumentation.StackExchangeRedis||
OpenTelemetry.Instrumentation.Wcf||
`;
