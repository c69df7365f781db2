import type { GapRule } from '../../rule.ts';
import { OTELGRPC_SERVER } from './ids.ts';

export const goServerRules: readonly GapRule[] = [
  {
    id: 'go.grpc-server',
    tech: 'gRPC',
    modules: ['google.golang.org/grpc'],
    packages: ['google.golang.org/grpc'],
    sites: [
      {
        on: 'call',
        kind: 'entry.grpc',
        names: ['NewServer'],
        path: /^NewServer$/,
        // Servers of health and reflection are not servers of their own.
        skip: /^(?:health|reflection|channelz)\./,
        coveredAt: /otelgrpc\.\w+|grpctrace\.\w+|nrgrpc\.\w+|apmgrpc\.\w+/,
      },
    ],
    coveredBy: [OTELGRPC_SERVER],
    install: {
      package: 'go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc',
      enable: 'grpc.NewServer(grpc.StatsHandler(otelgrpc.NewServerHandler()))',
    },
    tests: [
      {
        code: 'package main\nimport "google.golang.org/grpc"\nfunc serve() *grpc.Server { return grpc.NewServer() }',
        expect: ['entry.grpc@3'],
      },
      {
        code: 'package main\nimport (\n\t"google.golang.org/grpc"\n\t"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"\n)\nvar s = grpc.NewServer(grpc.StatsHandler(otelgrpc.NewServerHandler()))',
        expect: [],
      },
    ],
  },
  {
    id: 'go.lambda',
    tech: 'AWS Lambda',
    modules: ['github.com/aws/aws-lambda-go/lambda'],
    packages: ['github.com/aws/aws-lambda-go'],
    sites: [
      {
        on: 'call',
        kind: 'entry.faas',
        names: ['Start', 'StartWithOptions', 'StartHandler', 'StartWithContext'],
        path: /^Start\w*$/,
        coveredAt: /otellambda\.\w+|ddlambda\.\w+|nrlambda\.\w+/,
        handler: [0],
      },
    ],
    coveredBy: ['go.opentelemetry.io/contrib/instrumentation/github.com/aws/aws-lambda-go/otellambda'],
    install: {
      package: 'go.opentelemetry.io/contrib/instrumentation/github.com/aws/aws-lambda-go/otellambda',
      enable: 'lambda.Start(otellambda.InstrumentHandler(handler))',
    },
    tests: [
      {
        code: 'package main\nimport "github.com/aws/aws-lambda-go/lambda"\nfunc main() { lambda.Start(handle) }',
        expect: ['entry.faas@3'],
      },
      {
        code: 'package main\nimport (\n\t"github.com/aws/aws-lambda-go/lambda"\n\t"go.opentelemetry.io/contrib/instrumentation/github.com/aws/aws-lambda-go/otellambda"\n)\nfunc main() { lambda.Start(otellambda.InstrumentHandler(handle)) }',
        expect: [],
      },
    ],
  },
  {
    id: 'go.graphql',
    tech: 'gqlgen',
    modules: [
      'github.com/99designs/gqlgen/graphql/handler',
      'github.com/graph-gophers/graphql-go/relay',
      'github.com/graphql-go/handler',
    ],
    packages: ['github.com/99designs/gqlgen', 'github.com/graph-gophers/graphql-go'],
    sites: [
      {
        on: 'call',
        kind: 'entry.graphql',
        names: ['New', 'NewDefaultServer'],
        path: /^(?:New|NewDefaultServer)$/,
      },
    ],
    coveredBy: [
      'github.com/ravilushqa/otelgqlgen',
      'github.com/99designs/gqlgen-contrib/gqlopentelemetry',
      'splunkgraphql',
    ],
    install: { package: 'github.com/ravilushqa/otelgqlgen', enable: 'srv.Use(otelgqlgen.Middleware())' },
    tests: [
      {
        code: 'package main\nimport "github.com/99designs/gqlgen/graphql/handler"\nfunc main() { srv := handler.NewDefaultServer(s); _ = srv }',
        expect: ['entry.graphql@3'],
      },
      { code: 'package main\nimport "x/handler"\nfunc main() { handler.New(s) }', expect: [] },
    ],
  },
  {
    id: 'go.websocket',
    tech: 'WebSocket',
    modules: [
      'github.com/gorilla/websocket',
      'nhooyr.io/websocket',
      'github.com/coder/websocket',
      'golang.org/x/net/websocket',
    ],
    packages: ['github.com/gorilla/websocket', 'nhooyr.io/websocket', 'github.com/coder/websocket'],
    sites: [
      {
        on: 'call',
        kind: 'entry.websocket',
        names: ['ReadMessage', 'ReadJSON', 'NextReader'],
        path: /(?:Conn|Upgrade\(\))\.(?:ReadMessage|ReadJSON|NextReader)$/,
        notIn: /\bDefaultDialer\b|websocket\.Dial/,
        spanInFile: true,
        once: true,
      },
    ],
    coveredBy: [],
    tests: [
      {
        code: 'package main\nimport "github.com/gorilla/websocket"\nfunc read(c *websocket.Conn) {\n\tfor {\n\t\t_, m, _ := c.ReadMessage()\n\t\thandle(m)\n\t}\n}',
        expect: ['entry.websocket@5'],
      },
      {
        code: 'package main\nimport "github.com/gorilla/websocket"\nfunc w(c *websocket.Conn) { c.WriteMessage(1, b) }',
        expect: [],
      },
    ],
  },
  {
    id: 'go.cobra',
    tech: 'command line',
    modules: ['github.com/urfave/cli'],
    packages: ['github.com/urfave/cli/v2'],
    sites: [{ on: 'call', kind: 'entry.cli', names: ['NewApp'], path: /^NewApp$/ }],
    coveredBy: [],
    tests: [
      {
        code: 'package main\nimport "github.com/urfave/cli/v2"\nfunc main() { cli.NewApp().Run(os.Args) }',
        expect: ['entry.cli@3'],
      },
      { code: 'package main\nimport "github.com/urfave/cli/v2"\nvar f = cli.StringFlag{}', expect: [] },
    ],
  },
];
