import { brief } from "./bubble.js";
import { dialog, h, toast } from "./dom.js";
import { icon } from "./icons.js";
import { chatWith, me, store } from "./store.js";

// What the Bot API's server takes as a photo, and how much of anything; a larger picture is sent as a file.
const photos = ["image/jpeg", "image/png"];
const mostPhoto = 10_000_000;
const mostFile = 20_000_000;
const stickers = ["👍", "❤️", "🎉", "🐳", "😂", "🙏"];

let insertHere = null;

const base64 = (file) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

// Puts a text into the box of the open chat, where the person can still change it.
export const insert = (text) => (insertHere && store.bot ? insertHere(text) : toast("Open a chat first"));

// The box at the bottom: START for a bot never started, Unblock for a blocked one, else the typing box with the command menu.
export function composer(actions) {
  const element = h("footer", { class: "composer" });
  const box = h("textarea", { rows: "1", placeholder: "Message", "aria-label": "Message", enterkeyhint: "send", autocomplete: "off" });
  const menuButton = h("button", { type: "button", class: "menu", "aria-haspopup": "true", "aria-expanded": "false", onclick: () => toggleMenu() }, icon("menu"), h("span", {}, "Menu"));
  const menu = h("div", { class: "commands", role: "group", "aria-label": "Commands", "data-list": "", hidden: true });
  const context = h("div", { class: "context", hidden: true });
  const send = h("button", { type: "submit", class: "send", "aria-label": "Send" }, icon("send"));
  const attachButton = h("button", { type: "button", class: "icon", title: "Attach", "aria-label": "Attach", "aria-haspopup": "true", onclick: attach }, icon("attach"));
  const form = h("form", { onsubmit: (event) => (event.preventDefault(), submit()) }, menuButton, attachButton, box, send);
  // Below the box, as in the real client: the answers that the bot suggests.
  const replies = h("div", { class: "replies", role: "group", "aria-label": "Suggested answers", "data-list": "", hidden: true });
  // What was typed outlives a reload of the page and a look into another chat.
  const draft = `draft/${store.person}/${store.bot}`;
  let known = store.commands;
  let replyTo = null;
  let changing = null;
  box.value = sessionStorage.getItem(draft) ?? "";
  insertHere = insert;

  box.addEventListener("input", typed);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      // As in the real client: the first of the suggested commands, unless one is written out.
      const suggested = /^\/\w+$/.test(box.value) && !menu.hidden && !store.commands.some((command) => `/${command.command}` === box.value);
      if (suggested) menu.querySelector("button").click();
      else submit();
    } else if (event.key === "Escape") {
      clear();
      toggleMenu(false);
    } else if (event.key === "ArrowDown" && !menu.hidden) {
      event.preventDefault();
      menu.querySelector("button")?.focus();
    }
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      toggleMenu(false);
      box.focus();
    }
  });

  function typed() {
    if (!changing) sessionStorage.setItem(draft, box.value);
    fit();
    suggest();
  }

  function insert(text) {
    if (element.dataset.kind !== "open") return toast("Start the bot first");
    box.focus();
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    typed();
  }

  async function attach() {
    const what = await dialog("Send", (answer) => {
      const file = h("input", { type: "file", onchange: (event) => answer(event.target.files[0]) });
      return h(
        "div",
        {},
        h("label", {}, "A photo or a file", file),
        h("div", { class: "stickers", role: "group", "aria-label": "Stickers", "data-list": "" }, stickers.map((sticker) => h("button", { type: "button", "aria-label": `Sticker ${sticker}`, onclick: () => answer(sticker) }, sticker))),
        me()?.wallet && h("button", { type: "button", class: "soft", onclick: () => answer(me().wallet) }, "Paste my wallet’s address"),
        h("div", { class: "actions" }, h("button", { type: "button", onclick: () => answer(null) }, "Cancel")),
      );
    });
    if (!what) return;
    if (what === me()?.wallet) return insert(what);
    if (typeof what === "string") return actions.send({ kind: "sticker", emoji: what });
    if (what.size > mostFile) return toast("A bot can be sent 20 MB at most.");
    const kind = photos.includes(what.type) && what.size <= mostPhoto ? "photo" : "document";
    // What is in the box goes with it, as a caption.
    if (await actions.send({ kind, content: await base64(what), file_name: what.name, caption: box.value.trim() || undefined })) clear();
  }

  function fit() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
  }

  function suggest() {
    const typed = /^\/(\w*)$/.exec(box.value);
    if (!typed) return toggleMenu(false);
    toggleMenu(true, store.commands.filter((command) => command.command.startsWith(typed[1])));
  }

  function toggleMenu(open = menu.hidden, commands = store.commands) {
    menu.replaceChildren(...commands.map((command) =>
      h("button", { type: "button", onclick: () => pick(command.command) }, h("b", {}, `/${command.command}`), h("span", {}, command.description))));
    menu.hidden = !open || commands.length === 0;
    menuButton.setAttribute("aria-expanded", String(!menu.hidden));
    if (!menu.hidden && document.activeElement === menuButton) menu.querySelector("button")?.focus();
  }

  function pick(command) {
    toggleMenu(false);
    clear();
    actions.say(`/${command}`);
    box.focus();
  }

  async function submit() {
    const text = box.value;
    if (text.trim() === "") return;
    const done = changing ? await actions.edit(changing, text) : await actions.say(text, replyTo?.message_id);
    if (done) clear();
    toggleMenu(false);
  }

  function clear() {
    box.value = "";
    sessionStorage.removeItem(draft);
    replyTo = changing = null;
    context.hidden = true;
    fit();
  }

  // The keys of the newest message that speaks of any; one without a key takes them away.
  function drawReplies() {
    const speaking = [...store.messages.values()].filter((message) => message.from === "bot" && !message.deleted && message.reply_keyboard);
    const newest = speaking.reduce((last, message) => (message.message_id > (last?.message_id ?? 0) ? message : last), null);
    const of = `${newest?.message_id}/${newest?.version}`;
    if (replies.dataset.of === of) return;
    replies.dataset.of = of;
    replies.hidden = !newest?.reply_keyboard.length;
    replies.replaceChildren(...(newest?.reply_keyboard ?? []).map((row) =>
      h("div", { class: "keys" }, row.map((text) => h("button", { type: "button", class: "soft", onclick: () => actions.say(text) }, text)))));
  }

  function note(label, message) {
    context.replaceChildren(h("div", {}, h("b", {}, label), h("span", {}, brief(message).slice(0, 100))), h("button", { type: "button", class: "icon", "aria-label": "Cancel", onclick: clear }, icon("close")));
    context.hidden = false;
    box.focus();
  }

  return {
    element,
    focus: () => (element.querySelector("button.wide") ?? box).focus(),
    reply(message) {
      changing = null;
      replyTo = message;
      note("Reply", message);
    },
    change(message) {
      replyTo = null;
      changing = message;
      box.value = message.text;
      fit();
      note("Edit", message);
    },
    draw() {
      const chat = chatWith(store.bot);
      const kind = chat?.blocked ? "blocked" : chat?.started ? "open" : "new";
      menuButton.hidden = store.commands.length === 0;
      drawReplies();
      if (known !== store.commands) {
        known = store.commands;
        if (box.value) suggest();
      }
      if (element.dataset.kind === kind) return;
      element.dataset.kind = kind;
      if (kind === "open") {
        element.replaceChildren(menu, context, form, replies);
        requestAnimationFrame(fit);
        if (matchMedia("(min-width: 900px)").matches && document.activeElement === document.body) box.focus();
      } else if (kind === "new") {
        element.replaceChildren(h("button", { type: "button", class: "wide", onclick: () => actions.start() }, "START"));
      } else {
        element.replaceChildren(h("button", { type: "button", class: "wide", onclick: () => actions.block(false) }, "UNBLOCK"));
      }
    },
  };
}
