import { listen } from "./api.js";
import { chain } from "./chain.js";
import { chatList } from "./chats.js";
import { conversation, openLink } from "./conversation.js";
import { guide } from "./guide.js";
import { host } from "./host.js";
import { icon } from "./icons.js";
import { ledger } from "./ledger.js";
import { peopleList } from "./people.js";
import { heard, markRead, on, reload, store, unreadOf } from "./store.js";

peopleList(document.getElementById("people"), document.getElementById("new-person"));
chatList(document.getElementById("chats"));
guide(document.getElementById("show-guide"));
conversation(document.getElementById("conversation"));
chain(document.getElementById("chain"));
ledger(document.getElementById("ledger"));
host(document.getElementById("host"), document.getElementById("starting"));

// On a narrow screen the panes are tabs, and an open chat covers the list of chats.
function show(view) {
  document.body.dataset.view = view;
  for (const tab of document.querySelectorAll(".tabs button")) tab.setAttribute("aria-current", tab.dataset.view === view ? "page" : "false");
}

for (const tab of document.querySelectorAll(".tabs button")) {
  tab.prepend(icon(tab.dataset.view));
  tab.addEventListener("click", () => show(tab.dataset.view));
}
document.getElementById("new-person").prepend(icon("plus"));
const link = document.getElementById("open-link");
link.append(icon("link"));
link.addEventListener("click", openLink);
show(location.hash.slice(1) === "people" || location.hash.slice(1) === "world" ? location.hash.slice(1) : "chats");

document.addEventListener("person-chosen", () => show("chats"));
document.addEventListener("show-view", (event) => show(event.detail));
document.addEventListener("visibilitychange", markRead);
on("conversation", () => document.body.toggleAttribute("data-open", store.bot !== null));
on("people", () => {
  const unread = unreadOf(store.person);
  const badge = document.getElementById("tab-unread");
  badge.hidden = unread === 0;
  badge.textContent = unread;
});

const offline = document.getElementById("offline");
listen(
  (event) => heard(event).catch(console.error),
  () => {
    offline.hidden = true;
    reload().catch(console.error);
  },
  () => (offline.hidden = false),
);
