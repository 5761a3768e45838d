import { avatar, clock, h } from "./dom.js";
import { brief } from "./bubble.js";
import { me, on, openChat, store } from "./store.js";

export function chatList(list) {
  on("chats", () => {
    const focused = document.activeElement?.dataset?.bot;
    document.getElementById("chats-title").textContent = me() ? `${me().first_name}’s chats` : "Chats";
    list.replaceChildren(...[...(store.chats.get(store.person) ?? [])].sort(byLastMessage).map(row));
    if (focused) list.querySelector(`[data-bot="${focused}"]`)?.focus();
  });
}

// The hosted bot leads until something was said anywhere; then the latest chat does, as in the real client.
const byLastMessage = (a, b) => (b.last_message?.version ?? 0) - (a.last_message?.version ?? 0) || Number(b.bot.hosted) - Number(a.bot.hosted);

function row(chat) {
  const last = chat.last_message;
  const open = chat.bot.username === store.bot;
  return h(
    "button",
    { type: "button", class: "row", dataset: { bot: chat.bot.username }, "aria-pressed": String(open), onclick: () => openChat(chat.bot.username) },
    avatar(chat.bot.id, chat.bot.name),
    h(
      "span",
      { class: "grow" },
      h("strong", {}, h("span", { class: "cut" }, chat.bot.name), last && h("time", {}, clock(last.date))),
      h(
        "span",
        { class: "second" },
        h("span", { class: "sub" }, last ? [last.from === "person" && h("em", {}, "You: "), preview(last)] : chat.blocked ? "Blocked" : chat.bot.about),
        chat.unread > 0 && h("span", { class: "badge", "aria-label": `${chat.unread} unread` }, chat.unread),
      ),
    ),
  );
}

const preview = (message) => brief(message).replace(/\s+/g, " ").slice(0, 90);
