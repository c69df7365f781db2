import type { GapRule } from '../../rule.ts';
import { addPy, py } from './ids.ts';

export const pythonServerRules: readonly GapRule[] = [
  {
    id: 'python.grpc-server',
    tech: 'gRPC',
    modules: ['grpc'],
    packages: ['grpcio', 'grpcio-tools', 'grpclib'],
    sites: [
      {
        on: 'super',
        kind: 'entry.grpc',
        names: ['*Servicer'],
        written: /^(?!.*(?:Health|Reflection)Servicer).*$/,
        needs: /_pb2_grpc|_grpc$/,
        methods: /^[A-Z]/,
      },
    ],
    coveredBy: py('grpc'),
    install: addPy('grpc', 'GrpcInstrumentorServer().instrument() before the server is made'),
    tests: [
      {
        code: 'import grpc\nimport shop_pb2_grpc\nclass Cart(shop_pb2_grpc.CartServicer):\n    def GetCart(self, request, context): pass\n    def _load(self): pass',
        expect: ['entry.grpc@4'],
      },
      {
        code: 'from grpc_health.v1 import health_pb2_grpc\nclass H(health_pb2_grpc.HealthServicer):\n    def Check(self, r, c): pass',
        expect: [],
      },
    ],
  },
  {
    id: 'python.grpc-client',
    tech: 'gRPC',
    modules: ['grpc'],
    packages: ['grpcio'],
    sites: [
      {
        on: 'call',
        kind: 'outbound.rpc',
        names: ['insecure_channel', 'secure_channel'],
        path: /^(?:aio\.)?(?:in)?secure_channel$/,
        keys: { url: [0] },
      },
    ],
    coveredBy: py('grpc'),
    install: addPy('grpc', 'GrpcInstrumentorClient().instrument() before the channel is made'),
    tests: [
      { code: 'import grpc\nc = grpc.insecure_channel("cart:80")', expect: ['outbound.rpc@2'] },
      { code: 'import grpc\ngrpc.server(pool)', expect: [] },
    ],
  },
  {
    id: 'python.strawberry',
    tech: 'Strawberry',
    modules: ['strawberry', 'strawberry_django'],
    packages: ['strawberry-graphql', 'strawberry-graphql-django'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.graphql',
        target: 'class',
        names: ['type'],
        declName: /^(?:Query|Mutation|Subscription)$|(?:Query|Mutation|Queries|Mutations)$/,
      },
    ],
    coveredBy: ['strawberry.extensions.tracing'],
    install: { package: 'strawberry-graphql', enable: 'Schema(..., extensions=[OpenTelemetryExtension])' },
    tests: [
      {
        code: 'import strawberry\n@strawberry.type\nclass Query:\n    @strawberry.field\n    def x(self) -> int: return 1',
        expect: ['entry.graphql@2'],
      },
      { code: 'import strawberry\n@strawberry.type\nclass Book:\n    title: str', expect: [] },
    ],
  },
  {
    id: 'python.graphene',
    tech: 'GraphQL',
    modules: ['graphene', 'graphene_django', 'ariadne'],
    packages: ['graphene', 'graphene-django', 'ariadne'],
    sites: [
      { on: 'super', kind: 'entry.graphql', names: ['Mutation', 'ClientIDMutation'], methods: /^mutate\w*$/ },
      {
        on: 'annotation',
        kind: 'entry.graphql',
        target: 'method',
        names: ['field'],
        member: true,
        path: /^(?:Query|Mutation)Type\(\)\.field$/,
        keys: { field: [0] },
      },
    ],
    coveredBy: ['ariadne.contrib.tracing'],
    tests: [
      {
        code: 'import graphene\nclass Add(graphene.Mutation):\n    def mutate(self, info): pass\n    class Arguments: pass',
        expect: ['entry.graphql@3'],
      },
      {
        code: 'from ariadne import QueryType\nquery = QueryType()\n@query.field("x")\ndef x(*_): pass',
        expect: ['entry.graphql@3'],
      },
      { code: 'from bio import Mutation\nclass A(Mutation):\n    def mutate(self): pass', expect: [] },
    ],
  },
  {
    id: 'python.websockets',
    tech: 'WebSocket',
    modules: ['websockets', 'channels', 'socketio', 'flask_socketio'],
    packages: ['websockets', 'channels', 'python-socketio', 'flask-socketio'],
    sites: [
      {
        on: 'call',
        kind: 'entry.websocket',
        names: ['serve'],
        path: /^(?:[\w.]+\.)?serve$/,
        handler: [0],
      },
      {
        on: 'super',
        kind: 'entry.websocket',
        names: ['WebsocketConsumer', '*WebsocketConsumer'],
        methods: /^receive(?:_json)?$/,
      },
      {
        on: 'annotation',
        kind: 'entry.websocket',
        target: 'method',
        names: ['on', 'event'],
        member: true,
        receiver: /^(?:sio|socketio)$/,
        keys: { job: [0] },
      },
    ],
    coveredBy: [],
    tests: [
      {
        code: 'import websockets\nasync def m():\n    async with websockets.serve(h, "x", 1): pass',
        expect: ['entry.websocket@3'],
      },
      {
        code: 'from channels.generic.websocket import WebsocketConsumer\nclass C(WebsocketConsumer):\n    def receive(self, text_data): pass\n    def connect(self): pass',
        expect: ['entry.websocket@3'],
      },
      { code: 'import websockets\nwebsockets.connect("x")', expect: [] },
    ],
  },
];
