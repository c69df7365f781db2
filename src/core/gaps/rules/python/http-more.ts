import type { GapRule } from '../../rule.ts';
import { AUTO_PY, addPy, py, VERBS } from './ids.ts';

export const pythonHttpMoreRules: readonly GapRule[] = [
  {
    id: 'python.aiohttp-server',
    tech: 'aiohttp',
    modules: ['aiohttp'],
    packages: ['aiohttp'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.http',
        target: 'method',
        names: [...VERBS, 'view'],
        member: true,
        path: /^web\.RouteTableDef\(\)|^RouteTableDef\(\)/,
        keys: { route: [0], method: 'name' },
      },
      {
        on: 'call',
        kind: 'entry.http',
        names: ['add_get', 'add_post', 'add_put', 'add_patch', 'add_delete', 'add_route', 'add_view'],
        path: /^(?:web\.)?Application\(\)\.router\.add_\w+$/,
        receiver: /(?:^|\.)router$/,
        handler: [-1, 'handler'],
        keys: { route: [0] },
      },
      {
        on: 'call',
        kind: 'entry.http',
        names: [...VERBS, 'view', 'route'],
        path: /^web\.(?:get|post|put|patch|delete|head|options|view|route)$/,
        args: [
          [0, 'path'],
          [1, 'handler'],
        ],
        handler: [-1],
        keys: { route: [0], method: 'name' },
      },
    ],
    coveredBy: py('aiohttp-server'),
    install: AUTO_PY,
    tests: [
      {
        code: 'from aiohttp import web\nroutes = web.RouteTableDef()\n@routes.get("/x")\nasync def x(r): pass\napp = web.Application()\napp.router.add_post("/y", y)\napp.add_routes([web.get("/z", z)])',
        expect: ['entry.http@3', 'entry.http@6', 'entry.http@7'],
      },
      { code: 'from aiohttp import web\nweb.run_app(app)\nconfig.get("/x", y)', expect: [] },
    ],
  },
  {
    id: 'python.tornado',
    tech: 'Tornado',
    modules: ['tornado'],
    packages: ['tornado'],
    sites: [
      {
        on: 'super',
        kind: 'entry.http',
        names: ['RequestHandler'],
        methods: /^(?:get|post|put|patch|delete|head|options)$/,
      },
      { on: 'super', kind: 'entry.websocket', names: ['WebSocketHandler'], methods: /^on_message$/ },
    ],
    coveredBy: py('tornado'),
    install: AUTO_PY,
    tests: [
      {
        code: 'import tornado.web\nclass Main(tornado.web.RequestHandler):\n    async def get(self):\n        self.write("x")\n    def prepare(self): pass',
        expect: ['entry.http@3'],
      },
      {
        code: 'from socketserver import RequestHandler\nclass A(RequestHandler):\n    def get(self): pass',
        expect: [],
      },
    ],
  },
  {
    id: 'python.falcon',
    tech: 'Falcon',
    modules: ['falcon'],
    packages: ['falcon'],
    sites: [
      {
        on: 'call',
        kind: 'entry.http',
        names: ['add_route', 'add_sink'],
        path: /(?:App|API)\(\)\.add_\w+$/,
        args: [[0, 'any']],
        handler: [1],
        keys: { route: [0] },
      },
    ],
    coveredBy: py('falcon', 'wsgi', 'asgi'),
    install: AUTO_PY,
    tests: [
      {
        code: 'import falcon\napp = falcon.App()\napp.add_route("/things", Things())',
        expect: ['entry.http@3'],
      },
      { code: 'import falcon\napp = falcon.App()\napp.add_error_handler(E)', expect: [] },
    ],
  },
  {
    id: 'python.bottle',
    tech: 'Bottle',
    modules: ['bottle'],
    packages: ['bottle'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.http',
        target: 'method',
        names: ['route', ...VERBS],
        keys: { route: [0], method: 'name' },
      },
    ],
    coveredBy: py('wsgi'),
    install: addPy('wsgi', 'app = OpenTelemetryMiddleware(app)'),
    tests: [
      {
        code: 'from bottle import route, Bottle\n@route("/x")\ndef x(): pass\napp = Bottle()\n@app.post("/y")\ndef y(): pass',
        expect: ['entry.http@2', 'entry.http@5'],
      },
      { code: 'from bottle import hook\n@hook("before_request")\ndef x(): pass', expect: [] },
    ],
  },
  {
    id: 'python.asgi-frameworks',
    tech: 'ASGI framework',
    modules: ['sanic', 'quart', 'litestar', 'starlite', 'blacksheep', 'robyn', 'esmerald'],
    packages: ['sanic', 'quart', 'litestar', 'blacksheep', 'robyn'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.http',
        target: 'method',
        names: ['route', ...VERBS],
        receiver: /^(?:app|bp|router|\w+_bp)$/,
        keys: { route: [0, 'path'], method: 'name' },
      },
    ],
    coveredBy: [...py('asgi', 'sanic'), 'litestar.contrib.opentelemetry', 'litestar.plugins.opentelemetry'],
    install: addPy('asgi', 'app = OpenTelemetryMiddleware(app)'),
    tests: [
      {
        code: 'from sanic import Sanic\napp = Sanic("a")\n@app.get("/x")\nasync def x(r): pass',
        expect: ['entry.http@3'],
      },
      {
        code: 'from litestar import get\n@get("/x")\nasync def x() -> str: return ""',
        expect: ['entry.http@2'],
      },
      {
        code: 'from sanic import Sanic\napp = Sanic("a")\n@app.listener("x")\nasync def x(a): pass',
        expect: [],
      },
    ],
  },
  {
    id: 'python.responder',
    tech: 'Responder',
    modules: ['responder'],
    packages: ['responder'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.http',
        target: 'method',
        names: ['route'],
        member: true,
        receiver: /^api$/,
        keys: { route: [0] },
      },
    ],
    coveredBy: py('asgi'),
    install: addPy('asgi', 'OpenTelemetryMiddleware(api)'),
    tests: [
      {
        code: 'import responder\napi = responder.API()\n@api.route("/x")\ndef x(req, resp): pass',
        expect: ['entry.http@3'],
      },
      {
        code: 'import responder\napi = responder.API()\n@api.on_event("startup")\nasync def s(): pass',
        expect: [],
      },
    ],
  },
  {
    id: 'python.pyramid',
    tech: 'Pyramid',
    modules: ['pyramid'],
    packages: ['pyramid'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.http',
        target: 'method',
        names: ['view_config'],
        keys: { route: ['route_name'], method: ['request_method'] },
      },
    ],
    coveredBy: py('pyramid', 'wsgi'),
    install: AUTO_PY,
    tests: [
      {
        code: 'from pyramid.view import view_config\n@view_config(route_name="home")\ndef home(request): return {}',
        expect: ['entry.http@2'],
      },
      { code: 'from conf import view_config\n@view_config(route_name="home")\ndef h(r): pass', expect: [] },
    ],
  },
  {
    id: 'python.http-server',
    tech: 'http.server',
    modules: ['http.server', 'BaseHTTPServer'],
    packages: [],
    sites: [
      {
        on: 'super',
        kind: 'entry.http',
        names: ['BaseHTTPRequestHandler', 'SimpleHTTPRequestHandler'],
        methods: /^do_[A-Z]+$/,
      },
    ],
    coveredBy: [],
    tests: [
      {
        code: 'from http.server import BaseHTTPRequestHandler\nclass H(BaseHTTPRequestHandler):\n    def do_GET(self): pass\n    def log_message(self): pass',
        expect: ['entry.http@3'],
      },
      { code: 'class H(Base):\n    def do_GET(self): pass', expect: [] },
    ],
  },
];
