/** Questions about the people of a workshop. */
import type { Console, Person } from "./shapes";

/** Everybody who belongs to the workshop, in the order in which they joined. */
export function members(view: Console): Person[] {
  return Object.values(view.people).filter((person) => !person.removed);
}

/** Who would be grouped in the next round. */
export function takingPart(view: Console): Person[] {
  return members(view).filter((person) => !person.sitsOut);
}

export function sittingOut(view: Console): Person[] {
  return members(view).filter((person) => person.sitsOut);
}

/** Who would be grouped in the next round although nothing is heard of them. */
export function absent(view: Console): Person[] {
  return takingPart(view).filter((person) => !person.present);
}

/** In a running round: members who sit in no group of it and did not ask to sit out. */
export function withoutGroup(view: Console): Person[] {
  if (view.phase !== "working") return [];
  const seated = new Set(Object.values(view.wall).flatMap((tile) => tile.members));
  return takingPart(view).filter((person) => !seated.has(person.id));
}

/** With how many different people each person has worked so far. */
export function partnersMet(view: Console): Map<string, number> {
  const met = new Map<string, Set<string>>();
  for (const round of view.past) {
    for (const group of round.groups) {
      for (const person of group.members) {
        const partners = met.get(person) ?? new Set<string>();
        for (const other of group.members) if (other !== person) partners.add(other);
        met.set(person, partners);
      }
    }
  }
  return new Map([...met].map(([person, partners]) => [person, partners.size]));
}
