/**
 * Markdown as data: a tree of few kinds, drawn by `Markdown.svelte`. No HTML string exists on the way, so there is
 * nothing to escape; raw HTML in the source is shown as the text that it is, images as their description.
 */
import { parser } from "@lezer/markdown";
import { safeHref } from "./href";

export type Inline =
  | { t: "text"; text: string }
  | { t: "code"; text: string }
  | { t: "break" }
  | { t: "strong"; children: Inline[] }
  | { t: "emphasis"; children: Inline[] }
  | { t: "link"; href: string; children: Inline[] };

export type Block =
  | { t: "heading"; level: number; children: Inline[] }
  | { t: "paragraph"; children: Inline[] }
  | { t: "list"; ordered: boolean; start: number; items: Block[][] }
  | { t: "quote"; children: Block[] }
  | { t: "code"; text: string }
  | { t: "rule" };

type Node = ReturnType<typeof parser.parse>["topNode"];

const INLINE_MARKS = new Set(["EmphasisMark", "LinkMark", "CodeMark", "HeaderMark", "QuoteMark", "ListMark"]);

export function markdown(source: string): Block[] {
  return blocks(parser.parse(source).topNode, source);
}

function blocks(parent: Node, source: string): Block[] {
  const found: Block[] = [];
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    const block = blockOf(node, source);
    if (block) found.push(block);
  }
  return found;
}

function blockOf(node: Node, source: string): Block | null {
  const heading = /^(?:ATX|Setext)Heading(\d)$/.exec(node.name);
  if (heading) return { t: "heading", level: Number(heading[1]), children: trimmed(inlines(node, source)) };
  switch (node.name) {
    case "Paragraph":
      return { t: "paragraph", children: inlines(node, source) };
    case "BulletList":
    case "OrderedList": {
      const items = node.getChildren("ListItem").map((item) => blocks(item, source));
      const ordered = node.name === "OrderedList";
      return { t: "list", ordered, start: ordered ? Number.parseInt(text(node, source), 10) || 1 : 1, items };
    }
    case "Blockquote":
      return { t: "quote", children: blocks(node, source) };
    case "FencedCode":
    case "CodeBlock":
      return {
        t: "code",
        text: node
          .getChildren("CodeText")
          .map((part) => text(part, source))
          .join(""),
      };
    case "HorizontalRule":
      return { t: "rule" };
    case "HTMLBlock":
      return { t: "paragraph", children: [{ t: "text", text: text(node, source) }] };
    default:
      return null;
  }
}

function inlines(parent: Node, source: string, from = parent.from, to = parent.to): Inline[] {
  const found: Inline[] = [];
  let at = from;
  const plain = (until: number) => {
    if (until > at) found.push({ t: "text", text: source.slice(at, until).replace(/\n[ \t>]*/g, "\n") });
  };
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (node.from < from || node.to > to) continue;
    plain(node.from);
    at = node.to;
    found.push(...inlineOf(node, source));
  }
  plain(to);
  return found;
}

function inlineOf(node: Node, source: string): Inline[] {
  if (INLINE_MARKS.has(node.name)) return [];
  switch (node.name) {
    case "StrongEmphasis":
      return [{ t: "strong", children: inlines(node, source) }];
    case "Emphasis":
      return [{ t: "emphasis", children: inlines(node, source) }];
    case "InlineCode":
      return [{ t: "code", text: inlines(node, source).map(flat).join("") }];
    case "HardBreak":
      return [{ t: "break" }];
    case "Escape":
      return [{ t: "text", text: text(node, source).slice(1) }];
    case "Image":
    case "Link":
      return link(node, source);
    case "Autolink":
    case "URL": {
      const address = text(node, source).replace(/^<|>$/g, "");
      return linked(address, [{ t: "text", text: address }]);
    }
    default:
      return [{ t: "text", text: text(node, source) }];
  }
}

/** `[label](address "title")`; a picture becomes its description, for pages load nothing from elsewhere. */
function link(node: Node, source: string): Inline[] {
  const [open, close] = node.getChildren("LinkMark");
  if (!open || !close) return [{ t: "text", text: text(node, source) }];
  const children = inlines(node, source, open.to, close.from);
  const address = node.getChild("URL");
  if (node.name === "Image" || !address) return children;
  return linked(text(address, source).replace(/^<|>$/g, ""), children);
}

function linked(address: string, children: Inline[]): Inline[] {
  const href = safeHref(address);
  return href ? [{ t: "link", href, children }] : children;
}

function trimmed(children: Inline[]): Inline[] {
  const first = children[0];
  if (first?.t === "text") first.text = first.text.trimStart();
  const last = children.at(-1);
  if (last?.t === "text") last.text = last.text.trimEnd();
  return children;
}

function flat(inline: Inline): string {
  if ("text" in inline) return inline.text;
  return "children" in inline ? inline.children.map(flat).join("") : "\n";
}

function text(node: Node, source: string): string {
  return source.slice(node.from, node.to);
}
