import type { GapRule } from '../../rule.ts';

/** Gems of opentelemetry-ruby-contrib by their short names. */
export const rb = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `opentelemetry-instrumentation-${name}`);

export const ALL_RB = {
  package: 'opentelemetry-instrumentation-all',
  enable: 'OpenTelemetry::SDK.configure { |c| c.use_all }',
} as const;

const VERBS = ['get', 'post', 'put', 'patch', 'delete'] as const;

export const rubyServerRules: readonly GapRule[] = [
  {
    id: 'ruby.rails',
    tech: 'Rails',
    modules: ['Rails'],
    packages: ['rails', 'actionpack', 'railties'],
    sites: [
      {
        on: 'call',
        kind: 'entry.http',
        names: [...VERBS, 'match', 'root', 'resources', 'resource'],
        receiver: /^$/,
        sure: true,
        file: /(?:^|\/)config\/routes(?:\.rb|\/)/,
        within: /\.routes\.draw|^\s*resources?\b/m,
        skip: /^(?:\w+)\s*\(?\s*['"]\/?up['"]|rails\/health|redirect\(/,
        keys: { route: [0], method: 'name' },
      },
    ],
    coveredBy: rb('rails', 'action_pack', 'rack'),
    routeBy: rb('rails', 'action_pack'),
    install: ALL_RB,
    tests: [
      {
        code: "Rails.application.routes.draw do\n  resources :orders\n  get '/x', to: 'x#y'\n  get 'up' => 'rails/health#show'\nend",
        file: 'config/routes.rb',
        expect: ['entry.http@2', 'entry.http@3'],
      },
      { code: "class A\n  def x\n    get '/x'\n  end\nend", file: 'app/a.rb', expect: [] },
    ],
  },
  {
    id: 'ruby.sinatra',
    tech: 'Sinatra',
    modules: ['Sinatra', 'Grape', 'Roda', 'Padrino'],
    packages: ['sinatra', 'grape', 'padrino'],
    sites: [
      {
        on: 'call',
        kind: 'entry.http',
        names: VERBS,
        receiver: /^$/,
        sure: true,
        within: /sinatra|Sinatra|Grape::API|Padrino/,
        args: [[-1, 'function']],
        handler: [-1],
        keys: { route: [0], method: 'name' },
      },
    ],
    coveredBy: rb('sinatra', 'grape', 'rack'),
    install: ALL_RB,
    tests: [
      { code: "require 'sinatra'\npost '/send' do\n  'ok'\nend", expect: ['entry.http@2'] },
      { code: "require 'sinatra'\nbefore do\n  x\nend\nclient.get '/x'", expect: [] },
    ],
  },
  {
    id: 'ruby.grpc',
    tech: 'gRPC',
    modules: ['Gruf'],
    packages: ['grpc', 'gruf'],
    sites: [
      { on: 'super', kind: 'entry.grpc', names: ['Base'], written: /^Gruf::Controllers::Base$/ },
      {
        on: 'super',
        kind: 'entry.grpc',
        names: ['Service'],
        written: /::Service$/,
        methods: /^(?!initialize)/,
      },
    ],
    coveredBy: rb('grpc', 'gruf'),
    install: ALL_RB,
    tests: [
      {
        code: 'class CartServer < Shop::Cart::Service\n  def get_cart(req, _call)\n  end\nend',
        expect: ['entry.grpc@2'],
      },
      { code: 'class Cart < ApplicationRecord\n  def get_cart\n  end\nend', expect: [] },
    ],
  },
  {
    id: 'ruby.graphql',
    tech: 'GraphQL',
    modules: ['GraphQL'],
    packages: ['graphql'],
    sites: [{ on: 'super', kind: 'entry.graphql', names: ['Schema'], whole: true }],
    coveredBy: rb('graphql'),
    install: ALL_RB,
    tests: [
      { code: 'class ShopSchema < GraphQL::Schema\n  query Types::Query\nend', expect: ['entry.graphql@1'] },
      { code: 'class ShopSchema < Dry::Schema\n  def x\n  end\nend', expect: [] },
    ],
  },
  {
    id: 'ruby.lambda',
    tech: 'AWS Lambda',
    modules: [],
    packages: ['file:serverless', 'file:template', 'aws_lambda_ric', 'lamby'],
    sites: [
      {
        on: 'export',
        kind: 'entry.faas',
        file: /\.rb$/,
        names: ['lambda_handler', 'handler'],
        params: /event:/,
      },
    ],
    coveredBy: [...rb('aws_lambda'), 'aws-lambda-layer'],
    install: {
      package: 'opentelemetry-instrumentation-aws_lambda',
      enable: "c.use 'OpenTelemetry::Instrumentation::AwsLambda'",
    },
    tests: [
      { code: 'def lambda_handler(event:, context:)\n  {}\nend', expect: ['entry.faas@1'] },
      { code: 'def handler(event)\n  {}\nend', expect: [] },
    ],
  },
  {
    id: 'ruby.websocket',
    tech: 'Action Cable',
    modules: ['ApplicationCable', 'ActionCable'],
    packages: ['rails', 'actioncable'],
    sites: [
      {
        on: 'super',
        kind: 'entry.websocket',
        names: ['Channel', 'Base'],
        written: /^(?:ApplicationCable::Channel|ActionCable::Channel::Base)$/,
        methods: /^(?!(?:un)?subscribed$)/,
      },
    ],
    coveredBy: [],
    tests: [
      {
        code: 'class ChatChannel < ApplicationCable::Channel\n  def subscribed\n  end\n  def speak(data)\n  end\nend',
        expect: ['entry.websocket@4'],
      },
      { code: 'class ChatChannel < Base\n  def speak(data)\n  end\nend', expect: [] },
    ],
  },
  {
    id: 'ruby.jobs',
    tech: 'background job',
    modules: ['ApplicationJob', 'ActiveJob', 'Racecar', 'Karafka', 'ApplicationConsumer', 'Que'],
    packages: ['rails', 'activejob', 'racecar', 'karafka', 'que', 'good_job'],
    sites: [
      {
        on: 'super',
        kind: 'entry.queue',
        names: ['ApplicationJob', 'Base', 'Job'],
        written: /^(?:ApplicationJob|ActiveJob::Base|Que::Job)$/,
        methods: /^(?:perform|run)$/,
      },
      {
        on: 'super',
        kind: 'entry.queue',
        names: ['Consumer', 'BaseConsumer', 'ApplicationConsumer'],
        written: /^(?:Racecar::Consumer|Karafka::BaseConsumer|ApplicationConsumer)$/,
        methods: /^(?:process|process_batch|consume)$/,
      },
    ],
    coveredBy: [...rb('active_job', 'racecar', 'que'), 'karafka.opentelemetry'],
    install: ALL_RB,
    tests: [
      {
        code: 'class MailJob < ApplicationJob\n  queue_as :low\n  def perform(id)\n  end\nend',
        expect: ['entry.queue@3'],
      },
      { code: 'class Mail < Base\n  def perform(id)\n  end\nend', expect: [] },
    ],
  },
  {
    id: 'ruby.sidekiq',
    tech: 'Sidekiq',
    modules: [],
    packages: ['sidekiq', 'resque', 'delayed_job', 'shoryuken', 'sneakers'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['include'],
        receiver: /^$/,
        sure: true,
        text: /\b(?:Sidekiq::(?:Worker|Job)|Shoryuken::Worker|Sneakers::Worker)\b/,
        spanInFile: true,
      },
    ],
    coveredBy: rb('sidekiq', 'resque', 'delayed_job', 'bunny', 'aws_sdk'),
    install: ALL_RB,
    tests: [
      { code: 'class W\n  include Sidekiq::Worker\n  def perform(x)\n  end\nend', expect: ['entry.queue@2'] },
      { code: 'class W\n  include Comparable\nend', expect: [] },
    ],
  },
  {
    id: 'ruby.scheduled',
    tech: 'scheduler',
    modules: ['Rufus', 'Clockwork'],
    packages: ['rufus-scheduler', 'clockwork'],
    sites: [
      {
        on: 'call',
        kind: 'entry.scheduled',
        names: ['every', 'cron', 'interval'],
        path: /^Scheduler\.new\(\)\.\w+$/,
        args: [
          [0, 'text'],
          [-1, 'function'],
        ],
        handler: [-1],
        keys: { schedule: [0] },
      },
    ],
    coveredBy: [],
    tests: [
      { code: "s = Rufus::Scheduler.new\ns.every '3h' do\n  tidy\nend", expect: ['entry.scheduled@2'] },
      { code: "list.every '3h' do\n  x\nend", expect: [] },
    ],
  },
];
