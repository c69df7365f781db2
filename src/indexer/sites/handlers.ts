import type { Value } from '../../core/facts/facts.ts';
import type { HandlerRef } from './code-site.ts';
import type { FactsView } from './facts-view.ts';

const MAX_HOPS = 4;
/** Calls on a handler that leave it what it is. */
const SAME = new Set(['as_view', 'bind', 'as_asgi', 'callback', 'toHandler', 'into_service']);
/** Names that are passed beside handlers and are none. */
const NO_HANDLERS =
  /^(?:next|null|nil|None|undefined|true|false|ctx|context|this|self|opts|options|config|schema|middleware)$/;

/** What an argument says about the code that will run; undefined for what is no code. */
export function handlerOf(view: FactsView, value: Value | undefined, hops = 0): HandlerRef | undefined {
  if (!value || hops > MAX_HOPS) return undefined;
  switch (value.kind) {
    case 'function':
      return inline(view, value.ref);
    case 'name':
      return named(value.text);
    case 'string':
      return actionText(value.text);
    case 'template':
      return fromTemplate(value);
    case 'call':
      return fromCall(view, value, hops);
    case 'list':
      return fromList(view, value, hops);
    case 'object':
      return handlerOf(
        view,
        value.items.find((i) => /^(handler|fn|func|resolve|action|controller)$/.test(i.name)),
        hops + 1,
      );
    default:
      return undefined;
  }
}

/** The last argument that is code: middleware stands before it. */
export function lastHandler(view: FactsView, args: readonly Value[]): HandlerRef | undefined {
  for (let i = args.length - 1; i >= 0; i--) {
    const arg = args[i];
    if (!arg || (arg.kind === 'string' && i === 0)) continue;
    const handler = handlerOf(view, arg);
    if (handler) return handler;
  }
  return undefined;
}

function inline(view: FactsView, ref: number): HandlerRef | undefined {
  const decl = view.decl(ref);
  return decl && { kind: 'here', line: decl.line, endLine: decl.endLine, symbol: decl.name };
}

function named(text: string): HandlerRef | undefined {
  const clean = text.replace(/^::|^&/, '').replace(/\.bind$/, '');
  if (NO_HANDLERS.test(clean) || clean === '') return undefined;
  const type = /^\\?([\w\\]+)::class$|^(\w+)\.class$/.exec(clean);
  const owner = type?.[1] ?? type?.[2];
  if (owner)
    return { kind: 'method', owner: owner.replace(/^.*\\/, ''), methods: ['__invoke', 'handle', 'execute'] };
  // Java's `handler::show`, Kotlin's `this::show`.
  const reference = /^([\w.]+)::(\w+)$/.exec(clean);
  if (reference) return { kind: 'name', name: `${reference[1]}.${reference[2]}` };
  return { kind: 'name', name: clean };
}

/** `users#show`, `UserController@show`, `App\\UserController:show`, `views.year`. */
function actionText(text: string): HandlerRef | undefined {
  const rails = /^([\w/]+)#(\w+)$/.exec(text);
  if (rails?.[1] && rails[2])
    return { kind: 'method', owner: railsController(rails[1]), methods: [rails[2]] };
  const php = /^\\?([\w\\]+)(?:@|::?)(\w+)$/.exec(text);
  if (php?.[1] && php[2]) return { kind: 'method', owner: php[1].replace(/^.*\\/, ''), methods: [php[2]] };
  return /^[a-z_]\w*(\.\w+)+$/i.test(text) ? { kind: 'name', name: text } : undefined;
}

/** `admin/user_roles` -> `Admin.UserRolesController` */
export function railsController(path: string): string {
  const camel = (s: string) => s.replace(/(?:^|_)([a-z0-9])/g, (_, c: string) => c.toUpperCase());
  return `${path.split('/').filter(Boolean).map(camel).join('.')}Controller`;
}

/** `UserController::class . ':show'` */
function fromTemplate(value: Value): HandlerRef | undefined {
  const owner = value.items
    .find((i) => i.kind === 'name')
    ?.text.replace(/::class$/, '')
    .replace(/^.*\\/, '');
  const method = /:(\w+)$/.exec(value.text)?.[1];
  return owner && method ? { kind: 'method', owner, methods: [method] } : undefined;
}

function fromCall(view: FactsView, value: Value, hops: number): HandlerRef | undefined {
  const call = view.call(value.ref);
  if (!call) return undefined;
  if (SAME.has(call.name) && call.receiver) return named(call.receiver);
  for (let i = call.args.length - 1; i >= 0; i--) {
    const arg = call.args[i];
    if (arg?.kind === 'string') continue;
    const handler = handlerOf(view, arg, hops + 1);
    if (handler) return handler;
  }
  // A factory: `router.get('/x', showUser())` runs what showUser makes; it is the nearest name there is.
  const name = call.receiver ? `${call.receiver}.${call.name}` : call.name;
  return call.isNew
    ? { kind: 'method', owner: call.name, methods: ['handle', 'ServeHTTP', 'invoke'] }
    : named(name);
}

function fromList(view: FactsView, value: Value, hops: number): HandlerRef | undefined {
  const [first, second] = value.items;
  // PHP's [UserController::class, 'show'] and [$this, 'show'].
  if (first?.kind === 'name' && second?.kind === 'string' && value.items.length === 2) {
    const owner = first.text.replace(/::class$/, '').replace(/^.*\\/, '');
    if (/^\$this$/.test(owner)) return { kind: 'name', name: second.text };
    return { kind: 'method', owner, methods: [second.text] };
  }
  for (let i = value.items.length - 1; i >= 0; i--) {
    const handler = handlerOf(view, value.items[i], hops + 1);
    if (handler) return handler;
  }
  return undefined;
}
