import { type INestApplication, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { RequestMethod } from '@nestjs/common';
import { declaredAccess, type DeclaredAccess, declaredKeyed, declaredVersion, type DeclaredVersion } from '@genmaele/access';

/** A route as `GET /cases/:id`, with what it declares. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly access: DeclaredAccess | undefined;
  /** What it changes must be named in the version that was seen. */
  readonly version: DeclaredVersion | undefined;
  /** It must carry a key of its own, so that asked twice it is done once. */
  readonly keyed: boolean;
}

interface Layer {
  route?: { path: string | string[]; methods: Record<string, boolean> };
}

/** Every route in the running router, whoever put it there: `GET /cases/:id`. */
export function routesServed(app: INestApplication): string[] {
  const { router } = app.getHttpAdapter().getInstance() as { router: { stack: Layer[] } };
  return router.stack
    .flatMap(({ route }) =>
      route ? [route.path].flat().flatMap((path) => Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${path}`)) : [],
    )
    .sort();
}

/** Every route of Nest's controllers, with what it declares; what the method says stands above what the class says. */
export function routesDeclared(app: INestApplication): Route[] {
  const scanner = new MetadataScanner();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    const prototype = (metatype as Type).prototype as Record<string, object>;
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name] as object;
      const path = Reflect.getMetadata(PATH_METADATA, handler) as string | undefined;
      if (path === undefined) return [];
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '?';
      const access = (Reflect.getMetadata(declaredAccess, handler) ??
        Reflect.getMetadata(declaredAccess, metatype as Type)) as Route['access'];
      const version = Reflect.getMetadata(declaredVersion, handler) as Route['version'];
      const keyed = Reflect.getMetadata(declaredKeyed, handler) === true;
      return [{ method, path: joined(Reflect.getMetadata(PATH_METADATA, metatype as Type) as string, path), access, version, keyed }];
    });
  });
}

/** The routes that declare nothing: there must be none. */
export function routesUndeclared(app: INestApplication): string[] {
  return routesDeclared(app)
    .filter(({ access }) => access === undefined)
    .map(({ method, path }) => `${method} ${path}`);
}

function joined(...parts: string[]): string {
  return `/${parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/')}`;
}
