import { clock, copy, h } from "./dom.js";
import { icon } from "./icons.js";
import { render } from "./text.js";

// One message as the real client shows it: bubble, marks, keyboard, and what can be done with it.
export function bubble(message, { actions, quoted, waiting, language }) {
  const mine = message.from === "person";
  // A bot redraws its messages all the time, and the real client doesn’t mark that; what a person changed it does.
  const edited = mine && Boolean(message.edit_date);
  return h(
    "article",
    { class: `message ${mine ? "out" : "in"} ${edited ? "edited" : ""}`, dataset: { message: message.message_id }, "aria-label": `${mine ? "You" : "Bot"}, ${clock(message.date)}` },
    h(
      "div",
      { class: "bubble", onclick: (event) => event.target.closest("a, button, [role=button]") ?? toggle(event.currentTarget.parentElement) },
      message.forward_origin && h("div", { class: "forwarded" }, "Forwarded from ", h("b", {}, message.forwarded_from), origin(message.forward_origin)),
      quoted && h("div", { class: "quote" }, brief(quoted).slice(0, 90)),
      !message.caption_above_media && media(message),
      h("div", { class: "text", dir: "auto", lang: message.forward_origin ? null : language }, render(message.text, message.entities, actions)),
      message.caption_above_media && media(message),
      h("div", { class: "meta" }, message.protected && h("span", { title: "Can’t be forwarded" }, icon("lock")), edited && "edited ", h("time", {}, clock(message.date)), mine && icon("sent")),
      tools(message, mine, actions),
    ),
    message.buttons && keyboard(message, actions, waiting),
  );
}

// What a message is called where there’s room for a line of it.
export const brief = (message) => message.text || (message.sticker_emoji ? `${message.sticker_emoji} Sticker` : message.document ? message.document.file_name ?? "File" : "Photo");

function media(message) {
  if (message.sticker_emoji) return h("div", { class: "sticker", role: "img", "aria-label": `Sticker ${message.sticker_emoji}` }, message.sticker_emoji);
  if (message.document) {
    const { file_name, mime_type, file_size, url } = message.document;
    return h("a", { class: "file", href: url, download: file_name ?? "" }, icon("file"), h("span", { class: "grow" }, h("b", { class: "cut" }, file_name ?? "File"), h("small", {}, [size(file_size), mime_type].filter(Boolean).join(" · "))));
  }
  return message.photo_url && h("img", { class: "photo", src: message.photo_url, alt: message.text || "Photo without a caption" });
}

const size = (bytes) => (bytes < 1000 ? `${bytes} B` : bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`);

// Fingers have no hover: a tap on the bubble shows what can be done with it.
function toggle(message) {
  for (const other of message.parentElement.querySelectorAll(".active")) if (other !== message) other.classList.remove("active");
  message.classList.toggle("active");
}

const origin = (from) => (from.type === "user" ? null : h("small", {}, ` · ${from.type.replace("_", " ")}`));

function tools(message, mine, actions) {
  return h(
    "div",
    { class: "tools" },
    h("button", { type: "button", title: message.protected ? "This bot protects its content" : "Forward", "aria-label": "Forward", disabled: Boolean(message.protected), onclick: () => actions.forward(message) }, icon("forward")),
    h("button", { type: "button", title: "Reply", "aria-label": "Reply", onclick: () => actions.reply(message) }, icon("reply")),
    mine && !message.forward_origin && !message.sticker_emoji && h("button", { type: "button", title: "Edit", "aria-label": "Edit", onclick: () => actions.change(message) }, icon("edit")),
    message.text && h("button", { type: "button", title: "Copy text", "aria-label": "Copy text", onclick: () => copy(message.text) }, icon("copy")),
  );
}

function keyboard(message, actions, waiting) {
  return h(
    "div",
    { class: "keyboard", "data-list": "" },
    message.buttons.map((row, rowAt) => h("div", { class: `keys ${row.length > 2 ? "many" : ""}` }, row.map((button, colAt) => key(button, { message, at: `${rowAt}:${colAt}`, actions, waiting })))),
  );
}

function key(button, { message, at, actions, waiting }) {
  const busy = waiting.some((pressed) => pressed.messageId === message.message_id && pressed.data === button.callback_data);
  const act = (event) => {
    if (button.url) actions.link(button.url);
    else if (button.copy_text) copy(button.copy_text.text);
    else if (button.callback_data !== undefined && event.currentTarget.getAttribute("aria-busy") !== "true") actions.press(message, button.callback_data);
  };
  const mark = button.url ? "out" : button.copy_text ? "copy" : null;
  const hint = button.copy_text ? `Copy ${button.copy_text.text}` : button.url;
  return h(
    "button",
    { type: "button", class: `key ${button.style ?? ""} ${busy ? "busy" : ""}`, dataset: { at, data: button.callback_data ?? "" }, "aria-busy": String(busy), title: hint, onclick: act },
    // A sign and the word after it are not torn apart.
    h("span", {}, button.text.replace(/^(\P{L}{1,4}) /u, "$1\u00a0")),
    mark && icon(mark),
  );
}
