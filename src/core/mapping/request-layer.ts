import type { SpanSite } from './span-site.ts';

/**
 * Whether a span stands before or after the handler of a request: middleware, routers and hooks carry the request's
 * route, and ASGI's messages its name. None of them is the handler's code or called by it.
 */
export function isLayer({ attributes: a }: SpanSite): boolean {
  if (a['asgi.event.type'] !== undefined) return true;
  // Koa's router is the layer that runs the handler.
  if (a['koa.type'] !== undefined) return a['koa.type'] !== 'router';
  const type = a['express.type'] ?? a['router.type'] ?? a['fastify.type'] ?? '';
  return type !== '' && !/^request[-_]handler$/.test(type);
}
