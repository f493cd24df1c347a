import { Html } from './html.ts';

/** A module that a page names. */
export interface ScriptReference {
  readonly path: string;
  readonly integrity: string;
}

/** Throws TypeError for a path or digest that is none: no hole may stand in a script's tag. */
export function scriptElement({ path, integrity }: ScriptReference): Html {
  if (!/^\/[\w./-]+$/.test(path) || !/^sha256-[\w+/]+=*$/.test(integrity))
    throw new TypeError('a script is named by a path of this site and its digest');
  return new Html(`<script type="module" src="${path}" integrity="${integrity}"></script>`);
}
