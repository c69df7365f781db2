import { lines, mapCases } from '../../../support/map-case.ts';

mapCases([
  {
    row: 38,
    title: '__main__ is the script of the process, not another file with the same literal',
    language: 'python',
    resource: { 'process.command_args': ['python', '/app/run.py'] },
    files: {
      'run.py': lines({
        1: 'from opentelemetry import trace',
        3: 'tracer = trace.get_tracer(__name__)',
        20: 'with tracer.start_as_current_span("job"):\n    pass',
      }),
      'other.py': lines({
        1: 'from opentelemetry import trace',
        3: 'tracer = trace.get_tracer(__name__)',
        5: 'def f():\n    with tracer.start_as_current_span("job"):\n        pass',
      }),
    },
    spans: [{ scope: '__main__', name: 'job' }],
    expect: [{ at: 'run.py:20', confidence: 'likely', jump: true }],
  },
  {
    row: 39,
    title: 'scope is the module',
    language: 'python',
    files: {
      'src/shop/orders/service.py': lines({
        3: 'tracer = trace.get_tracer(__name__)',
        14: 'def create():\n    with tracer.start_as_current_span("create_order") as span:\n        pass',
      }),
      'src/shop/carts/service.py': lines({
        3: 'tracer = trace.get_tracer(__name__)',
        14: 'def create():\n    with tracer.start_as_current_span("create_order") as span:\n        pass',
      }),
    },
    spans: [{ scope: 'shop.orders.service', name: 'create_order' }],
    expect: [{ at: 'src/shop/orders/service.py:15', confidence: 'likely', jump: true }],
  },
  {
    row: 41,
    title: 'name in a constant of another file',
    language: 'python',
    files: {
      'names.py': 'OTHER = "x"\nSPAN = "checkout"\n',
      'svc.py': lines({
        1: 'from names import SPAN',
        8: 'def run(tracer):\n    span = tracer.start_span(SPAN)\n    span.end()',
      }),
    },
    spans: [{ name: 'checkout' }],
    expect: [{ at: 'svc.py:9', confidence: 'likely', alternatives: ['names.py:2'], alternativeCount: 1 }],
  },
  {
    row: 43,
    title: 'FastAPI with a prefix on the router and at its inclusion',
    language: 'python',
    files: {
      'app/main.py':
        'from fastapi import FastAPI\nfrom app.routers import items\n\napp = FastAPI()\napp.include_router(items.r, prefix="/api/v1")\n',
      'app/routers/items.py': lines({
        1: 'from fastapi import APIRouter',
        3: 'r = APIRouter(prefix="/items")',
        12: '@r.get("/{item_id}")\nasync def read_item(item_id: str):\n    return {}',
        20: '@r.put("/{item_id}")\nasync def update_item(item_id: str):\n    return {}',
      }),
    },
    spans: [
      {
        kind: 'server',
        scope: 'opentelemetry.instrumentation.fastapi',
        attributes: { 'http.route': '/api/v1/items/{item_id}', 'http.request.method': 'GET' },
      },
    ],
    expect: [{ at: 'app/routers/items.py:13', confidence: 'likely', jump: true }],
  },
  {
    row: 44,
    title: 'FastAPI reports only the mount point of a sub-application',
    language: 'python',
    files: {
      'main.py':
        'from fastapi import FastAPI\nfrom v1 import sub\n\napp = FastAPI()\napp.mount("/v1", sub)\n',
      'v1.py': lines({
        1: 'from fastapi import FastAPI\nsub = FastAPI()',
        6: '@sub.get("/items/{id}")\ndef item(id: int):\n    return {}',
        10: '@sub.get("/users/{id}")\ndef user(id: int):\n    return {}',
      }),
    },
    spans: [
      {
        kind: 'server',
        attributes: { 'http.route': '/v1', 'url.path': '/v1/items/3', 'http.request.method': 'GET' },
      },
      {
        kind: 'server',
        attributes: { 'http.route': '/v1', 'url.path': '/v1/users/3', 'http.request.method': 'GET' },
      },
    ],
    expect: [
      { at: 'v1.py:7', confidence: 'guess' },
      { at: 'v1.py:11', confidence: 'guess' },
    ],
  },
  {
    row: 45,
    title: 'Django regular expression',
    language: 'python',
    files: {
      'proj/urls.py': lines({
        1: 'from django.urls import path, re_path, include\nfrom . import views',
        4: 'urlpatterns = [\n    re_path(r"^span_name/([0-9]{4})/$", views.year),\n    path("shop/", include("proj.shop.urls")),\n]',
      }),
      'proj/views.py': lines({ 5: 'def year(request, year):\n    pass', 9: 'def month(request):\n    pass' }),
      'proj/shop/urls.py':
        'from django.urls import path\nfrom .views import CartView\n\nurlpatterns = [path("cart/<int:pk>/", CartView.as_view())]\n',
      'proj/shop/views.py': lines({
        4: 'class CartView(View):\n    def get(self, request, pk):\n        pass',
      }),
    },
    spans: [
      { kind: 'server', attributes: { 'http.route': '^span_name/([0-9]{4})/$', 'http.method': 'GET' } },
      { kind: 'server', attributes: { 'http.route': 'shop/cart/<int:pk>/', 'http.method': 'GET' } },
    ],
    expect: [
      { at: 'proj/views.py:5', confidence: 'likely' },
      { at: 'proj/shop/views.py:5', confidence: 'likely' },
    ],
  },
  {
    row: 47,
    title: 'Flask: one path, two methods',
    language: 'python',
    files: {
      'app.py': lines({
        1: 'from flask import Flask\napp = Flask(__name__)',
        4: '@app.route("/users/<int:id>", methods=["GET"])\ndef get_user(id):\n    return ""',
        10: '@app.route("/users/<int:id>", methods=["POST"])\ndef post_user(id):\n    return ""',
      }),
    },
    spans: [{ kind: 'server', attributes: { 'http.route': '/users/<int:id>', 'http.method': 'POST' } }],
    expect: [{ at: 'app.py:11', confidence: 'likely', jump: true }],
  },
  {
    row: 48,
    title: 'Celery task',
    language: 'python',
    files: {
      'shop/tasks.py': lines({
        1: 'from celery import shared_task',
        6: '@shared_task\ndef send_mail(to):\n    pass',
      }),
    },
    spans: [
      {
        kind: 'consumer',
        scope: 'opentelemetry.instrumentation.celery',
        name: 'run/shop.tasks.send_mail',
        attributes: { 'celery.task_name': 'shop.tasks.send_mail' },
      },
    ],
    expect: [{ at: 'shop/tasks.py:7', confidence: 'exact' }],
  },
  {
    row: 111,
    title: 'the implementation, not the generated servicer',
    language: 'python',
    files: {
      'gen/shop_pb2_grpc.py':
        '# Generated by the gRPC Python protocol compiler plugin. DO NOT EDIT!\nclass ShopServicer(object):\n    def PlaceOrder(self, request, context):\n        raise NotImplementedError()\n',
      'shop/server.py': lines({
        1: 'from gen import shop_pb2_grpc',
        5: 'class Shop(shop_pb2_grpc.ShopServicer):\n    def PlaceOrder(self, request, context):\n        return None',
      }),
    },
    spans: [
      {
        kind: 'server',
        name: '/acme.v1.Shop/PlaceOrder',
        attributes: { 'rpc.system': 'grpc', 'rpc.service': 'acme.v1.Shop', 'rpc.method': 'PlaceOrder' },
      },
    ],
    expect: [{ at: 'shop/server.py:6', confidence: 'likely', jump: true }],
  },
]);
