/** The twelve symbols, 0 to 11, as paths in a square of 48, drawn by hand for one stroke weight. */
export const SHAPES: readonly (readonly string[])[] = [
  // heron: standing, neck in an S
  ["M6 13l10-1", "M16 12c1-4 7-4 8 0 1 5-8 6-7 12 1 7 10 9 18 8l8-2c-3-6-10-10-16-9", "M24 33v11h-3", "M29 32v8l4-3"],
  // crane: flying, wings up
  [
    "M4 27l9-3c4-1 7 1 10 3l12-1 9 5-12 2c-7 1-13-1-16-6",
    "M20 25C19 17 14 10 8 6c10 1 18 8 21 20",
    "M28 26C30 17 35 11 42 9c-4 5-5 11-5 17",
  ],
  // fox: face
  ["M7 8l10 8h14l10-8-1 18-16 15L8 26z", "M17 27h.1", "M31 27h.1", "M21 38l3 3 3-3"],
  // oak: crown and trunk
  [
    "M24 44V24",
    "M24 33l7-6",
    "M24 29l-6-5",
    "M17 37c-6 1-10-3-9-8-4-3-3-10 2-11 0-6 6-9 10-7 3-5 11-4 12 1 6-1 9 4 7 9 4 4 2 10-3 11-1 4-4 6-7 5",
  ],
  // boat: hull, mast, sail
  ["M5 33h38l-6 9H12z", "M24 33V5", "M24 8l13 19H24", "M20 13l-9 14h9"],
  // lamp: on a desk, with its light
  ["M12 42h16", "M20 42L14 26l13-11", "M25 8l14 12c-4 4-11 3-15-1s-4-8 1-11z", "M36 25l2 5", "M40 21l4 3"],
  // key
  ["M15 33m-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0", "M22 27L41 8", "M34 15l5 5", "M29 20l4 4"],
  // kite: with its tail
  ["M27 4l13 11-18 20L14 11z", "M27 4l-5 31", "M14 11l26 4", "M22 35c-6 0-6 4-10 4s-3 5-7 5"],
  // bell
  ["M24 6v4", "M10 35c4-4 4-8 4-13 0-7 4-12 10-12s10 5 10 12c0 5 0 9 4 13z", "M20 40c1 3 7 3 8 0"],
  // fish
  ["M5 24c7-10 20-12 29-2l8-8v20l-8-8C25 36 12 34 5 24z", "M14 22h.1", "M22 19c2 3 2 7 0 10"],
  // mill: tower and sails
  [
    "M18 44l3-22h6l3 22z",
    "M24 19L9 9",
    "M24 19L38 8",
    "M24 19L10 31",
    "M24 19l14 12",
    "M9 9l-3 5 10 7",
    "M38 8l-5-3-7 10",
  ],
  // moon: with a star
  ["M31 39A18 18 0 1 1 25 5a14 14 0 0 0 14 26c-2 4-5 6-8 8z", "M38 9v8", "M34 13h8"],
];
