import type { FastifyInstance } from 'fastify';

interface Route {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}

/** Which addresses there are. Only asked when an address was not found, so it need not be fast. */
export class Routes {
  private readonly routes: Route[] = [];

  /** Listens to the routes that are added from now on. */
  watch(instance: FastifyInstance): void {
    instance.addHook('onRoute', ({ url, method }) => {
      // The routes that are added for whatever is not found are no addresses.
      if (url.includes('*')) return;
      const steps = url
        .split('/')
        .map((step) => (step.startsWith(':') ? '[^/]+' : step.replace(/\W/g, '\\$&')));
      this.routes.push({ pattern: new RegExp(`^${steps.join('/')}/?$`), methods: [method].flat() });
    });
  }

  /** The methods that a path knows, sorted; none when it is no address at all. */
  methodsOf(url: string): string[] {
    const path = url.split('?', 1)[0]!;
    const found = this.routes.filter(({ pattern }) => pattern.test(path));
    return [...new Set(found.flatMap(({ methods }) => methods))].sort();
  }
}
