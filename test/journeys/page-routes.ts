import 'reflect-metadata';
import { RequestMethod, type INestApplicationContext } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';

export interface PageRoute {
  readonly method: 'GET' | 'POST';
  /** With its parameters: `/p/:token`. */
  readonly path: string;
}

const served = { [RequestMethod.GET]: 'GET', [RequestMethod.POST]: 'POST' } as const;

/** Every address of a page that a room serves; not those of programs. */
export function pageRoutes(app: INestApplicationContext): PageRoute[] {
  return addresses(app).filter(({ path }) => !path.startsWith('/api/'));
}

/** The same with those of programs. */
export function addresses(app: INestApplicationContext): PageRoute[] {
  const modules = [...app.get(ModulesContainer, { strict: false }).values()];
  const routes = modules.flatMap(({ controllers }) =>
    [...controllers.values()].flatMap(({ metatype }) => routesOf(metatype as Controller)),
  );
  return routes.filter(({ path }) => !/^\/(?:healthz|readyz|metrics)/.test(path));
}

/**
 * An address with something in the place of each parameter.
 * @param values by name, or by the first step of the address and the name: `v token`; others get an id that nobody has
 */
export function filled({ path }: PageRoute, values: Readonly<Record<string, string>>): string {
  const [, first = ''] = path.split('/');
  return path.replace(
    /:(\w+)/g,
    (_, name: string) => values[`${first} ${name}`] ?? values[name] ?? '0000000000000000',
  );
}

type Controller = (abstract new (...args: never[]) => object) & { readonly prototype: object };

function routesOf(controller: Controller): PageRoute[] {
  // A controller may stand at several addresses, and so may a handler.
  const prefixes = [(Reflect.getMetadata('path', controller) ?? '') as string | string[]].flat();
  return Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
    const handler = Object.getOwnPropertyDescriptor(controller.prototype, name)?.value as unknown;
    if (typeof handler !== 'function') return [];
    const method = Reflect.getMetadata('method', handler) as keyof typeof served | undefined;
    if (method === undefined || served[method] === undefined) return [];
    const owns = [Reflect.getMetadata('path', handler) as string | string[]].flat();
    return prefixes.flatMap((prefix) =>
      owns.map((own) => {
        const steps = [prefix, own].flatMap((part) => part.split('/')).filter((step) => step !== '');
        return { method: served[method], path: `/${steps.join('/')}` };
      }),
    );
  });
}
