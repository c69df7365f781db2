import type { GapRule } from '../../rule.ts';
import { ASPNETCORE, add, WEB } from './ids.ts';

const INSTALL = add('AspNetCore', 'AddAspNetCoreInstrumentation');

export const dotnetHttpRules: readonly GapRule[] = [
  {
    id: 'dotnet.controllers',
    tech: 'ASP.NET Core',
    modules: ['Microsoft.AspNetCore.Mvc'],
    packages: WEB,
    sites: [
      {
        on: 'annotation',
        kind: 'entry.http',
        target: 'method',
        names: ['HttpGet', 'HttpPost', 'HttpPut', 'HttpPatch', 'HttpDelete', 'HttpHead'],
        prefix: ['Route'],
        receiver: /^$/,
        sure: true,
        keys: { route: [0, 'template'], method: 'name' },
      },
      {
        on: 'super',
        kind: 'entry.http',
        names: ['ControllerBase', 'Controller'],
        methods: /^(?!On[A-Z]|Dispose)/,
        params: /^(?!.*\b(?:ActionExecut|ResultExecut))/,
      },
    ],
    coveredBy: ASPNETCORE,
    install: INSTALL,
    tests: [
      {
        code: 'using Microsoft.AspNetCore.Mvc;\n[ApiController]\n[Route("api/cats")]\npublic class CatsController : ControllerBase {\n  [HttpGet("{id}")] public Cat One(int id) => null;\n  public Cat All() => null;\n  private void Helper() {}\n}',
        expect: ['entry.http@5', 'entry.http@6'],
      },
      { code: 'using Mine;\npublic class A : Base {\n  public void One() {}\n}', expect: [] },
    ],
  },
  {
    id: 'dotnet.minimal-api',
    tech: 'ASP.NET Core',
    modules: ['Microsoft.AspNetCore*'],
    packages: WEB,
    sites: [
      {
        on: 'call',
        kind: 'entry.http',
        names: ['MapGet', 'MapPost', 'MapPut', 'MapPatch', 'MapDelete', 'MapMethods'],
        receiver: /./,
        sure: true,
        args: [
          [0, 'text'],
          [1, 'any'],
        ],
        handler: [-1],
        keys: { route: [0], method: 'name' },
      },
    ],
    coveredBy: ASPNETCORE,
    install: INSTALL,
    tests: [
      {
        code: 'var app = WebApplication.Create(args);\napp.MapGet("/x", () => "x");\napp.MapGroup("/v1").MapPost("y", Save);',
        expect: ['entry.http@2', 'entry.http@3'],
      },
      {
        code: 'var app = WebApplication.Create(args);\napp.MapHealthChecks("/health");\nmapper.Map("x", y);',
        expect: [],
      },
    ],
  },
  {
    id: 'dotnet.fast-endpoints',
    tech: 'FastEndpoints',
    modules: ['FastEndpoints'],
    packages: ['FastEndpoints'],
    sites: [
      {
        on: 'super',
        kind: 'entry.http',
        names: ['Endpoint', 'EndpointWithoutRequest'],
        methods: /^(?:HandleAsync|ExecuteAsync)$/,
      },
    ],
    coveredBy: ASPNETCORE,
    install: INSTALL,
    tests: [
      {
        code: 'using FastEndpoints;\npublic class Create : Endpoint<Req, Res> {\n  public override void Configure() {}\n  public override async Task HandleAsync(Req r, CancellationToken ct) {}\n}',
        expect: ['entry.http@4'],
      },
      { code: 'using Mine;\npublic class Create {\n  public Task HandleAsync() {}\n}', expect: [] },
    ],
  },
  {
    id: 'dotnet.grpc-server',
    tech: 'gRPC',
    modules: ['Grpc.Core', 'Grpc.AspNetCore'],
    packages: ['Grpc.AspNetCore', 'Grpc.AspNetCore.Server', 'Grpc.Core', 'Grpc'],
    sites: [
      {
        on: 'super',
        kind: 'entry.grpc',
        names: ['*Base'],
        written: /^(?!.*HealthBase).*$/,
        params: /ServerCallContext/,
        sure: true,
      },
    ],
    coveredBy: [...ASPNETCORE, 'AddGrpcCoreInstrumentation', 'GRPCCORE'],
    install: INSTALL,
    tests: [
      {
        code: 'public class CartService : Hipstershop.CartService.CartServiceBase {\n  public override Task<GetCartResponse> GetCart(GetCartRequest request, ServerCallContext context) { return null; }\n  public void Helper(int x) {}\n}',
        expect: ['entry.grpc@2'],
      },
      { code: 'public class A : PageBase {\n  public void OnGet(Ctx c) {}\n}', expect: [] },
    ],
  },
  {
    id: 'dotnet.signalr',
    tech: 'SignalR',
    modules: ['Microsoft.AspNetCore.SignalR'],
    packages: WEB,
    sites: [{ on: 'super', kind: 'entry.websocket', names: ['Hub'], methods: /^(?!On(?:Dis)?[cC]onnected)/ }],
    coveredBy: ['AddSource:Microsoft.AspNetCore.SignalR.Server', 'AddSignalRInstrumentation'],
    install: {
      package: 'Microsoft.AspNetCore.SignalR',
      enable: '.WithTracing(t => t.AddSource("Microsoft.AspNetCore.SignalR.Server")) (from .NET 9 on)',
    },
    tests: [
      {
        code: 'using Microsoft.AspNetCore.SignalR;\npublic class Chat : Hub {\n  public Task Send(string m) => null;\n  public override Task OnConnectedAsync() => null;\n}',
        expect: ['entry.websocket@3'],
      },
      {
        code: 'using Mine;\npublic class Chat : Room {\n  public Task Send(string m) => null;\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'dotnet.graphql',
    tech: 'Hot Chocolate',
    modules: ['HotChocolate*', 'Microsoft.Extensions.DependencyInjection'],
    packages: ['HotChocolate.AspNetCore', 'GraphQL', 'GraphQL.Server.Transports.AspNetCore'],
    sites: [
      {
        on: 'call',
        kind: 'entry.graphql',
        names: ['AddGraphQLServer', 'AddGraphQL'],
        receiver: /./,
        sure: true,
        notIn: /\.AddInstrumentation\(|UseTelemetry\(/,
        once: true,
      },
    ],
    coveredBy: [
      'AddHotChocolateInstrumentation',
      'AddSource:HotChocolate.Diagnostics',
      'AddSource:GraphQL',
      'GRAPHQL',
    ],
    install: {
      package: 'HotChocolate.Diagnostics',
      enable: '.AddInstrumentation() and .WithTracing(t => t.AddHotChocolateInstrumentation())',
    },
    tests: [
      { code: 'builder.Services.AddGraphQLServer().AddQueryType<Query>();', expect: ['entry.graphql@1'] },
      { code: 'builder.Services.AddGraphQLServer().AddInstrumentation();', expect: [] },
    ],
  },
];
