import type { AnnotationRow, GapRule } from '../../rule.ts';
import { AUTO_PY, py, VERBS } from './ids.ts';

/** `@app.route('/x')`, `@router.get('/x')`. */
const route = (names: readonly string[], receiver: RegExp, path?: RegExp): AnnotationRow => ({
  on: 'annotation',
  kind: 'entry.http',
  target: 'method',
  names,
  member: true,
  receiver,
  keys: { route: [0, 'path', 'rule'], method: 'name' },
  ...(path ? { path } : {}),
});

export const pythonHttpRules: readonly GapRule[] = [
  {
    id: 'python.flask',
    tech: 'Flask',
    modules: ['flask', 'flask_openapi3', 'apiflask', 'flask_smorest'],
    packages: ['flask', 'apiflask', 'flask-openapi3'],
    sites: [
      route(['route', ...VERBS], /^(?:app|application|bp|\w*(?:_bp|_blueprint|blueprint|_app|api))$/),
      {
        on: 'call',
        kind: 'entry.http',
        names: ['add_url_rule'],
        path: /\(\)\.add_url_rule$/,
        receiver: /^(?:app|application|bp|\w*_bp|blueprint)$/,
        handler: ['view_func', 2],
        keys: { route: [0, 'rule'] },
      },
    ],
    coveredBy: py('flask', 'wsgi'),
    routeBy: py('flask'),
    install: AUTO_PY,
    tests: [
      {
        code: 'from flask import Flask, Blueprint\napp = Flask(__name__)\nbp = Blueprint("b", __name__)\n@app.route("/x", methods=["POST"])\ndef x(): pass\n@bp.get("/y")\n@login_required\ndef y(): pass\napp.add_url_rule("/z", view_func=z)',
        expect: ['entry.http@4', 'entry.http@6', 'entry.http@9'],
      },
      {
        code: 'from flask import Flask\napp = Flask(__name__)\n@app.before_request\ndef b(): pass\n@app.errorhandler(404)\ndef e(x): pass',
        expect: [],
      },
    ],
  },
  {
    id: 'python.flask-restful',
    tech: 'Flask-RESTful',
    modules: ['flask_restful', 'flask_restx', 'flask.views'],
    packages: ['flask-restful', 'flask-restx'],
    sites: [
      {
        on: 'super',
        kind: 'entry.http',
        names: ['Resource', 'MethodView'],
        methods: /^(?:get|post|put|patch|delete|head|options)$/,
      },
    ],
    coveredBy: py('flask', 'wsgi'),
    routeBy: py('flask'),
    install: AUTO_PY,
    tests: [
      {
        code: 'from flask_restful import Resource\nclass Todo(Resource):\n    def get(self, id): pass\n    def helper(self): pass',
        expect: ['entry.http@3'],
      },
      { code: 'from lib.tree import Resource\nclass A(Resource):\n    def get(self): pass', expect: [] },
    ],
  },
  {
    id: 'python.fastapi',
    tech: 'FastAPI',
    modules: ['fastapi', 'fastapi_utils', 'fastapi_router_controller'],
    packages: ['fastapi'],
    sites: [
      route([...VERBS, 'api_route', 'trace'], /^(?:app|router|api|\w*_router|\w*_app|api_router)$/),
      {
        on: 'annotation',
        kind: 'entry.websocket',
        target: 'method',
        names: ['websocket'],
        member: true,
        receiver: /^(?:app|router|\w*_router)$/,
        keys: { route: [0] },
      },
      {
        on: 'call',
        kind: 'entry.http',
        names: ['add_api_route'],
        path: /^(?:FastAPI|APIRouter)\(\)\.add_api_route$/,
        receiver: /^(?:self|app|router|\w*_router)$/,
        handler: [1, 'endpoint'],
        keys: { route: [0] },
      },
    ],
    coveredBy: py('fastapi', 'asgi', 'starlette'),
    install: AUTO_PY,
    tests: [
      {
        code: 'from fastapi import FastAPI, APIRouter\napp = FastAPI()\nr = APIRouter()\n@app.get("/items/{id}")\nasync def item(id: int): return id\n@r.post("/x")\ndef x(): pass\n@app.websocket("/ws")\nasync def ws(s): pass',
        expect: ['entry.http@4', 'entry.http@6', 'entry.websocket@8'],
      },
      {
        code: 'from fastapi import FastAPI\napp = FastAPI()\n@app.on_event("startup")\nasync def s(): pass\n@app.middleware("http")\nasync def m(r, n): pass\n@cache.get("/x")\ndef c(): pass',
        expect: [],
      },
    ],
  },
  {
    id: 'python.starlette',
    tech: 'Starlette',
    modules: ['starlette', 'fastapi.routing'],
    packages: ['starlette'],
    sites: [
      {
        on: 'call',
        kind: 'entry.http',
        names: ['Route', 'WebSocketRoute'],
        path: /^(?:Route|WebSocketRoute)$/,
        args: [[0, 'path']],
        handler: [1, 'endpoint'],
        keys: { route: [0], method: ['methods'] },
      },
      route(['route'], /^app$/),
      {
        on: 'super',
        kind: 'entry.http',
        names: ['HTTPEndpoint'],
        methods: /^(?:get|post|put|patch|delete|head|options)$/,
      },
    ],
    coveredBy: py('starlette', 'asgi', 'fastapi'),
    install: AUTO_PY,
    tests: [
      {
        code: 'from starlette.routing import Route\nroutes = [Route("/x", homepage), Route("/y", endpoint=Y)]',
        expect: ['entry.http@2', 'entry.http@2'],
      },
      { code: 'from maps import Route\nRoute("/x", homepage)', expect: [] },
    ],
  },
  {
    id: 'python.django',
    tech: 'Django',
    modules: ['django', 'ninja', 'ninja_extra'],
    packages: ['django', 'django-ninja'],
    sites: [
      {
        on: 'call',
        kind: 'entry.http',
        names: ['path', 're_path', 'url'],
        path: /^(?:path|re_path|url|urls\.\w+|conf\.urls\.\w+)$/,
        args: [
          [0, 'text'],
          [1, 'handler'],
        ],
        skip: /\binclude\s*\(|\.urls\b|RedirectView|static_serve|\bserve\b|TemplateView\.as_view|\bJavaScriptCatalog/,
        handler: [1],
        keys: { route: [0] },
      },
      route([...VERBS, 'api_operation'], /^(?:api|router|\w*_router|\w*_api)$/),
    ],
    coveredBy: py('django', 'wsgi', 'asgi'),
    routeBy: py('django'),
    install: AUTO_PY,
    tests: [
      {
        code: 'from django.urls import path, re_path\nfrom . import views\nurlpatterns = [\n    path("x/", views.x),\n    re_path(r"^y/$", views.Y.as_view()),\n]',
        expect: ['entry.http@4', 'entry.http@5'],
      },
      {
        code: 'from django.urls import path, include\nfrom django.contrib import admin\nurlpatterns = [path("admin/", admin.site.urls), path("api/", include("a.urls"))]\nfrom os import path as p\np("x/", y)',
        expect: [],
      },
    ],
  },
  {
    id: 'python.drf',
    tech: 'Django REST framework',
    modules: ['rest_framework', 'rest_framework_nested', 'rest_framework_extensions'],
    packages: ['djangorestframework'],
    sites: [
      {
        on: 'call',
        kind: 'entry.http',
        names: ['register'],
        path: /Router\(\)\.register$/,
        receiver: /router$/i,
        args: [[0, 'text']],
        handler: [1],
        keys: { route: [0] },
      },
    ],
    coveredBy: py('django', 'wsgi', 'asgi'),
    routeBy: py('django'),
    install: AUTO_PY,
    tests: [
      {
        code: 'from rest_framework import routers\nrouter = routers.DefaultRouter()\nrouter.register(r"users", UserViewSet)',
        expect: ['entry.http@3'],
      },
      { code: 'from django.contrib import admin\nadmin.site.register(User)', expect: [] },
    ],
  },
];
