import { copy, h } from "./dom.js";

const wrappers = {
  bold: () => h("b"),
  italic: () => h("i"),
  underline: () => h("u"),
  strikethrough: () => h("s"),
  blockquote: () => h("blockquote"),
  expandable_blockquote: () => h("blockquote", { class: "expandable" }),
  spoiler: () => h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text", onclick: reveal, onkeydown: onEnter(reveal) }),
  code: (text) => h("code", { role: "button", tabindex: "0", title: "Copy", "aria-label": `Copy ${text}`, onclick: () => copy(text), onkeydown: onEnter(() => copy(text)) }),
  pre: (text) => h("pre", { role: "button", tabindex: "0", title: "Copy", "aria-label": `Copy ${text}`, onclick: () => copy(text), onkeydown: onEnter(() => copy(text)) }),
};

// A text and its entities (offsets in UTF-16 units, which are JavaScript's own) as nodes. `actions` says what commands, mentions and links do.
export function render(text, entities = [], actions = {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return piece(text, 0, text.length, sorted, actions);
}

function piece(text, from, to, entities, actions) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i];
    const end = entity.offset + entity.length;
    if (entity.offset < at || end > to) continue;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = entities.slice(i + 1).filter((other) => other.offset >= entity.offset && other.offset + other.length <= end);
    const element = wrap(entity, text.slice(entity.offset, end), actions);
    element.append(...piece(text, entity.offset, end, inner, actions));
    nodes.push(element);
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrap(entity, text, actions) {
  switch (entity.type) {
    case "bot_command":
      return link(text, () => actions.command?.(text));
    case "mention":
      return link(text, () => actions.link?.(`https://t.me/${text.slice(1)}`));
    case "url":
      return outward(text.includes("://") ? text : `https://${text}`, actions);
    case "text_link":
      return outward(entity.url, actions);
    default:
      return wrappers[entity.type]?.(text) ?? h("span");
  }
}

export const isBotLink = (url) => /^(https?:\/\/)?(t\.me|telegram\.me)\/[A-Za-z0-9_]{3,32}\/?(\?|$)/i.test(url) || url.startsWith("tg://resolve");

function outward(url, actions) {
  if (isBotLink(url)) return h("a", { href: url, title: url, onclick: (event) => (event.preventDefault(), actions.link?.(url)) });
  const safe = /^https?:\/\//i.test(url);
  return h("a", { href: safe ? url : null, title: url, target: "_blank", rel: "noopener noreferrer" });
}

// No button element: it would be torn from the sign that follows it at the end of a line.
const link = (label, action) => h("span", { class: "inline-link", role: "button", tabindex: "0", "aria-label": label, onclick: action, onkeydown: onEnter(action) });

const onEnter = (action) => (event) => {
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    action(event);
  }
};

function reveal(event) {
  event.currentTarget.classList.add("shown");
}
