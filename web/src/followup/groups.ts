import { list } from "../lib/i18n";
import type { RelationView } from "../participant/me";

export interface FollowedGroup {
  group: string;
  symbol: number;
  colour: number;
  names: string;
  idea: string;
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
    const { symbol, colour, idea = "" } = first;
    return [{ group, symbol, colour, idea, names: list(members.map((member) => member.name)) }];
  });
}
