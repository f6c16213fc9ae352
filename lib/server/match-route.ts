import type { Handler } from '@/lib/http/handler'
import type { HotRoute } from './hot-routes'

/** What to do with a request: run a handler, refuse the method, or leave it to Next. */
export type RouteMatch =
  | { kind: 'handler'; route: string; handler: Handler }
  | { kind: 'wrong-method'; route: string; allow: string }
  | { kind: 'next' }

/** Makes the look-up for a table of routes. */
export function createRouteMatcher(routes: readonly HotRoute[]): (method: string, path: string) => RouteMatch {
  const literal = new Map(routes.filter(({ path }) => !path.includes('{')).map((route) => [route.path, route]))
  const patterns = routes
    .filter(({ path }) => path.includes('{'))
    .map((route) => ({ route, pattern: new RegExp(`^${route.path.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`) }))
  return (method, path) => {
    const route = literal.get(path) ?? patterns.find(({ pattern }) => pattern.test(path))?.route
    if (route === undefined) return { kind: 'next' }
    const wanted = method === 'HEAD' ? 'GET' : method
    const handler = Object.entries(route.methods).find(([name]) => name === wanted)?.[1]
    if (handler) return { kind: 'handler', route: route.path, handler }
    if (route.otherMethods === 'next') return { kind: 'next' }
    const methods = Object.keys(route.methods)
    return {
      kind: 'wrong-method',
      route: route.path,
      allow: (methods.includes('GET') ? [...methods, 'HEAD'] : methods).join(', '),
    }
  }
}
