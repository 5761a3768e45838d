import * as api from "./api.js";

// What the page knows. Views subscribe to a topic: people, chats, conversation, header, message, callback, commands; and to what others find out: heard (a message of
// anybody’s), books, wallet, fresh (a new connection).
export const store = {
  people: [],
  bots: [],
  chats: new Map(),      // person id -> ChatView[]
  person: null,          // the chosen person's id
  bot: null,             // the open chat's bot username, or null
  messages: new Map(),   // message id -> MessageView, of the open chat
  commands: [],
  waiting: new Map(),    // callback query id -> {messageId, data}
};

const subscribers = new Map();
export const on = (topic, run) => subscribers.set(topic, [...(subscribers.get(topic) ?? []), run]);
export const emit = (topic, detail) => (subscribers.get(topic) ?? []).forEach((run) => run(detail));

export const me = () => store.people.find((person) => person.id === store.person);
export const botNamed = (username) => store.bots.find((bot) => bot.username === username);
export const chatWith = (username) => (store.chats.get(store.person) ?? []).find((chat) => chat.bot.username === username);
export const hosted = () => store.bots.find((bot) => bot.hosted);

// In which language a bot speaks to the chosen person: theirs, where it has commands in it; else its own, English.
export const spoken = (bot, person = me()) => (bot?.languages.includes(person?.language_code) ? person.language_code : "en");

export const unreadOf = (person) => (store.chats.get(person) ?? []).reduce((sum, chat) => sum + chat.unread, 0);

export async function reload() {
  const state = await api.state();
  Object.assign(store, { people: state.people, bots: state.bots });
  if (!me()) {
    const wanted = location.hash.slice(1).split("/");
    store.person = (state.people.find((person) => String(person.id) === wanted[0]) ?? state.people[0]).id;
    store.bot = state.bots.some((bot) => bot.username === wanted[1]) ? wanted[1] : null;
  }
  await Promise.all(store.people.map(async (person) => store.chats.set(person.id, await api.chats(person.id))));
  emit("people");
  emit("chats");
  emit("fresh");
  await openChat(store.bot);
}

// Somebody who has just been added is chosen before the stream of events has told of them.
export function meet(person) {
  store.people = [...store.people.filter((known) => known.id !== person.id), person];
}

export async function choose(person) {
  if (!store.chats.has(person)) store.chats.set(person, await api.chats(person));
  store.person = person;
  store.bot = null;
  emit("people");
  emit("chats");
  await openChat(null);
}

// True while the open chat's past is on its way: the pane still shows the chat before.
let opening = false;

export async function openChat(bot) {
  store.bot = bot;
  store.waiting.clear();
  history.replaceState(null, "", `#${store.person}${bot ? `/${bot}` : ""}`);
  // What the stream tells from here on is newer than the answer asked for below, and must outlast it.
  const told = (store.messages = new Map());
  opening = Boolean(bot);
  if (!bot) {
    store.commands = [];
    emit("chats");
    return emit("conversation");
  }
  const [past, commands] = await Promise.all([api.history(store.person, bot), api.commands(store.person, bot)]);
  // Another chat was opened meanwhile, or this one once more.
  if (store.messages !== told) return;
  opening = false;
  store.messages = new Map([...past.messages.map((message) => [message.message_id, message]), ...told]);
  store.commands = commands;
  emit("chats");
  emit("conversation");
  markRead();
}

export function markRead() {
  const chat = store.bot && chatWith(store.bot);
  if (chat?.unread && document.visibilityState === "visible") api.read(store.person, store.bot).catch(() => {});
}

// One event of the live stream.
export async function heard({ kind, person_id, bot_id, data }) {
  const bot = store.bots.find((candidate) => candidate.id === bot_id);
  const open = person_id === store.person && bot?.username === store.bot;
  if (kind === "person") {
    meet(data);
    store.chats.set(data.id, await api.chats(data.id));
    emit("people");
    if (data.id === store.person) emit("chats");
  } else if (kind === "message" || kind === "edited" || kind === "deleted") {
    if (open) {
      store.messages.set(data.message_id, data);
      if (!opening) emit("message", { kind, message: data });
    }
    emit("heard", { person: person_id, bot, message: data });
    refreshChats(person_id);
  } else if (kind === "chat") {
    replaceChat(person_id, data);
    if (open) emit("header");
  } else if (kind === "callback_answered" && person_id === store.person) {
    emit("callback", data);
  } else if (kind === "commands") {
    // What a bot speaks is seen by its commands.
    store.bots = (await api.state()).bots;
    if (bot?.username !== store.bot) return;
    store.commands = await api.commands(store.person, store.bot);
    emit("commands");
  }
}

function replaceChat(person, chat) {
  const list = store.chats.get(person) ?? [];
  store.chats.set(person, list.map((known) => (known.bot.id === chat.bot.id ? chat : known)));
  emit("people");
  if (person === store.person) emit("chats");
}

const due = new Map();

// Many messages may arrive at once; the list of chats is fetched once for all of them.
function refreshChats(person) {
  clearTimeout(due.get(person));
  due.set(person, setTimeout(async () => {
    store.chats.set(person, await api.chats(person));
    emit("people");
    if (person === store.person) emit("chats");
    // Asked now and not when the message came: another chat, or none, may be open since.
    if (person === store.person && store.bot) {
      emit("header");
      markRead();
    }
  }, 60));
}
