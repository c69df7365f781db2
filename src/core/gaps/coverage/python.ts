/** package|always or bootstrapped|library range; ... Written by test/support/tasks/gap-coverage.ts; do not edit. */
export const PYTHON_COVERAGE = `
opentelemetry-instrumentation-aio-pika||aio_pika >=7.2.0,<10.0.0
opentelemetry-instrumentation-aiohttp-client||aiohttp ~=3.0
opentelemetry-instrumentation-aiohttp-server||aiohttp ~=3.0
opentelemetry-instrumentation-aiokafka||aiokafka >=0.8,<1.0
opentelemetry-instrumentation-aiopg||aiopg >=0.13.0,<2.0.0
opentelemetry-instrumentation-asgi||asgiref ~=3.0
opentelemetry-instrumentation-asyncclick||asyncclick ~=8.0
opentelemetry-instrumentation-asyncio|always|
opentelemetry-instrumentation-asyncpg||asyncpg >=0.12.0
opentelemetry-instrumentation-boto3sqs||boto3 ~=1.0
opentelemetry-instrumentation-botocore||botocore ~=1.0;aiobotocore >=2.0,<4.0
opentelemetry-instrumentation-cassandra||cassandra-driver ~=3.25;scylla-driver ~=3.25
opentelemetry-instrumentation-celery||celery >=4.0,<6.0
opentelemetry-instrumentation-click||click >=8.1.3,<9.0.0
opentelemetry-instrumentation-confluent-kafka||confluent-kafka >=1.8.2,<3.0.0
opentelemetry-instrumentation-dbapi|always|
opentelemetry-instrumentation-django||django >=2.0
opentelemetry-instrumentation-exceptions|always|
opentelemetry-instrumentation-falcon||falcon >=1.4.1,<5.0.0
opentelemetry-instrumentation-fastapi||fastapi ~=0.92
opentelemetry-instrumentation-flask||flask >=1.0
opentelemetry-instrumentation-grpc||grpcio >=1.42.0
opentelemetry-instrumentation-httpx||httpx >=0.18.0;httpx2 >=2.0.0
opentelemetry-instrumentation-jinja2||jinja2 >=2.7,<4.0
opentelemetry-instrumentation-kafka-python||kafka-python >=2.0,<4.0
opentelemetry-instrumentation-logging|always|
opentelemetry-instrumentation-mysqlclient||mysqlclient <3
opentelemetry-instrumentation-mysql||mysql-connector-python >=8.0
opentelemetry-instrumentation-openai-v2||openai >=1.26.0
opentelemetry-instrumentation-pika||pika >=0.12.0
opentelemetry-instrumentation-psycopg2||psycopg2 >=2.7.3.1;psycopg2-binary >=2.7.3.1
opentelemetry-instrumentation-psycopg||psycopg >=3.1.0
opentelemetry-instrumentation-pymemcache||pymemcache >=1.3.5,<5
opentelemetry-instrumentation-pymongo||pymongo >=3.1,<5.0
opentelemetry-instrumentation-pymssql||pymssql >=2.1.5,<3
opentelemetry-instrumentation-pymysql||PyMySQL <2
opentelemetry-instrumentation-pyramid||pyramid >=1.7
opentelemetry-instrumentation-redis||redis >=2.6
opentelemetry-instrumentation-remoulade||remoulade >=0.50
opentelemetry-instrumentation-requests||requests ~=2.0
opentelemetry-instrumentation-sqlalchemy||sqlalchemy >=1.0.0,<2.1.0
opentelemetry-instrumentation-sqlite3|always|
opentelemetry-instrumentation-starlette||starlette >=0.13
opentelemetry-instrumentation-structlog||structlog >=21.1
opentelemetry-instrumentation-system-metrics||psutil >=5
opentelemetry-instrumentation-threading|always|
opentelemetry-instrumentation-tornado||tornado >=5.1.1
opentelemetry-instrumentation-tortoiseorm||tortoise-orm >=0.17.0;pydantic >=1.10.2
opentelemetry-instrumentation-urllib3||urllib3 >=1.0.0,<3.0.0
opentelemetry-instrumentation-urllib|always|
opentelemetry-instrumentation-vertexai||google-cloud-aiplatform >=1.64
opentelemetry-instrumentation-wsgi|always|
`;
