import { list } from "../lib/i18n";
import type { RelationView } from "../participant/me";

export interface FollowedGroup {
  group: string;
  symbol: number;
  colour: number;
  names: string;
}

/** The groups behind the relations, by round; of a trio both partners in one. */
export function groupsOf(relations: readonly RelationView[]): FollowedGroup[] {
  const byGroup = new Map<string, RelationView[]>();
  for (const relation of [...relations].sort((a, b) => a.round - b.round)) {
    byGroup.set(relation.group, [...(byGroup.get(relation.group) ?? []), relation]);
  }
  return [...byGroup].flatMap(([group, members]) => {
    const [first] = members;
    if (!first) return [];
    const { symbol, colour } = first;
    return [{ group, symbol, colour, names: list(members.map((member) => member.name)) }];
  });
}
