import * as api from "./api.js";
import { bubble } from "./bubble.js";
import { composer } from "./composer.js";
import { alertBox, avatar, copy, day, dialog, h, toast } from "./dom.js";
import { icon } from "./icons.js";
import { botNamed, chatWith, on, openChat, store } from "./store.js";
import { isBotLink } from "./text.js";

// The open chat: header, bubbles, composer. Everything a person does here goes through `actions`.
export function conversation(pane) {
  let log = null;
  let head = null;
  let foot = null;
  // Answers that overtook the press they belong to: the stream of events and the press's own reply are two connections.
  const early = new Map();

  const drawHeader = () => head?.replaceChildren(...header());
  const drawFoot = () => foot?.draw();

  on("conversation", () => {
    early.clear();
    if (!store.bot) return pane.replaceChildren(welcome());
    head = h("header", { class: "bar chat-head" });
    log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions text", tabindex: "0", "aria-label": "Messages" });
    foot = composer(actions);
    pane.replaceChildren(head, log, foot.element);
    drawHeader();
    drawFoot();
    redraw();
    keepAtEnd(log);
    if (matchMedia("(min-width: 900px)").matches) foot.focus();
  });
  on("header", () => {
    drawHeader();
    drawFoot();
    if (log && store.messages.size === 0) redraw();
  });
  on("commands", drawFoot);
  on("message", ({ kind, message }) => {
    if (!log) return;
    const near = log.scrollHeight - log.scrollTop - log.clientHeight < 120;
    const shown = log.querySelector(`[data-message="${message.message_id}"]`);
    if (shown && kind === "edited") change(shown, message);
    else redraw();
    if (near || message.from === "person") log.scrollTop = log.scrollHeight;
  });
  on("callback", (answer) => {
    if (store.waiting.has(answer.callback_query_id)) settle(answer);
    else early.set(answer.callback_query_id, answer);
  });

  function redraw() {
    const messages = [...store.messages.values()].filter((message) => !message.deleted).sort((a, b) => a.message_id - b.message_id);
    const nodes = [];
    let lastDay = "";
    for (const message of messages) {
      if (day(message.date) !== lastDay) nodes.push(h("div", { class: "day" }, h("span", {}, (lastDay = day(message.date)))));
      nodes.push(draw(message));
    }
    if (messages.length === 0) nodes.push(h("div", { class: "empty" }, avatar(botNamed(store.bot).id, botNamed(store.bot).name, "large"), h("strong", {}, "What can this bot do?"), h("p", {}, botNamed(store.bot).about)));
    log.replaceChildren(...nodes);
    log.scrollTop = log.scrollHeight;
  }

  // Whoever moves by keyboard stays where he was, as far as the new keyboard reaches.
  function change(shown, message) {
    const focused = shown.contains(document.activeElement) && document.activeElement.dataset.at;
    const fresh = draw(message);
    shown.replaceWith(fresh);
    if (focused) (fresh.querySelector(`[data-at="${focused}"]`) ?? fresh.querySelector(".key"))?.focus();
  }

  const draw = (message) => bubble(message, { actions, quoted: store.messages.get(message.reply_to), waiting: [...store.waiting.values()] });

  function header() {
    const chat = chatWith(store.bot);
    const bot = botNamed(store.bot);
    return [
      h("button", { type: "button", class: "icon back", "aria-label": "Back to chats", onclick: () => openChat(null) }, icon("back")),
      avatar(bot.id, bot.name, "small"),
      h("div", { class: "grow" }, h("strong", {}, bot.name), h("span", { class: "sub" }, chat?.blocked ? "blocked" : "bot", ` · @${bot.username}`)),
      h("button", { type: "button", class: "icon", title: "Copy the bot's link", "aria-label": "Copy the bot's link", onclick: () => copy(`https://t.me/${bot.username}`, "Link copied") }, icon("link")),
      h("button", { type: "button", class: "quiet", onclick: () => actions.block(!chat?.blocked) }, chat?.blocked ? "Unblock" : "Block"),
    ];
  }

  // In place: a message drawn anew under a finger that is about to lift would lose the tap, and the focus.
  function mark({ messageId, row, col, data }, busy) {
    if (busy && store.messages.get(messageId)?.buttons?.[row]?.[col]?.callback_data !== data) return;
    const key = log.querySelector(`[data-message="${messageId}"] [data-at="${row}:${col}"]`);
    key?.classList.toggle("busy", busy);
    key?.setAttribute("aria-busy", String(busy));
  }

  async function settle(answer) {
    const pressed = store.waiting.get(answer.callback_query_id);
    store.waiting.delete(answer.callback_query_id);
    if (pressed) mark(pressed, false);
    if (answer.url) return actions.link(answer.url);
    if (!answer.text) return;
    if (answer.show_alert) await alertBox(botNamed(store.bot)?.name ?? "Bot", answer.text);
    else toast(answer.text);
  }

  const actions = {
    say: (text, replyTo) => attempt(() => api.write(store.person, store.bot, text, replyTo)),
    start: () => attempt(() => api.start(store.person, store.bot, null)),
    command: (text) => actions.say(text),
    edit: (message, text) => attempt(() => api.edit(store.person, store.bot, message.message_id, text)),
    remove: (message) => attempt(() => api.remove(store.person, store.bot, message.message_id)),
    block: (blocked) => attempt(() => api.block(store.person, store.bot, blocked)),
    reply: (message) => foot.reply(message),
    change: (message) => foot.change(message),
    forward: (message) => forwardMessage(message),
    async press(message, row, col) {
      const answer = await attempt(() => api.press(store.person, store.bot, message.message_id, row, col));
      if (!answer) return;
      const known = answer.answered ? answer : early.get(answer.callback_query_id);
      if (known) return settle(known);
      const pressed = { messageId: message.message_id, row, col, data: message.buttons[row][col].callback_data };
      store.waiting.set(answer.callback_query_id, pressed);
      mark(pressed, true);
    },
    async link(url) {
      if (!isBotLink(url)) return window.open(url, "_blank", "noopener,noreferrer");
      const opened = await attempt(() => api.open(store.person, url));
      if (opened) await openChat(opened.bot.username);
    },
  };

  async function forwardMessage(message) {
    const to = await dialog("Forward to…", (answer) =>
      h(
        "div",
        {},
        h("p", { class: "quote" }, (message.text || "Photo").slice(0, 140)),
        h("div", { class: "list", "data-list": "" }, store.bots.map((bot) =>
          h("button", { type: "button", class: "row", onclick: () => answer(bot.username) }, avatar(bot.id, bot.name), h("span", { class: "grow" }, h("strong", {}, bot.name), h("span", { class: "sub" }, `@${bot.username}`))))),
        h("div", { class: "actions" }, h("button", { type: "button", onclick: () => answer(null) }, "Cancel")),
      ));
    if (to && (await attempt(() => api.forward(store.person, store.bot, message.message_id, to)))) await openChat(to);
  }
}

const reasons = {
  CHAT_FORWARDS_RESTRICTED: "This bot does not allow its messages to be forwarded.",
  MESSAGE_TOO_LONG: "A message holds 4,096 characters at most.",
  MESSAGE_NOT_MODIFIED: "Nothing was changed.",
  START_PARAM_INVALID: "The link's start parameter is longer than 64 characters or has characters that Telegram refuses.",
};

async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(reasons[error.message] ?? error.message);
    return null;
  }
}

// A growing typing box or keyboard must not hide the last message.
function keepAtEnd(log) {
  let atEnd = true;
  log.addEventListener("scroll", () => (atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40));
  new ResizeObserver(() => {
    if (atEnd) log.scrollTop = log.scrollHeight;
  }).observe(log);
}

const welcome = () => h("div", { class: "empty center" }, h("span", { class: "pill" }, "Select a chat to start messaging"));
