import type { Express } from 'express';

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle?: { readonly stack?: readonly Layer[] };
}

/** Every route of an application and of the routers in it, as Express keeps them. */
export function routesOf(app: Express): readonly { readonly path: string; readonly method: string }[] {
  // Express types its router as an interface without the list of layers.
  const { stack } = app.router as unknown as { readonly stack: readonly Layer[] };
  return stack.flatMap(routesOfLayer);
}

function routesOfLayer(layer: Layer): { path: string; method: string }[] {
  if (layer.route) {
    const { path, methods } = layer.route;
    return Object.keys(methods).map((method) => ({ path, method: method.toUpperCase() }));
  }
  return (layer.handle?.stack ?? []).flatMap(routesOfLayer);
}
