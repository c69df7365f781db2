import { lines, mapCases } from '../../../support/map-case.ts';

mapCases([
  {
    row: 84,
    title: 'Phoenix plug and action',
    language: 'erlang',
    files: {
      'lib/my_app_web/controllers/user_controller.ex': lines({
        1: 'defmodule MyAppWeb.UserController do\n  use MyAppWeb, :controller',
        5: '  def show(conn, %{"id" => id}) do\n    render(conn, :show)\n  end',
        9: '  def show(conn, _) do\n    conn\n  end\nend',
      }),
      'lib/my_app_web/controllers/admin/user_controller.ex':
        'defmodule MyAppWeb.Admin.UserController do\n  def show(conn, _), do: conn\nend\n',
    },
    spans: [
      { attributes: { 'phoenix.plug': 'Elixir.MyAppWeb.UserController', 'phoenix.action': 'show' } },
      { attributes: { 'code.function.name': 'MyAppWeb.UserController.show' } },
    ],
    expect: [
      { at: 'lib/my_app_web/controllers/user_controller.ex:5', confidence: 'exact' },
      { at: 'lib/my_app_web/controllers/user_controller.ex:5', confidence: 'exact' },
    ],
  },
  {
    row: 87,
    title: 'Swift log handler: file id, line as a string',
    language: 'swift',
    files: {
      'Sources/MyApp/File.swift': lines({ 38: 'func foo(bar: Int) {', 42: '  logger.info("x")', 44: '}' }),
    },
    spans: [
      {
        attributes: {
          'code.file.path': 'MyApp/File.swift',
          'code.line.number': '42',
          'code.function.name': 'foo(bar:)',
        },
      },
    ],
    expect: [{ at: 'Sources/MyApp/File.swift:42', confidence: 'exact' }],
  },
  {
    row: 'erlang',
    title: 'Erlang module and function',
    language: 'erlang',
    files: {
      'src/shop_orders.erl': lines({
        1: '-module(shop_orders).',
        5: 'place(Order) ->\n    ok.',
        9: 'cancel(Order) when Order > 1 ->\n    ok.',
      }),
    },
    spans: [{ attributes: { 'code.function.name': 'shop_orders:cancel' } }],
    expect: [{ at: 'src/shop_orders.erl:9', confidence: 'exact' }],
  },
  {
    row: 'c++',
    title: 'C++ method of a class in a namespace',
    language: 'cpp',
    files: {
      'src/orders.cc': lines({
        1: 'namespace shop {',
        5: 'void Orders::Place(int id) {',
        7: '  charge(id);',
        9: '}',
        11: '}  // namespace shop',
      }),
    },
    spans: [
      {
        attributes: {
          'code.function.name': 'Orders::Place',
          'code.file.path': '/build/src/orders.cc',
          'code.line.number': 7,
        },
      },
    ],
    expect: [{ at: 'src/orders.cc:7', confidence: 'exact' }],
  },
  {
    row: 'scala',
    title: 'Scala class and method',
    language: 'java',
    files: {
      'src/main/scala/com/acme/Orders.scala': lines({
        1: 'package com.acme',
        3: 'class Orders(db: Db) {',
        5: '  def place(id: Int): Unit = {',
        7: '  }\n}',
      }),
    },
    spans: [{ attributes: { 'code.namespace': 'com.acme.Orders', 'code.function': 'place' } }],
    expect: [{ at: 'src/main/scala/com/acme/Orders.scala:5', confidence: 'exact' }],
  },
]);
