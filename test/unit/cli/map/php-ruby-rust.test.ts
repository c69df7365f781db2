import { lines, mapCases } from '../../../support/map-case.ts';

mapCases([
  {
    row: 21,
    title: 'PHP framework code is set aside, the route leads on',
    language: 'php',
    files: {
      'vendor/slim/slim/Slim/App.php': lines({ 190: 'x' }),
      'routes/web.php': lines({
        1: '<?php',
        5: "$app->get('/u/{id}', function ($request, $response, $args) {",
        7: '});',
        9: "$app->get('/v/{id}', UserAction::class);",
      }),
    },
    spans: [
      {
        kind: 'server',
        scope: 'io.opentelemetry.contrib.php.slim',
        attributes: {
          'code.function.name': 'Slim\\App::handle',
          'code.file.path': '/app/vendor/slim/slim/Slim/App.php',
          'code.line.number': 190,
          'http.route': '/u/{id}',
          'http.request.method': 'GET',
        },
      },
    ],
    expect: [{ at: 'routes/web.php:5', confidence: 'likely', library: 'slim' }],
  },
  {
    row: 24,
    title: 'Symfony puts the route name into http.route',
    language: 'php',
    files: {
      'src/Controller/UserController.php': lines({
        1: '<?php\nnamespace App\\Controller;',
        10: 'class UserController extends AbstractController {',
        33: "    #[Route('/u/{id}', name: 'app_user_show')] public function show(int $id) {",
        35: '    }\n}',
      }),
    },
    spans: [{ kind: 'server', attributes: { 'http.route': 'app_user_show', 'http.request.method': 'GET' } }],
    expect: [{ at: 'src/Controller/UserController.php:33', confidence: 'likely' }],
  },
  {
    row: 25,
    title: 'Laravel route to a controller action',
    language: 'php',
    files: {
      'routes/web.php': lines({
        1: '<?php\nuse App\\Http\\Controllers\\UserController;',
        7: "Route::get('/users/{id}', [UserController::class, 'show'])->name('users.show');",
        8: "Route::post('/users/{id}', [UserController::class, 'update']);",
      }),
      'app/Http/Controllers/UserController.php': lines({
        1: '<?php\nnamespace App\\Http\\Controllers;',
        6: 'class UserController {',
        12: '    public function show($id) {\n    }',
        20: '    public function update($id) {\n    }\n}',
      }),
    },
    spans: [{ kind: 'server', attributes: { 'http.route': 'users/{id}', 'http.request.method': 'GET' } }],
    expect: [
      {
        at: 'app/Http/Controllers/UserController.php:12',
        confidence: 'likely',
        alternatives: ['routes/web.php:7'],
        alternativeCount: 1,
      },
    ],
  },
  {
    row: 30,
    title: 'Ruby 3.4 frame',
    language: 'ruby',
    files: {
      'app/models/user.rb': lines({
        5: 'class User',
        10: '  def self.find(id)',
        12: '    raise "x"',
        13: '  end\nend',
      }),
    },
    spans: [
      {
        stack:
          "/usr/local/bundle/gems/pg-1.5/lib/pg.rb:5:in 'PG.exec': boom (RuntimeError)\n\tfrom app/models/user.rb:12:in 'User#find'\n",
      },
    ],
    expect: [{ at: 'app/models/user.rb:12', confidence: 'likely' }],
  },
  {
    row: 35,
    title: 'Rust writes an array of messages for a stack trace',
    language: 'rust',
    files: { 'src/main.rs': 'fn main() {}\n' },
    spans: [{ stack: ['intermediate error', 'base error'] }],
    expect: [{ at: null, reason: /no frames/ }],
  },
  {
    row: 'rust-axum',
    title: 'axum routes with nesting and tracing spans',
    language: 'rust',
    files: {
      'src/main.rs': lines({
        1: 'mod users;',
        3: 'fn app() -> Router {\n    Router::new().nest("/api", users::routes())\n}',
      }),
      'src/users.rs': lines({
        3: 'pub fn routes() -> Router {\n    Router::new().route("/users/{id}", get(show).post(update))\n}',
        10: '#[tracing::instrument]\nasync fn show() {\n}',
        15: 'async fn update() {\n}',
      }),
    },
    spans: [
      { kind: 'server', attributes: { 'http.route': '/api/users/{id}', 'http.request.method': 'POST' } },
      { name: 'show', scope: 'tracing-opentelemetry' },
    ],
    expect: [
      { at: 'src/users.rs:15', confidence: 'likely' },
      { at: 'src/users.rs:11', confidence: 'likely' },
    ],
  },
]);
