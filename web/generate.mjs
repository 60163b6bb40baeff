/** Writes the TypeScript types of the wire from `gespann schema`'s JSON; with --check it only says whether they are current. */
import { readFile, writeFile } from "node:fs/promises";
import { compileFromFile } from "json-schema-to-typescript";

const folder = new URL("./src/generated/", import.meta.url);
const target = new URL("live.ts", folder);
const written = await compileFromFile(new URL("live.json", folder).pathname, {
  additionalProperties: false,
  bannerComment: "/* Generated from live.json by `npm run generate`; every type is described in /schema/live.json. */",
  format: false,
  maxItems: -1,
  unreachableDefinitions: true,
});
// "This interface was referenced by …" says nothing that a reader needs
const types = written.replace(/\/\*\*\n \* This interface was referenced by `Live`'s JSON-Schema\n \* via the `definition` "\w+"\.\n \*\/\n/g, "");
if (process.argv.includes("--check")) {
  if ((await readFile(target, "utf8").catch(() => "")) !== types) {
    console.error("web/src/generated/live.ts is not current; run npm run generate.");
    process.exit(1);
  }
} else await writeFile(target, types);
