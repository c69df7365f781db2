// code.* attributes of the languages that are not Java: rows of spec/mapping.md section 6.
import { lines, mapCases } from '../../../support/map-case.ts';

const many = (n: number, name: string) =>
  Object.fromEntries(
    Array.from({ length: n }, (_, i) => [`packages/p${i}/src/${name}`, `a();\nb();\nc();\nd();\ne(${i});\n`]),
  );

const goService = lines({
  1: 'package orders',
  5: 'type Service struct{}',
  38: 'func (s *Service) Place(ctx context.Context) error {',
  42: '\tslog.InfoContext(ctx, "placing")',
  44: '\treturn nil\n}',
});

mapCases([
  {
    row: 22,
    title: 'PHP class method with file and line of its declaration',
    language: 'php',
    files: {
      'app/Http/Controllers/UserController.php': lines({
        1: '<?php\nnamespace App\\Http\\Controllers;',
        10: 'class UserController {',
        21: '    public function show($id) {\n        return 1;\n    }\n}',
      }),
    },
    spans: [
      {
        attributes: {
          'code.function.name': 'App\\Http\\Controllers\\UserController::show',
          'code.file.path': '/var/www/html/app/Http/Controllers/UserController.php',
          'code.line.number': 21,
        },
      },
    ],
    expect: [{ at: 'app/Http/Controllers/UserController.php:21', confidence: 'exact' }],
  },
  {
    row: 27,
    title: 'Rails engine controller',
    language: 'ruby',
    files: {
      'engines/ex/app/controllers/example_engine/items_controller.rb': lines({
        1: 'module ExampleEngine\n  class ItemsController < ApplicationController',
        8: '    def show\n      render json: 1\n    end\n  end\nend',
      }),
      'app/controllers/items_controller.rb': 'class ItemsController\n  def show\n  end\nend\n',
    },
    spans: [{ attributes: { 'code.namespace': 'ExampleEngine::ItemsController', 'code.function': 'show' } }],
    expect: [{ at: 'engines/ex/app/controllers/example_engine/items_controller.rb:8', confidence: 'exact' }],
  },
  {
    row: 28,
    title: 'Active Job names only the class',
    language: 'ruby',
    files: {
      'app/jobs/test_job.rb':
        'class TestJob < ApplicationJob\n  queue_as :default\n\n  def perform(id)\n    id\n  end\nend\n',
    },
    spans: [{ attributes: { 'code.namespace': 'TestJob' } }],
    expect: [{ at: 'app/jobs/test_job.rb:4', confidence: 'likely' }],
  },
  {
    row: 31,
    title: 'Rust file relative to the cargo workspace',
    language: 'rust',
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n',
      'crates/inner-lib/src/lib.rs': 'pub mod deep { pub fn go() { tracing::info_span!("x"); } }\n',
      'crates/other/src/lib.rs': 'pub fn x() {}\n',
    },
    spans: [
      {
        attributes: {
          'code.filepath': 'crates/inner-lib/src/lib.rs',
          'code.namespace': 'inner_lib::deep',
          'code.lineno': 1,
        },
      },
    ],
    expect: [{ at: 'crates/inner-lib/src/lib.rs:1', confidence: 'exact' }],
  },
  {
    row: 34,
    title: 'a crate from the registry is a library',
    language: 'rust',
    files: { 'src/client.rs': 'fn x() {}\n' },
    spans: [
      {
        attributes: {
          'code.filepath': '/usr/local/cargo/registry/src/index-1949/h2-0.4.5/src/client.rs',
          'code.lineno': 1,
        },
      },
    ],
    expect: [{ at: null, library: 'h2', reason: /library/ }],
  },
  {
    row: 36,
    title: 'Python nested function',
    language: 'python',
    files: {
      'app/main.py': lines({
        1: 'class K:',
        5: '    def m(self):',
        9: '        def inner():\n            return 1\n        return inner()',
      }),
    },
    spans: [
      {
        attributes: {
          'code.filepath': 'app/main.py',
          'code.function': 'K.m.<locals>.inner',
          'code.lineno': 9,
        },
      },
    ],
    expect: [{ at: 'app/main.py:9', confidence: 'exact' }],
  },
  {
    row: 37,
    title: 'Python counts a function from its first decorator',
    language: 'python',
    files: {
      'shop/views.py': lines({
        30: 'class CartView(View):',
        40: '    @csrf_exempt\n    @login_required\n    def post(self, request):\n        return 1',
      }),
    },
    spans: [
      {
        attributes: {
          'code.function.name': 'shop.views.CartView.post',
          'code.file.path': '/app/shop/views.py',
          'code.line.number': 40,
        },
      },
      { attributes: { 'code.function.name': 'shop.views.CartView.post', 'code.line.number': 40 } },
    ],
    expect: [
      { at: 'shop/views.py:42', confidence: 'exact', stale: null },
      { at: 'shop/views.py:42', confidence: 'exact', stale: null },
    ],
  },
  {
    row: 57,
    title: 'thirty files of one name ask',
    language: 'nodejs',
    files: many(30, 'index.js'),
    spans: [{ attributes: { 'code.file.path': '/app/index.js', 'code.line.number': 5 } }],
    expect: [{ at: 'packages/p0/src/index.js:5', confidence: 'guess', alternativeCount: 29, jump: false }],
  },
  {
    row: 63,
    title: 'a built file of a web server without source map',
    language: 'webjs',
    files: { 'src/index.ts': 'export {};\n' },
    spans: [
      {
        attributes: {
          'code.file.path': 'https://cdn.x/assets/index-Dk3f8xBq.js',
          'code.line.number': 1,
          'code.column.number': 12345,
        },
      },
      { attributes: { 'code.file.path': 'https://cdn.x/assets/index-Dk3f8xBq.js:1:12345' } },
    ],
    expect: [
      { at: null, reason: /built file, no source map/ },
      { at: null, reason: /built file, no source map/ },
    ],
  },
  {
    row: 65,
    title: 'Cucumber puts prose where the function goes',
    language: 'nodejs',
    files: {
      'test/current.feature': lines({
        1: 'Feature: Buttons',
        7: '  Scenario: Basic Button pushing\n    Given x',
      }),
    },
    spans: [
      {
        attributes: {
          'code.file.path': 'test/current.feature',
          'code.function.name': 'Basic Button pushing',
          'code.line.number': 7,
        },
      },
    ],
    expect: [{ at: 'test/current.feature:7', confidence: 'exact' }],
  },
  {
    row: 66,
    title: 'Go log record attributes',
    language: 'go',
    files: { 'go.mod': 'module github.com/acme/shop\n\ngo 1.23\n', 'internal/orders/service.go': goService },
    spans: [
      {
        attributes: {
          'code.function.name': 'github.com/acme/shop/internal/orders.(*Service).Place',
          'code.file.path': '/src/internal/orders/service.go',
          'code.line.number': 42,
        },
      },
      { attributes: { 'code.function.name': 'github.com/acme/shop/internal/orders.(*Service).Place.func1' } },
    ],
    expect: [
      { at: 'internal/orders/service.go:42', confidence: 'exact', symbol: 'Service.Place' },
      { at: 'internal/orders/service.go:38', confidence: 'likely' },
    ],
  },
  {
    row: 67,
    title: 'Go -trimpath of the main module',
    language: 'go',
    files: { 'go.mod': 'module github.com/acme/shop\n', 'internal/orders/service.go': goService },
    spans: [
      {
        attributes: {
          'code.file.path': 'github.com/acme/shop/internal/orders/service.go',
          'code.line.number': 42,
        },
      },
    ],
    expect: [{ at: 'internal/orders/service.go:42', confidence: 'exact' }],
  },
  {
    row: 71,
    title: 'Go generics',
    language: 'go',
    files: {
      'go.mod': 'module example.org/x\n',
      'pkg/map.go': 'package pkg\n\nfunc Map[T any](in []T) []T {\n\treturn in\n}\n',
    },
    spans: [{ attributes: { 'code.function.name': 'pkg.Map[...]' } }],
    expect: [{ at: 'pkg/map.go:3', confidence: 'exact' }],
  },
  {
    row: 88,
    title: 'Bazel sandbox path',
    language: 'cpp',
    files: { 'src/foo.cc': lines({ 10: 'void f() {', 12: '  g();\n}' }) },
    spans: [{ attributes: { 'code.file.path': '/proc/self/cwd/src/foo.cc', 'code.line.number': 12 } }],
    expect: [{ at: 'src/foo.cc:12', confidence: 'exact' }],
  },
  {
    row: 89,
    title: 'generated and external files of a build',
    language: 'cpp',
    files: { 'gen/x.pb.cc': 'int x;\n', 'gtest/src/gtest.cc': 'int y;\n' },
    spans: [
      { attributes: { 'code.file.path': 'bazel-out/k8-opt/bin/gen/x.pb.cc', 'code.line.number': 3 } },
      { attributes: { 'code.file.path': 'external/gtest/src/gtest.cc', 'code.line.number': 1 } },
    ],
    expect: [
      { at: null, reason: /generated/ },
      { at: null, reason: /library/, library: 'gtest' },
    ],
  },
  {
    row: 91,
    title: 'names that differ in case only',
    language: 'nodejs',
    files: { 'src/users.ts': 'a;\nb;\nc;\n', 'src/Users.ts': 'a;\nb;\nc;\n' },
    spans: [{ attributes: { 'code.file.path': '/app/src/Users.ts', 'code.line.number': 3 } }],
    expect: [{ at: 'src/Users.ts:3', confidence: 'exact', alternativeCount: 0 }],
  },
  {
    row: 92,
    title: 'one folder through a link and by itself',
    language: 'nodejs',
    files: { 'real/src/a.ts': 'a;\nb;\n' },
    prepare: (ws) => {
      ws.link('real', 'link');
      return undefined;
    },
    open: ['link', 'real'],
    spans: [{ attributes: { 'code.file.path': '/app/src/a.ts', 'code.line.number': 2 } }],
    expect: [{ at: 'src/a.ts:2', confidence: 'exact', alternativeCount: 0 }],
  },
  {
    row: 100,
    title: 'values that name no file',
    files: { 'src/a.ts': 'a;\nb;\n' },
    spans: ['', null, '*', '<builtin>', '**/*.ts', 'null', '[native code]', '.', '/', '..'].map((v) => ({
      attributes: { 'code.filepath': v, 'code.lineno': 1 },
    })),
    expect: Array.from({ length: 10 }, () => ({ at: null })),
  },
]);
