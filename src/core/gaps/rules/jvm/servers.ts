import type { GapRule } from '../../rule.ts';
import { AGENT, FRAMEWORK } from './ids.ts';

export const jvmServerRules: readonly GapRule[] = [
  {
    id: 'jvm.grpc-server',
    tech: 'gRPC',
    modules: ['io.grpc'],
    packages: ['io.grpc:grpc-stub', 'io.grpc:grpc-netty', 'io.grpc:grpc-protobuf', 'io.grpc:grpc-all'],
    sites: [
      {
        on: 'super',
        kind: 'entry.grpc',
        names: ['*ImplBase', '*CoroutineImplBase'],
        written: /^(?!.*Health(?:Grpc|Impl)).*$/,
        needs: /grpc/i,
      },
    ],
    coveredBy: ['grpc', 'armeria-grpc', ...FRAMEWORK],
    install: AGENT,
    tests: [
      {
        code: 'import io.grpc.stub.StreamObserver;\nclass Ads extends AdServiceGrpc.AdServiceImplBase {\n  @Override\n  public void getAds(AdRequest r, StreamObserver<AdResponse> o) {}\n  private void load() {}\n}',
        expect: ['entry.grpc@4'],
      },
      {
        code: 'import io.grpc.stub.StreamObserver;\nclass Ads extends Base {\n  public void getAds() {}\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'jvm.lambda',
    tech: 'AWS Lambda',
    modules: ['com.amazonaws.services.lambda.runtime'],
    packages: ['com.amazonaws:aws-lambda-java-core'],
    sites: [
      {
        on: 'super',
        kind: 'entry.faas',
        names: ['RequestHandler', 'RequestStreamHandler'],
        methods: /^handleRequest$/,
      },
    ],
    coveredBy: ['aws-lambda-core', 'aws-lambda-events', 'aws-lambda-layer'],
    install: {
      package: 'the OpenTelemetry Lambda layer',
      enable: 'AWS_LAMBDA_EXEC_WRAPPER=/opt/otel-handler',
    },
    tests: [
      {
        code: 'import com.amazonaws.services.lambda.runtime.*;\npublic class H implements RequestHandler<String, String> {\n  public String handleRequest(String e, Context c) { return ""; }\n}',
        expect: ['entry.faas@3'],
      },
      {
        code: 'import mine.RequestHandler;\nclass H implements RequestHandler {\n  public void handleRequest() {}\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'jvm.azure-functions',
    tech: 'Azure Functions',
    modules: ['com.microsoft.azure.functions.annotation', 'com.google.cloud.functions'],
    packages: ['com.microsoft.azure.functions:azure-functions-java-library'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.faas',
        target: 'method',
        names: ['FunctionName'],
        keys: { job: [0, 'value'] },
      },
      {
        on: 'super',
        kind: 'entry.faas',
        names: ['HttpFunction', 'BackgroundFunction', 'CloudEventsFunction'],
        methods: /^(?:service|accept)$/,
      },
    ],
    coveredBy: [],
    tests: [
      {
        code: 'import com.microsoft.azure.functions.annotation.*;\nclass F {\n  @FunctionName("orders")\n  public void run() {}\n}',
        expect: ['entry.faas@3'],
      },
      { code: 'class F {\n  @Named("orders")\n  public void run() {}\n}', expect: [] },
    ],
  },
  {
    id: 'jvm.graphql',
    tech: 'GraphQL',
    modules: [
      'org.springframework.graphql.data.method.annotation',
      'com.netflix.graphql.dgs',
      'org.eclipse.microprofile.graphql',
    ],
    packages: ['org.springframework.boot:spring-boot-starter-graphql'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.graphql',
        target: 'method',
        names: [
          'QueryMapping',
          'MutationMapping',
          'SubscriptionMapping',
          'DgsQuery',
          'DgsMutation',
          'Query',
          'Mutation',
        ],
        keys: { field: [0, 'name', 'field', 'value'] },
      },
      // Other types' fields are parts of an operation, not operations.
      {
        on: 'annotation',
        kind: 'entry.graphql',
        target: 'method',
        names: ['DgsData'],
        argument:
          /^(?:[\w.]*(?:QUERY|MUTATION|SUBSCRIPTION)\w*(?:\.TYPE_NAME)?|Query|Mutation|Subscription)$/,
        keys: { field: ['field'] },
      },
    ],
    coveredBy: ['graphql-java', ...FRAMEWORK],
    install: AGENT,
    tests: [
      {
        code: 'import org.springframework.graphql.data.method.annotation.QueryMapping;\nclass C {\n  @QueryMapping\n  public Book book() { return null; }\n}',
        expect: ['entry.graphql@3'],
      },
      {
        code: 'import org.springframework.data.jpa.repository.Query;\ninterface R {\n  @Query("select b")\n  Book book();\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'jvm.websocket',
    tech: 'WebSocket',
    modules: [
      'jakarta.websocket',
      'javax.websocket',
      'org.springframework.messaging.handler.annotation',
      'org.springframework.web.socket',
      'io.quarkus.websockets.next',
    ],
    packages: ['org.springframework.boot:spring-boot-starter-websocket'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.websocket',
        target: 'method',
        names: ['OnMessage', 'OnTextMessage', 'MessageMapping'],
        keys: { job: [0, 'value'] },
      },
      {
        on: 'super',
        kind: 'entry.websocket',
        names: ['TextWebSocketHandler', 'AbstractWebSocketHandler'],
        methods: /^handleTextMessage$/,
        anyVisibility: true,
      },
    ],
    coveredBy: [],
    tests: [
      {
        code: 'import jakarta.websocket.*;\nclass W {\n  @OnMessage\n  public void on(String m) {}\n  @OnOpen\n  public void open() {}\n}',
        expect: ['entry.websocket@3'],
      },
      { code: 'class W {\n  @OnMessage\n  public void on(String m) {}\n}', expect: [] },
    ],
  },
  {
    id: 'jvm.commands',
    tech: 'command line',
    modules: ['picocli', 'org.springframework.shell.standard'],
    packages: ['info.picocli:picocli'],
    sites: [
      { on: 'annotation', kind: 'entry.cli', target: 'class', names: ['Command'], keys: { job: ['name'] } },
      { on: 'annotation', kind: 'entry.cli', target: 'method', names: ['ShellMethod'] },
    ],
    coveredBy: [],
    tests: [
      {
        code: 'import picocli.CommandLine.Command;\n@Command(name = "x")\nclass X implements Runnable { public void run() {} }',
        expect: ['entry.cli@2'],
      },
      { code: '@Command(name = "x")\nclass X {}', expect: [] },
    ],
  },
];
