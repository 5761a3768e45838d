import * as api from "./api.js";
import { brief, bubble } from "./bubble.js";
import { composer } from "./composer.js";
import { alertBox, avatar, copy, day, dialog, h, toast } from "./dom.js";
import { cards, strip } from "./guide.js";
import { icon } from "./icons.js";
import { botNamed, chatWith, me, on, openChat, spoken, store } from "./store.js";
import { isBotLink } from "./text.js";

const wide = matchMedia("(min-width: 900px)");

// The open chat: header, bubbles, composer. Everything a person does here goes through `actions`.
export function conversation(pane) {
  let log = null;
  let head = null;
  let foot = null;
  // Whose chat is drawn: a new connection to the sandbox brings the same one again.
  let shown = "";
  // message id -> {version, element}: what did not change keeps its element, and with it the selection, the focus and the place on the screen.
  let drawn = new Map();
  const days = new Map();
  // Answers that overtook the press they belong to: the stream of events and the press's own reply are two connections.
  const early = new Map();

  const drawHeader = () => head?.replaceChildren(...header());
  const drawFoot = () => foot?.draw();

  on("conversation", () => {
    early.clear();
    const now = store.bot ? `${store.person}/${store.bot}` : "";
    if (!now) {
      shown = "";
      log = head = foot = null;
      return pane.replaceChildren(...(wide.matches ? [cards] : []), welcome());
    }
    if (shown === now) {
      drawHeader();
      drawFoot();
      return sync();
    }
    shown = now;
    drawn = new Map();
    days.clear();
    head = h("header", { class: "bar chat-head" });
    // Announced is what comes from here on, not the past.
    log = h("div", { class: "log", role: "log", "aria-live": "off", "aria-relevant": "additions", tabindex: "0", "aria-label": "Messages" });
    const latest = h("button", { type: "button", class: "latest pill", hidden: true, onclick: () => (log.scrollTop = log.scrollHeight) }, "New messages ", icon("down"));
    foot = composer(actions);
    drawHeader();
    drawFoot();
    sync();
    pane.replaceChildren(head, strip, h("div", { class: "reading" }, log, latest), foot.element);
    log.scrollTop = log.scrollHeight;
    keepAtEnd(log, latest);
    requestAnimationFrame(() => log?.setAttribute("aria-live", "polite"));
    if (wide.matches) foot.focus();
  });
  on("header", () => {
    drawHeader();
    drawFoot();
  });
  on("commands", drawFoot);
  on("message", ({ message }) => {
    if (!log) return;
    const near = atEnd(log);
    sync();
    drawFoot();
    if (near || message.from === "person") log.scrollTop = log.scrollHeight;
    else log.parentElement.querySelector(".latest").hidden = message.deleted || message.from === "person" || !drawn.has(message.message_id);
  });
  on("callback", (answer) => {
    if (store.waiting.has(answer.callback_query_id)) settle(answer);
    else early.set(answer.callback_query_id, answer);
  });

  // Makes the log show what the store has, touching only what differs.
  function sync() {
    const messages = [...store.messages.values()].filter((message) => !message.deleted).sort((a, b) => a.message_id - b.message_id);
    const wanted = [];
    let lastDay = "";
    for (const message of messages) {
      const on = day(message.date);
      if (on !== lastDay) wanted.push(divider((lastDay = on)));
      wanted.push(element(message));
    }
    if (messages.length === 0) wanted.push(emptiness());
    wanted.forEach((node, at) => log.children[at] === node || log.insertBefore(node, log.children[at] ?? null));
    while (log.children.length > wanted.length) log.lastElementChild.remove();
    for (const id of drawn.keys()) if (!store.messages.get(id) || store.messages.get(id).deleted) drawn.delete(id);
  }

  function divider(label) {
    if (!days.has(label)) days.set(label, h("div", { class: "day" }, h("span", {}, label)));
    return days.get(label);
  }

  // Whoever moves by keyboard stays where they were, as far as the new keyboard reaches.
  function element(message) {
    const known = drawn.get(message.message_id);
    if (known?.version === message.version) return known.element;
    const at = known?.element.contains(document.activeElement) && document.activeElement.dataset.at;
    const fresh = bubble(message, { actions, quoted: store.messages.get(message.reply_to), waiting: [...store.waiting.values()], language: message.from === "person" ? me()?.language_code : spoken(botNamed(store.bot)) });
    known?.element.replaceWith(fresh);
    drawn.set(message.message_id, { version: message.version, element: fresh });
    if (at) (fresh.querySelector(`[data-at="${at}"]`) ?? fresh.querySelector(".key"))?.focus();
    return fresh;
  }

  const emptiness = () => log.querySelector(".empty") ?? h("div", { class: "empty" }, avatar(botNamed(store.bot).id, botNamed(store.bot).name, "large"), h("strong", {}, "What can this bot do?"), h("p", {}, botNamed(store.bot).about));

  function header() {
    const chat = chatWith(store.bot);
    const bot = botNamed(store.bot);
    return [
      h("button", { type: "button", class: "icon back", "aria-label": "Back to chats", onclick: () => openChat(null) }, icon("back")),
      avatar(bot.id, bot.name, "small"),
      h("div", { class: "grow" }, h("strong", { class: "cut" }, bot.name), h("span", { class: "sub" }, chat?.blocked ? "blocked" : "bot", ` · @${bot.username}`)),
      h("button", { type: "button", class: "icon", title: "Copy the bot's link", "aria-label": "Copy the bot's link", onclick: () => copy(`https://t.me/${bot.username}`, "Link copied") }, icon("link")),
      h("button", { type: "button", class: "quiet", onclick: () => actions.block(!chat?.blocked) }, chat?.blocked ? "Unblock" : "Block"),
    ];
  }

  // In place: a message drawn anew under a finger that is about to lift would lose the tap, and the focus.
  function mark({ messageId, data }, busy) {
    for (const key of drawn.get(messageId)?.element.querySelectorAll(".key") ?? []) {
      if (key.dataset.data !== data) continue;
      key.classList.toggle("busy", busy);
      key.setAttribute("aria-busy", String(busy));
    }
  }

  async function settle(answer) {
    const pressed = store.waiting.get(answer.callback_query_id);
    store.waiting.delete(answer.callback_query_id);
    if (pressed) mark(pressed, false);
    if (answer.url) return follow(answer.url);
    if (!answer.text) return;
    if (answer.show_alert) await alertBox(botNamed(store.bot)?.name ?? "Bot", answer.text);
    else toast(answer.text);
  }

  const actions = {
    say: (text, replyTo) => attempt(() => api.write(store.person, store.bot, text, replyTo)),
    send: (media) => attempt(() => api.send(store.person, store.bot, media)),
    start: () => attempt(() => api.start(store.person, store.bot, null)),
    command: (text) => actions.say(text),
    edit: (message, text) => attempt(() => api.edit(store.person, store.bot, message.message_id, text)),
    block: (blocked) => attempt(() => api.block(store.person, store.bot, blocked)),
    reply: (message) => foot.reply(message),
    change: (message) => foot.change(message),
    forward: (message) => forwardMessage(message),
    link: (url) => follow(url),
    async press(message, data) {
      const { person, bot } = store;
      const answer = await attempt(() => api.press(person, bot, message.message_id, data), { 404: "That button is gone: the bot has changed the message meanwhile." });
      if (!answer || shown !== `${person}/${bot}`) return;
      const pressed = { messageId: message.message_id, data };
      const known = answer.answered ? answer : early.get(answer.callback_query_id);
      if (known) return settle(known);
      store.waiting.set(answer.callback_query_id, pressed);
      mark(pressed, true);
    },
  };

  // The second of two fast clicks may meet a button that has come to the first one's place. It was not meant.
  let aimed = null;
  pane.addEventListener("click", (event) => {
    const key = event.target.closest(".key");
    if (!key) return;
    const what = `${key.closest("[data-message]").dataset.message} ${key.dataset.data} ${key.textContent}`;
    if (event.detail <= 1) aimed = what;
    if (event.detail <= 1 || what === aimed) return;
    event.stopPropagation();
    toast("The buttons changed while you were clicking. Please press again.");
  }, true);

  async function forwardMessage(message) {
    const to = await dialog("Forward to…", (answer) =>
      h(
        "div",
        {},
        h("p", { class: "quote" }, brief(message).slice(0, 140)),
        h("div", { class: "list", "data-list": "" }, store.bots.map((bot) =>
          h("button", { type: "button", class: "row", onclick: () => answer(bot.username) }, avatar(bot.id, bot.name), h("span", { class: "grow" }, h("strong", {}, bot.name), h("span", { class: "sub" }, `@${bot.username}`))))),
        h("div", { class: "actions" }, h("button", { type: "button", onclick: () => answer(null) }, "Cancel")),
      ));
    if (to && (await attempt(() => api.forward(store.person, store.bot, message.message_id, to)))) await openChat(to);
  }
}

