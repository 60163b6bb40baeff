import { ApiError } from "../lib/api";
import type { PastGroup } from "../lib/wire";
import type { Me, MeApi, RelationView } from "../participant/me";

export interface Visit {
  me: Me;
  relations: RelationView[];
  groups: PastGroup[];
}

/** What the page shows; before the click that proves the address there is nothing but the question. */
export async function visit(api: Pick<MeApi, "me" | "relations" | "groups">): Promise<Visit> {
  const me = await api.me();
  if (!me.confirmed) return { me, relations: [], groups: [] };
  const [relations, groups] = await Promise.all([api.relations(), api.groups()]);
  return { me, relations, groups };
}

/** Whether the link is of no use any more: run out, or mailed to an address that the person has changed since. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 401 || error.status === 404);
}
