/** A join code as people read and type it: eight characters, shown in two fours. */
export const CODE_LENGTH = 8;

/** What was typed, in capitals and without dashes, spaces and anything else between the characters. */
export function bareCode(typed: string): string {
  return typed.toUpperCase().replace(/[^0-9A-Z]/g, "");
}

export function shownCode(code: string): string {
  const bare = bareCode(code);
  return bare.length > CODE_LENGTH / 2 ? `${bare.slice(0, 4)}-${bare.slice(4)}` : bare;
}

/** What somebody typed, tidied only if it has the shape of a code: else they should see what they typed. */
export function shownTyped(typed: string): string {
  return bareCode(typed).length === CODE_LENGTH ? shownCode(typed) : typed;
}