// A link, opened as the chosen person: another bot's chat, or a page outside.
async function follow(url) {
  if (!isBotLink(url)) return window.open(url, "_blank", "noopener,noreferrer");
  const opened = await attempt(() => api.open(store.person, url));
  if (opened) await openChat(opened.bot.username);
}

// As if a friend had sent it: a sponsor's invitation, a campaign's link.
export async function openLink() {
  const url = await dialog(`Open a link as ${me().first_name}`, (answer) => {
    const link = h("input", { name: "link", required: true, autocomplete: "off", placeholder: "https://t.me/…", autofocus: true, inputmode: "url" });
    return h(
      "form",
      { method: "dialog", onsubmit: (event) => (event.preventDefault(), answer(link.value.trim())) },
      h("label", {}, "Link to a bot, as somebody might have sent it", link),
      h("div", { class: "actions" }, h("button", { type: "button", onclick: () => answer(null) }, "Cancel"), h("button", { class: "primary" }, "Open")),
    );
  });
  if (!url) return;
  if (isBotLink(url)) await follow(url);
  else toast("Only links to bots are opened here, such as https://t.me/weather_whale_bot");
}

const reasons = {
  CHAT_FORWARDS_RESTRICTED: "This bot doesn’t allow its messages to be forwarded.",
  MESSAGE_TOO_LONG: "A message holds 4,096 characters at most.",
  MESSAGE_NOT_MODIFIED: "Nothing was changed.",
  IMAGE_PROCESS_FAILED: "That isn’t a picture that can be sent as a photo. Send it as a file.",
  START_PARAM_INVALID: "The link’s start parameter is longer than 64 characters or has characters that Telegram refuses.",
};

async function attempt(action, byStatus = {}) {
  try {
    return await action();
  } catch (error) {
    toast(byStatus[error.status] ?? reasons[error.message.replace(/^Bad Request: /, "")] ?? error.message);
    return null;
  }
}

const atEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < 120;

// A growing typing box or keyboard must not hide the last message of whoever reads the last ones.
function keepAtEnd(log, latest) {
  let end = true;
  let top = log.scrollTop;
  log.addEventListener("scroll", () => {
    // Only who scrolls back leaves the end: what grows below them (a picture that has come) moves nothing.
    const atLast = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    end = atLast || (end && log.scrollTop >= top);
    top = log.scrollTop;
    if (atLast) latest.hidden = true;
  });
  const stay = () => {
    if (end) log.scrollTop = log.scrollHeight;
  };
  new ResizeObserver(stay).observe(log);
  // A picture has its height only once it has come; "load" doesn’t bubble.
  log.addEventListener("load", stay, true);
}

const welcome = () => h("div", { class: "empty center" }, h("span", { class: "pill" }, "Select a chat to start messaging"));
