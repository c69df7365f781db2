import { lines, mapCases } from '../../../support/map-case.ts';

const OWNER = 'src/main/java/com/acme/web/OwnerController.java';
const ownerController = lines({
  1: 'package com.acme.web;',
  20: 'public class OwnerController {',
  31: '  public Owner show(int id) {\n    return owners.find(id);\n  }\n}',
});

mapCases([
  {
    row: 1,
    title: 'legacy namespace and function',
    language: 'java',
    files: { [OWNER]: ownerController },
    spans: [{ attributes: { 'code.namespace': 'com.acme.web.OwnerController', 'code.function': 'show' } }],
    expect: [
      {
        at: `${OWNER}:31`,
        confidence: 'exact',
        endLine: 33,
        symbol: 'OwnerController.show',
        jump: true,
        alternativeCount: 0,
      },
    ],
  },
  {
    row: 2,
    title: 'stable qualified function name',
    language: 'java',
    files: { [OWNER]: ownerController },
    spans: [{ attributes: { 'code.function.name': 'com.acme.web.OwnerController.show' } }],
    expect: [{ at: `${OWNER}:31`, confidence: 'exact' }],
  },
  {
    row: 3,
    title: 'both sets at once give one result',
    language: 'java',
    files: { [OWNER]: ownerController },
    spans: [
      {
        attributes: {
          'code.namespace': 'com.acme.web.OwnerController',
          'code.function': 'show',
          'code.function.name': 'com.acme.web.OwnerController.show',
        },
      },
    ],
    expect: [{ at: `${OWNER}:31`, confidence: 'exact', alternativeCount: 0 }],
  },
  {
    row: 4,
    title: 'schema 1.30: unqualified name beside its namespace',
    language: 'java',
    files: {
      [OWNER]: ownerController,
      'src/main/java/com/acme/web/PetController.java':
        'package com.acme.web;\nclass PetController {\n  void show() {\n  }\n}\n',
    },
    spans: [
      { attributes: { 'code.function.name': 'show', 'code.namespace': 'com.acme.web.OwnerController' } },
    ],
    expect: [{ at: `${OWNER}:31`, confidence: 'exact', alternativeCount: 0 }],
  },
  {
    row: 5,
    title: 'inner class',
    language: 'java',
    files: {
      'src/com/acme/Main.java': lines({
        1: 'package com.acme;',
        5: 'public class Main {',
        6: '  static class Inner {',
        7: '    void go() { }',
        8: '  }',
        20: '  void go() { }',
        21: '}',
      }),
    },
    spans: [{ attributes: { 'code.function.name': 'com.acme.Main$Inner.go' } }],
    expect: [{ at: 'src/com/acme/Main.java:7', confidence: 'exact', alternativeCount: 0 }],
  },
  {
    row: 6,
    title: 'anonymous class',
    language: 'java',
    files: {
      'src/com/acme/Main.java': lines({
        1: 'package com.acme;',
        10: 'public class Main {\n  void run() {',
        13: '    Callable<String> c = new Callable<>() {',
        15: '      public String call() { return "x"; }',
        16: '    };',
        20: '    Callable<String> d = new Callable<>() {\n      public String call() { return "y"; }\n    };\n  }\n}',
      }),
    },
    spans: [{ attributes: { 'code.function.name': 'com.acme.Main$1.call' } }],
    expect: [{ at: 'src/com/acme/Main.java:15', confidence: 'likely' }],
  },
  {
    row: 7,
    title: 'lambda of a class',
    language: 'java',
    files: {
      'src/com/acme/Main.java': lines({
        1: 'package com.acme;',
        4: 'public class Main {',
        5: '  void myMethod() { }\n}',
      }),
    },
    spans: [{ attributes: { 'code.function.name': 'com.acme.Main$$Lambda/0x0000748ae4149c00.myMethod' } }],
    expect: [{ at: 'src/com/acme/Main.java:4', confidence: 'guess' }],
  },
  {
    row: 9,
    title: 'overloads ask',
    language: 'java',
    files: {
      'src/com/acme/Calc.java': lines({
        1: 'package com.acme;',
        3: 'class Calc {',
        5: '  int add(int a) { return a; }',
        9: '  double add(double a) { return a; }\n}',
      }),
    },
    spans: [{ attributes: { 'code.function.name': 'com.acme.Calc.add' } }],
    expect: [
      {
        at: 'src/com/acme/Calc.java:5',
        confidence: 'guess',
        alternatives: ['src/com/acme/Calc.java:9'],
        alternativeCount: 1,
        jump: false,
      },
    ],
  },
  {
    row: 10,
    title: 'Kotlin top-level function',
    language: 'java',
    files: {
      'src/main/kotlin/com/acme/Util.kt': 'package com.acme\n\nfun parse(text: String) = text.trim()\n',
    },
    spans: [{ attributes: { 'code.function.name': 'com.acme.UtilKt.parse' } }],
    expect: [{ at: 'src/main/kotlin/com/acme/Util.kt:3', confidence: 'exact' }],
  },
  {
    row: 14,
    title: 'base name, qualified name and line agree on one of two files',
    language: 'java',
    files: {
      'src/com/acme/OwnerController.java': lines({
        1: 'package com.acme;',
        10: 'class OwnerController {',
        40: '  void show() {\n    // work\n    log.info("x");\n  }\n}',
      }),
      'src/com/other/OwnerController.java': lines({
        1: 'package com.other;',
        10: 'class OwnerController {',
        40: '  void show() {\n    // work\n    log.info("x");\n  }\n}',
      }),
    },
    spans: [
      {
        attributes: {
          'code.file.path': 'OwnerController.java',
          'code.function.name': 'com.acme.OwnerController.show',
          'code.line.number': 42,
        },
      },
    ],
    expect: [{ at: 'src/com/acme/OwnerController.java:42', confidence: 'exact', jump: true }],
  },
  {
    row: 15,
    title: '@WithSpan without code attributes',
    language: 'java',
    files: {
      'src/com/acme/OrderService.java': lines({
        1: 'package com.acme;',
        10: 'class OrderService {',
        18: '  @WithSpan void place() {',
        20: '  }\n}',
      }),
    },
    spans: [
      {
        scope: 'io.opentelemetry.opentelemetry-instrumentation-annotations-1.16',
        name: 'OrderService.place',
      },
    ],
    expect: [{ at: 'src/com/acme/OrderService.java:18', confidence: 'likely' }],
  },
  {
    row: 17,
    title: 'context path and another parameter name',
    language: 'java',
    files: {
      'src/com/acme/OwnerController.java': lines({
        1: 'package com.acme;',
        20: '@RestController\n@RequestMapping("/owners")\nclass OwnerController {',
        30: '  @GetMapping("/{id}") Owner show(@PathVariable int id) {',
        32: '  }',
        35: '  @PostMapping("/{id}") Owner update(@PathVariable int id) {\n  }\n}',
      }),
    },
    spans: [
      {
        kind: 'server',
        scope: 'io.opentelemetry.tomcat-10.0',
        attributes: { 'http.route': '/petclinic/owners/{ownerId}', 'http.request.method': 'GET' },
      },
      {
        kind: 'server',
        scope: 'io.opentelemetry.tomcat-10.0',
        attributes: { 'http.route': '/owners/{ownerId}', 'http.request.method': 'POST' },
      },
      {
        kind: 'server',
        scope: 'io.opentelemetry.tomcat-10.0',
        attributes: { 'http.route': '/pets/{id}', 'http.request.method': 'GET' },
      },
    ],
    expect: [
      { at: 'src/com/acme/OwnerController.java:30', confidence: 'guess' },
      { at: 'src/com/acme/OwnerController.java:35', confidence: 'likely' },
      { at: null, reason: /No route GET \/pets\/\{id\}/ },
    ],
  },
  {
    row: 18,
    title: 'exception in a constructor',
    language: 'java',
    files: {
      'src/com/acme/Main.java': lines({
        1: 'package com.acme;',
        3: 'class Main {',
        5: '  Main() { throw new E(); }\n}',
      }),
      'src/com/other/Main.java': lines({ 1: 'package com.other;', 3: 'class Main {', 5: '  Main() { }\n}' }),
    },
    spans: [
      {
        stack:
          'java.lang.IllegalStateException: no\n\tat com.acme.Main.<init>(Main.java:5)\n\tat java.base/java.lang.Thread.run(Thread.java:840)\n',
      },
    ],
    expect: [{ at: 'src/com/acme/Main.java:5', confidence: 'likely' }],
  },
  {
    row: 106,
    title: 'Kafka listener with a placeholder',
    language: 'java',
    files: {
      'src/main/resources/application.yml':
        'spring:\n  application:\n    name: shop\ntopics:\n  orders: orders\n  other: refunds\n',
      'src/main/java/com/acme/Listener.java': lines({
        1: 'package com.acme;',
        5: 'class Listener {',
        15: `  @KafkaListener(topics = "\${topics.orders}") void onOrder(String m) {`,
        17: '  }',
        20: `  @KafkaListener(topics = {"\${topics.other}", "x"}) void onOther(String m) {\n  }\n}`,
      }),
    },
    spans: [
      {
        kind: 'consumer',
        scope: 'io.opentelemetry.kafka-clients-0.11',
        name: 'orders process',
        attributes: { 'messaging.destination.name': 'orders', 'messaging.system': 'kafka' },
      },
      { kind: 'consumer', name: 'refunds process', attributes: { 'messaging.destination.name': 'refunds' } },
      { kind: 'consumer', name: 'none process', attributes: { 'messaging.destination.name': 'none' } },
    ],
    expect: [
      { at: 'src/main/java/com/acme/Listener.java:15', confidence: 'likely' },
      { at: 'src/main/java/com/acme/Listener.java:20', confidence: 'likely' },
      { at: null, reason: /No listener for none/ },
    ],
  },
]);
