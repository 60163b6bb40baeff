import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const OURS = ["common", "participant"] as const;

function bundle(language: string): FluentBundle {
  const made = new FluentBundle(language, { useIsolating: false });
  for (const name of OURS) {
    const faults = made.addResource(new FluentResource(read(`web/locales/${language}/${name}.ftl`)));
    expect(faults).toEqual([]);
  }
  return made;
}

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

function sources(folder: string, such = /\.(?:svelte|ts)$/): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && such.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

/** Message ids in a file, counted by hand: what Fluent can't parse it drops without a word. */
const declared = (source: string): string[] =>
  [...source.matchAll(/^([a-z][\w-]*) =/gm)].map((match) => match[1] ?? "");

describe.each(["de", "en"])("in %s", (language) => {
  const known = bundle(language);

  it("every message that a file declares is understood", () => {
    for (const name of OURS) {
      for (const id of declared(read(`web/locales/${language}/${name}.ftl`)))
        expect(known.hasMessage(id), id).toBe(true);
    }
  });

  it("every sentence that the sources name exists", () => {
    const all = ["web/src/lib", "web/src/participant", "web/src/followup"]
      .flatMap((folder) => sources(folder))
      .join("\n");
    const named = [...all.matchAll(/\bt\(\s*"([a-z][\w-]*)"/gi)].map((match) => match[1] ?? "");
    expect(named.length).toBeGreaterThan(80);
    expect(named.filter((id) => !known.hasMessage(id))).toEqual([]);
  });

  it("every refusal of the core has its sentence", () => {
    const codes = [...read("server/core/rejections.py").matchAll(/code(?:: ClassVar\[str\])? = "([\w-]+)"/g)].map(
      (match) => match[1],
    );
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !known.hasMessage(`rejection-${code}`))).toEqual([]);
  });
});

it("both languages declare the same messages", () => {
  for (const name of OURS) {
    expect(declared(read(`web/locales/de/${name}.ftl`)).sort()).toEqual(
      declared(read(`web/locales/en/${name}.ftl`)).sort(),
    );
  }
});

it("no message is left that nobody says", () => {
  const sayers = ["web/src", "web/templates", "server", "workers"];
  const all = sayers.flatMap((folder) => sources(folder, /\.(?:svelte|ts|py|html|txt)$/)).join("\n");
  const said = new Set([...all.matchAll(/["'`]([a-z][\w-]*)["'`]/gi)].map((match) => match[1] ?? ""));
  const built = [...all.matchAll(/["'`]([a-z][\w-]*-)(?:\$?\{|["'] *[~+])/g)].map((match) => match[1] ?? "");
  const messages = sources("web/locales/de", /\.ftl$/).join("\n");
  const inOthers = new Set([...messages.matchAll(/\{\s*([a-z][\w-]*)\s*\}/g)].map((match) => match[1] ?? ""));
  const known = declared(messages);
  expect(known.length).toBeGreaterThan(500);
  const idle = known.filter((id) => !said.has(id) && !inOthers.has(id) && !built.some((start) => id.startsWith(start)));
  expect(idle).toEqual([]);
});
