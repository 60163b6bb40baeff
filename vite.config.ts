import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** One bundle per kind of page; the server looks them up in the manifest as `web/src/NAME.ts`. */
const entries = ["participant", "console", "followup", "site", "ask"]
  .map((name) => `web/src/${name}.ts`)
  .filter((path) => existsSync(here(path)));

export default defineConfig({
  plugins: [svelte()],
  // Every address inside the bundles is relative: the templates decide under which prefix they are served.
  base: "./",
  publicDir: "web/src/public",
  resolve: {
    alias: { $locales: here("web/locales") },
    // Under test, Svelte's browser build: components are mounted, never rendered to a string.
    ...(process.env.VITEST ? { conditions: ["browser"] } : {}),
  },
  build: {
    outDir: "web/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    sourcemap: false,
    // The content security policy allows no inline script and no data: address.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { input: entries },
  },
  test: {
    include: ["web/src/**/*.test.ts", "tests/web/**/*.test.ts"],
    environment: "node",
    passWithNoTests: true,
  },
});
