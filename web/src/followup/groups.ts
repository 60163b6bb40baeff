import { list } from "../lib/i18n";
import type { RelationView } from "../participant/me";

export interface FollowedGroup {
  group: string;
  symbol: number;
  colour: number;
  names: string;
}

/** The groups behind the relations, by round, also earlier ones with the same person; of a trio both partners in one. */
export function groupsOf(relations: readonly RelationView[]): FollowedGroup[] {
  const sittings = relations.flatMap((relation) =>
    relation.groups.map((sitting) => ({ ...sitting, name: relation.name })),
  );
  const byGroup = new Map<string, typeof sittings>();
  for (const sitting of sittings.sort((a, b) => a.round - b.round)) {
    byGroup.set(sitting.group, [...(byGroup.get(sitting.group) ?? []), sitting]);
  }
  return [...byGroup].flatMap(([group, members]) => {
    const [first] = members;
    if (!first) return [];
    const { symbol, colour } = first;
    return [{ group, symbol, colour, names: list(members.map((member) => member.name)) }];
  });
}
