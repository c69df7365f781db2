import type { GapRule } from '../../rule.ts';
import { contrib, OTELGRPC_CLIENT, OTELHTTP_CLIENT } from './ids.ts';
import { open } from './open.ts';

export const goClientRules: readonly GapRule[] = [
  {
    id: 'go.http-client',
    tech: 'net/http',
    modules: ['net/http'],
    packages: [],
    sites: [
      {
        on: 'call',
        kind: 'outbound.http',
        names: ['Get', 'Post', 'PostForm', 'Head', 'Do'],
        path: /^(?:Get|Post|PostForm|Head)$|^(?:DefaultClient|Client)\.(?:Get|Post|PostForm|Head|Do)$/,
        once: true,
        keys: { url: [0] },
        notIn: /otelhttp\.(?:NewTransport|DefaultClient|Get|Post|Head)/,
      },
    ],
    coveredBy: [OTELHTTP_CLIENT, 'http.DefaultTransport', 'go.http-transport'],
    install: {
      package: contrib('net/http/otelhttp'),
      enable: 'http.Client{Transport: otelhttp.NewTransport(http.DefaultTransport)}',
    },
    tests: [
      {
        code: 'package main\nimport "net/http"\nfunc f(req *http.Request) {\n\thttp.Get("http://a")\n\tc := &http.Client{}\n\tc.Do(req)\n}',
        expect: ['outbound.http@4'],
      },
      {
        code: 'package main\nimport (\n\t"net/http"\n\t"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"\n)\nvar c = http.Client{Transport: otelhttp.NewTransport(http.DefaultTransport)}\nfunc f(req *http.Request) { c.Do(req) }',
        expect: [],
      },
      {
        code: 'package main\nimport "net/http"\nfunc h(w http.ResponseWriter, r *http.Request) { r.Header.Get("x"); cache.Get("y") }',
        expect: [],
      },
    ],
  },
  {
    id: 'go.resty',
    tech: 'resty',
    modules: [
      'github.com/go-resty/resty',
      'resty.dev',
      'github.com/hashicorp/go-retryablehttp',
      'github.com/imroc/req',
    ],
    packages: ['github.com/go-resty/resty/v2', 'github.com/hashicorp/go-retryablehttp'],
    sites: [
      {
        on: 'call',
        kind: 'outbound.http',
        names: ['New', 'NewWithClient', 'NewClient', 'C'],
        path: /^(?:New|NewWithClient|NewClient|C)$/,
      },
    ],
    coveredBy: ['github.com/dubonzi/otelresty', OTELHTTP_CLIENT, 'go.http-transport'],
    install: { package: 'github.com/dubonzi/otelresty', enable: 'otelresty.TraceClient(client)' },
    tests: [
      {
        code: 'package main\nimport "github.com/go-resty/resty/v2"\nvar c = resty.New()',
        expect: ['outbound.http@3'],
      },
      { code: 'package main\nimport "errors"\nvar e = errors.New("x")', expect: [] },
    ],
  },
  {
    id: 'go.grpc-client',
    tech: 'gRPC',
    modules: ['google.golang.org/grpc'],
    packages: ['google.golang.org/grpc'],
    sites: [
      {
        on: 'call',
        kind: 'outbound.rpc',
        names: ['Dial', 'DialContext', 'NewClient'],
        path: /^(?:Dial|DialContext|NewClient)$/,
        coveredAt: /otelgrpc\.\w+|grpctrace\.\w+|nrgrpc\.\w+/,
        keys: { url: [0] },
      },
    ],
    coveredBy: [OTELGRPC_CLIENT],
    install: {
      package: contrib('google.golang.org/grpc/otelgrpc'),
      enable: 'grpc.WithStatsHandler(otelgrpc.NewClientHandler())',
    },
    tests: [
      {
        code: 'package main\nimport "google.golang.org/grpc"\nfunc f() { grpc.NewClient("cart:80", creds) }',
        expect: ['outbound.rpc@3'],
      },
      {
        code: 'package main\nimport (\n\t"google.golang.org/grpc"\n\t"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"\n)\nfunc f() { grpc.NewClient("x", grpc.WithStatsHandler(otelgrpc.NewClientHandler())) }',
        expect: [],
      },
    ],
  },
  {
    id: 'go.aws',
    tech: 'AWS SDK',
    modules: ['github.com/aws/aws-sdk-go-v2/config'],
    packages: ['github.com/aws/aws-sdk-go-v2'],
    sites: [{ on: 'call', kind: 'outbound.rpc', names: ['LoadDefaultConfig'], path: /^LoadDefaultConfig$/ }],
    coveredBy: [contrib('github.com/aws/aws-sdk-go-v2/otelaws')],
    install: {
      package: contrib('github.com/aws/aws-sdk-go-v2/otelaws'),
      enable: 'otelaws.AppendMiddlewares(&cfg.APIOptions)',
    },
    tests: [
      {
        code: 'package main\nimport "github.com/aws/aws-sdk-go-v2/config"\nfunc f() { config.LoadDefaultConfig(ctx) }',
        expect: ['outbound.rpc@3'],
      },
      { code: 'package main\nimport "x/config"\nfunc f() { config.LoadDefaultConfig(ctx) }', expect: [] },
    ],
  },
  {
    id: 'go.llm',
    tech: 'language model',
    modules: [
      'github.com/openai/openai-go',
      'github.com/sashabaranov/go-openai',
      'github.com/anthropics/anthropic-sdk-go',
      'github.com/tmc/langchaingo',
      'google.golang.org/genai',
    ],
    packages: [
      'github.com/openai/openai-go',
      'github.com/sashabaranov/go-openai',
      'github.com/anthropics/anthropic-sdk-go',
    ],
    sites: [open('outbound.llm', ['NewClient', 'NewClientWithConfig', 'New'], /^(?:\w+\.)?New\w*$/)],
    coveredBy: [OTELHTTP_CLIENT],
    tests: [
      {
        code: 'package main\nimport openai "github.com/sashabaranov/go-openai"\nvar c = openai.NewClient("x")',
        expect: ['outbound.llm@3'],
      },
      {
        code: 'package main\nimport openai "github.com/sashabaranov/go-openai"\nvar m = openai.GPT4',
        expect: [],
      },
    ],
  },
];
