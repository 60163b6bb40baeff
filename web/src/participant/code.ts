/** 'abcd efgh' -> 'ABCD-EFGH': the spelling that codes are shown in. */
export function tidyCode(typed: string): string {
  const plain = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return plain.length > 4 ? `${plain.slice(0, 4)}-${plain.slice(4, 12)}` : plain;
}
