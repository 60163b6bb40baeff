/**
 * Markdown as it is typed: headings, quotes, code. A fenced block that names its language is coloured by that language's
 * rules, which come as a chunk of their own when the first such block stands in a text: in a task that is code, its
 * starter text begins with one.
 */
import {
  defineLanguageFacet,
  HighlightStyle,
  Language,
  StreamLanguage,
  type StreamParser,
  syntaxHighlighting,
  syntaxTree,
} from "@codemirror/language";
import { Compartment, type Extension, type Range, RangeSet } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { Parser } from "@lezer/common";
import { tags } from "@lezer/highlight";
import { parseCode, parser } from "@lezer/markdown";

type Mode = Promise<StreamParser<unknown>>;

const clike = () => import("@codemirror/legacy-modes/mode/clike");
const script = () => import("@codemirror/legacy-modes/mode/javascript");

/** By the word after the fence. */
const LANGUAGES: Readonly<Record<string, () => Mode>> = {
  c: async () => (await clike()).c,
  cpp: async () => (await clike()).cpp,
  csharp: async () => (await clike()).csharp,
  css: async () => (await import("@codemirror/legacy-modes/mode/css")).css,
  go: async () => (await import("@codemirror/legacy-modes/mode/go")).go,
  html: async () => (await import("@codemirror/legacy-modes/mode/xml")).html,
  java: async () => (await clike()).java,
  javascript: async () => (await script()).javascript,
  json: async () => (await script()).json,
  kotlin: async () => (await clike()).kotlin,
  python: async () => (await import("@codemirror/legacy-modes/mode/python")).python,
  r: async () => (await import("@codemirror/legacy-modes/mode/r")).r,
  ruby: async () => (await import("@codemirror/legacy-modes/mode/ruby")).ruby,
  rust: async () => (await import("@codemirror/legacy-modes/mode/rust")).rust,
  shell: async () => (await import("@codemirror/legacy-modes/mode/shell")).shell,
  sql: async () => (await import("@codemirror/legacy-modes/mode/sql")).standardSQL,
  typescript: async () => (await script()).typescript,
  xml: async () => (await import("@codemirror/legacy-modes/mode/xml")).xml,
  yaml: async () => (await import("@codemirror/legacy-modes/mode/yaml")).yaml,
};
const ALSO: Readonly<Record<string, string>> = {
  "c++": "cpp",
  "c#": "csharp",
  bash: "shell",
  cs: "csharp",
  js: "javascript",
  jsx: "javascript",
  kt: "kotlin",
  py: "python",
  rb: "ruby",
  rs: "rust",
  sh: "shell",
  ts: "typescript",
  tsx: "typescript",
  yml: "yaml",
};

const STYLE = HighlightStyle.define([
  { tag: tags.heading1, class: "md-heading md-heading-1" },
  { tag: tags.heading2, class: "md-heading md-heading-2" },
  { tag: tags.heading, class: "md-heading" },
  { tag: tags.strong, class: "md-strong" },
  { tag: tags.emphasis, class: "md-emphasis" },
  { tag: tags.monospace, class: "md-code" },
  { tag: tags.link, class: "md-link" },
  { tag: tags.processingInstruction, class: "md-mark" },
  { tag: tags.labelName, class: "md-mark" },
  { tag: tags.keyword, class: "code-keyword" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], class: "code-string" },
  { tag: tags.comment, class: "code-comment" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], class: "code-value" },
  { tag: [tags.typeName, tags.className, tags.tagName, tags.definition(tags.variableName)], class: "code-name" },
]);

const LINES: Readonly<Record<string, Decoration>> = {
  Blockquote: Decoration.line({ class: "md-quote" }),
  CodeBlock: Decoration.line({ class: "md-block" }),
  FencedCode: Decoration.line({ class: "md-block" }),
};

export function markdown(): Extension {
  const place = new Compartment();
  const known = new Map<string, Parser>();
  const asked = new Set<string>();
  let view: EditorView | undefined;

  const language = () =>
    new Language(defineLanguageFacet(), parser.configure(parseCode({ codeParser: (info) => find(info) }))).extension;
  const find = (info: string): Parser | null => {
    const word = /^[^\s{]*/.exec(info.toLowerCase())?.[0] ?? "";
    const name = ALSO[word] ?? word;
    if (Object.hasOwn(LANGUAGES, name) && !asked.has(name)) void fetch(name);
    return known.get(name) ?? null;
  };
  const fetch = async (name: string) => {
    asked.add(name);
    try {
      const mode = await LANGUAGES[name]?.();
      if (mode) known.set(name, StreamLanguage.define(mode).parser);
      view?.dispatch({ effects: place.reconfigure(language()) });
    } catch {
      asked.delete(name); // no network just now: the text stays as readable as it is without colours
    }
  };
  const holder = ViewPlugin.define((opened) => {
    view = opened;
    return {
      destroy() {
        view = undefined;
      },
    };
  });
  return [holder, place.of(language()), syntaxHighlighting(STYLE), lines];
}

/** Whole lines of quotes and code, of what is in sight. */
const lines = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = linesOf(view);
    }

    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged || syntaxTree(update.startState) !== syntaxTree(update.state))
        this.decorations = linesOf(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function linesOf(view: EditorView): DecorationSet {
  const found: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        const decoration = LINES[node.name];
        if (!decoration) return;
        const last = Math.min(node.to, to);
        for (let at = Math.max(node.from, from); at <= last; ) {
          const line = view.state.doc.lineAt(at);
          found.push(decoration.range(line.from));
          at = line.to + 1;
        }
      },
    });
  }
  return found.length === 0 ? RangeSet.empty : Decoration.set(found, true);
}
