import { clock, copy, h } from "./dom.js";
import { icon } from "./icons.js";
import { render } from "./text.js";

// One message as the real client shows it: bubble, marks, keyboard, and what can be done with it.
export function bubble(message, { actions, quoted, waiting }) {
  const mine = message.from === "person";
  return h(
    "article",
    { class: `message ${mine ? "out" : "in"} ${message.edit_date ? "edited" : ""}`, dataset: { message: message.message_id }, "aria-label": `${mine ? "You" : "Bot"}, ${clock(message.date)}` },
    h(
      "div",
      { class: "bubble", onclick: (event) => event.target.closest("a, button, [role=button]") ?? toggle(event.currentTarget.parentElement) },
      message.forward_origin && h("div", { class: "forwarded" }, "Forwarded from ", h("b", {}, message.forwarded_from), origin(message.forward_origin)),
      quoted && h("div", { class: "quote" }, (quoted.text || "Photo").slice(0, 90)),
      message.photo_url && h("img", { class: "photo", src: message.photo_url, alt: message.text || "Photo" }),
      h("div", { class: "text", dir: "auto" }, render(message.text, message.entities, actions)),
      h("div", { class: "meta" }, message.protected && h("span", { title: "Can not be forwarded" }, icon("lock")), message.edit_date && "edited ", h("time", {}, clock(message.date)), mine && icon("sent")),
      tools(message, mine, actions),
    ),
    message.buttons && keyboard(message, actions, waiting),
  );
}

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
    mine && !message.forward_origin && h("button", { type: "button", title: "Edit", "aria-label": "Edit", onclick: () => actions.change(message) }, icon("edit")),
    h("button", { type: "button", title: "Copy text", "aria-label": "Copy text", onclick: () => copy(message.text) }, icon("copy")),
  );
}

function keyboard(message, actions, waiting) {
  return h(
    "div",
    { class: "keyboard", "data-list": "" },
    message.buttons.map((row, rowAt) => h("div", { class: "keys" }, row.map((button, colAt) => key(button, { message, rowAt, colAt, actions, waiting })))),
  );
}

function key(button, { message, rowAt, colAt, actions, waiting }) {
  // The data too: an edited message may have another button at the same place, and that one was not pressed.
  const busy = waiting.some((pressed) => pressed.messageId === message.message_id && pressed.row === rowAt && pressed.col === colAt && pressed.data === button.callback_data);
  const act = (event) => {
    if (button.url) actions.link(button.url);
    else if (button.copy_text) copy(button.copy_text.text);
    else if (button.callback_data !== undefined && event.currentTarget.getAttribute("aria-busy") !== "true") actions.press(message, rowAt, colAt);
  };
  const mark = button.url ? "out" : button.copy_text ? "copy" : null;
  return h(
    "button",
    { type: "button", class: `key ${button.style ?? ""} ${busy ? "busy" : ""}`, dataset: { at: `${rowAt}:${colAt}` }, "aria-busy": String(busy), title: button.url ?? button.copy_text?.text, onclick: act },
    h("span", {}, button.text),
    mark && icon(mark),
  );
}
