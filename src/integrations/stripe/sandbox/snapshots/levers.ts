import type { Params } from '../params.js';
import { invalid } from '../sandbox.errors.js';
import type { Snapshot } from './snapshot.js';

/** Keeps and brings back the whole state. */
export interface Keeper {
  keep(name: string): Promise<Snapshot>;
  comeBack(name: string): Promise<Snapshot>;
  forget(name: string): Promise<Snapshot>;
  kept(): Promise<Snapshot[]>;
}

const PATH = /^\/_sandbox\/snapshots(?:\/([^/]+))?(\/restore)?$/;

export function isAboutSnapshots(path: string): boolean {
  return PATH.test(path);
}

/** `POST /_sandbox/snapshots {name}`, `POST …/{name}/restore`, `DELETE …/{name}`, `GET /_sandbox/snapshots`. */
export async function snapshotLever(keeper: Keeper, method: string, path: string, params: Params): Promise<object> {
  const [, named, restore] = PATH.exec(path) ?? [];
  const name = named === undefined ? undefined : decodeURIComponent(named);
  if (method === 'GET' && name === undefined) return { data: await keeper.kept() };
  if (method === 'POST' && name === undefined) return keeper.keep(params.required('name'));
  if (method === 'POST' && name !== undefined && restore) return keeper.comeBack(name);
  if (method === 'DELETE' && name !== undefined && !restore) return keeper.forget(name);
  throw invalid(`Unrecognized request URL (${method}: ${path}).`);
}
