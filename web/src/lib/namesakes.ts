/** People with the same name, told apart. */

/** As they sound: case and the way letters are written in bytes make no difference. */
export function sounds(name: string): string {
  return name.normalize("NFKC").trim().toLocaleLowerCase();
}

/**
 * By id, what to call each of `people` so that no two are called the same: the first who came keeps the plain name, the
 * next are 'Mara (2)', 'Mara (3)'. Nobody is renamed when somebody else comes.
 */
export function toldApart(people: Iterable<{ id: string; name: string }>): Map<string, string> {
  const called = new Map<string, string>();
  const taken = new Map<string, number>();
  for (const { id, name } of people) {
    const same = (taken.get(sounds(name)) ?? 0) + 1;
    taken.set(sounds(name), same);
    called.set(id, name && same > 1 ? `${name.trim()} (${same})` : name);
  }
  return called;
}

/** Of those who share their name with another: in which round I worked with them last, by id. */
export function metNamesakes(
  others: readonly { id: string; name: string }[],
  past: readonly { round: number; partners: readonly { id: string }[] }[],
): Map<string, number> {
  const count = new Map<string, number>();
  for (const { name } of others) count.set(sounds(name), (count.get(sounds(name)) ?? 0) + 1);
  const shared = new Set(others.filter(({ name }) => (count.get(sounds(name)) ?? 0) > 1).map(({ id }) => id));
  const met = new Map<string, number>();
  for (const { round, partners } of past) for (const { id } of partners) if (shared.has(id)) met.set(id, round);
  return met;
}
