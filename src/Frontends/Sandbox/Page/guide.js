import * as api from "./api.js";
import { avatar, h } from "./dom.js";
import { icon } from "./icons.js";
import { choose, hosted, on, openChat, store } from "./store.js";

// The first minute: what three people do, one step after the other. A step is ticked by what happened (a message, a transfer in the books, coins on the chain), whoever
// did it and however; nothing is ticked by having been read. Texts and languages of the bot play no part in it.
const roles = [
  {
    id: 5000000101,
    aim: "advertises a bot",
    steps: [
      ["Open Marketplace and press START.", (seen) => seen.started],
      ["Send /deposit, choose advertising, and tap the address: it goes into the faucet, under Chain.", (seen) => seen.address],
      ["Press Faucet. The money counts once its block is final: press Mine 20, or wait ten seconds.", (seen) => seen.address && after("deposit.credited", seen.address)],
      ["Send /create_campaign: promote @weather_whale_bot, 10 TRX a person, budget 50.", (seen) => seen.address && after("campaign.funded", seen.address)],
      ["Now be Bob, who earns some of it.", (seen) => seen.address && after("campaign.reward", seen.address)],
    ],
  },
  {
    id: 5000000102,
    aim: "tries bots and earns",
    steps: [
      ["Open Marketplace and press START.", (seen) => seen.started],
      ["Tap Earn, choose Ada’s offer, and start it.", (seen) => seen.task],
      ["Open the promoted bot by its button, and wait for its answer.", (seen) => seen.tried],
      ["Forward its answer to Marketplace: point at the message (or tap it), then the arrow.", (seen) => seen.proof],
      ["Collect the reward.", (seen) => seen.proof && after("campaign.reward", seen.proof)],
      ["Send /withdraw, and paste the address of your own wallet: it’s under Chain.", (seen) => seen.paid],
    ],
  },
  {
    id: 5000000103,
    aim: "invites people, in French",
    steps: [
      ["Open Marketplace and press START.", (seen) => seen.started],
      ["Send /referral, and copy your link.", (seen) => seen.invitation],
      ["Add a new person, and open the link as them: the chain symbol above the chats.", () => world.invited],
      ["Let them earn as Bob did. A tenth of it is yours, from the platform’s fee.", () => world.invited && after("commission.", world.invited)],
    ],
  },
];

const closedKey = "sandbox-guide-closed";
const narrow = matchMedia("(max-width: 899px)");
const seenBy = new Map(roles.map((role) => [role.id, {}]));
const world = { invited: 0, transfers: [] };

// All three, while no chat is open; and one line of the chosen person's, over their chat.
export const cards = h("section", { class: "guide", "aria-label": "First steps", hidden: true });
export const strip = h("section", { class: "strip", "aria-label": "Next step", hidden: true });

export function guide(again) {
  again.addEventListener("click", () => close(false));
  for (const topic of ["people", "chats", "conversation"]) on(topic, draw);
  on("heard", ({ person, bot, message }) => {
    learn(person, bot, message);
    draw();
  });
  on("books", (books) => {
    world.transfers = books.journal.map((transfer) => ({ kind: transfer.kind, at: Date.parse(transfer.posted_at) / 1000 }));
    draw();
  });
  on("wallet", ({ person, sun }) => {
    if (seenBy.has(person)) seenBy.get(person).paid = sun > 0;
    draw();
  });
  on("fresh", () => recall().catch(console.error));
  narrow.addEventListener("change", draw);
}

// What happened before this page was opened.
async function recall() {
  const bot = hosted();
  const started = store.people.filter((person) => store.chats.get(person.id)?.some((chat) => chat.bot.hosted && chat.started));
  for (const person of started) for (const message of (await api.history(person.id, bot.username)).messages) learn(person.id, bot, message);
  draw();
}

function learn(person, bot, message) {
  const seen = seenBy.get(person) ?? {};
  const first = (what) => (seen[what] ??= message.date);
  if (!bot?.hosted || message.deleted) return;
  const links = [...(message.buttons ?? []).flat().map((button) => button.url ?? button.copy_text?.text ?? ""), ...(message.entities ?? []).map((entity) => entity.url ?? ""), message.text].join(" ");
  if (message.from === "person") {
    if (message.forward_origin) first("proof");
    if (/^\/start r_/.test(message.text)) world.invited ||= message.date;
    return;
  }
  if (/\bT[1-9A-HJ-NP-Za-km-z]{33}\b/.test(links)) first("address");
  if (links.includes("?start=r_")) first("invitation");
  if ((message.buttons ?? []).flat().some((button) => promoted(button.url))) first("task");
}

const promoted = (url) => store.bots.some((bot) => !bot.hosted && url?.includes(`/${bot.username}`));

// Dates of messages are whole seconds.
const after = (kind, date) => world.transfers.some((transfer) => transfer.kind.startsWith(kind) && transfer.at >= date - 1);

// A later step shows that the earlier ones were taken, even where the bot has since replaced the message that told.
function progress(role) {
  const chats = store.chats.get(role.id) ?? [];
  const seen = { ...seenBy.get(role.id), started: chats.some((chat) => chat.bot.hosted && chat.started), tried: chats.some((chat) => !chat.bot.hosted && chat.started) };
  return role.steps.findLastIndex(([, done]) => done(seen)) + 1;
}

const closed = () => localStorage.getItem(closedKey) !== null;

function close(whether) {
  if (whether) localStorage.setItem(closedKey, "yes");
  else localStorage.removeItem(closedKey);
  draw();
  document.querySelector(whether ? "#chats button" : ".guide .role button")?.focus();
}

let drawnAs = "";

function draw() {
  const state = roles.map((role) => ({ role, person: store.people.find((person) => person.id === role.id), done: progress(role) })).filter(({ person }) => person);
  const here = narrow.matches ? document.querySelector(".chats") : document.querySelector(".conversation:not(:has(.log))");
  if (here && cards.parentElement !== here) (narrow.matches ? here.querySelector("#chats") : here.firstElementChild)?.before(cards);
  document.getElementById("show-guide").hidden = !closed();
  const text = JSON.stringify([closed(), narrow.matches, store.person, store.bot, state.map(({ done }) => done)]);
  if (text === drawnAs) return;
  drawnAs = text;
  cards.hidden = closed() || state.length === 0;
  const current = state.find(({ role }) => role.id === store.person);
  strip.hidden = closed() || !current;
  const focused = cards.contains(document.activeElement) && document.activeElement.dataset.role;
  cards.replaceChildren(h("header", {}, h("h2", {}, "Your first minute"), closer()), h("p", {}, "Three people, one story: Ada pays, Bob earns, Cleo gets her share. Nothing is real money."), h("div", { class: "roles" }, state.map(card)));
  if (focused) cards.querySelector(`[data-role="${focused}"]`)?.focus();
  if (current) strip.replaceChildren(...line(current));
}

const closer = () => h("button", { type: "button", class: "icon", title: "Close the first steps", "aria-label": "Close the first steps", onclick: () => close(true) }, icon("close"));

const count = (role, done) => h("span", { class: "count" }, done > 0 && "✓ ", done === role.steps.length ? "All done" : `${done} of ${role.steps.length}`);

function card({ role, person, done }) {
  const chosen = role.id === store.person;
  return h(
    "article",
    { class: `role ${chosen ? "chosen" : ""}`, "aria-label": `${person.first_name}, ${role.aim}` },
    h("div", { class: "who" }, avatar(person.id, person.first_name, "small"), h("div", { class: "grow" }, h("strong", {}, person.first_name), h("span", { class: "sub" }, role.aim)), h("button", { type: "button", class: chosen ? "" : "primary", dataset: { role: role.id }, onclick: () => be(role.id) }, chosen ? "Open the chat" : `Be ${person.first_name}`)),
    chosen && !narrow.matches && count(role, done),
    chosen && !narrow.matches
      ? h("ol", {}, role.steps.map(([step], at) => h("li", { class: at < done ? "done" : at === done ? "next" : "", "aria-current": at === done ? "step" : null }, h("span", { class: "visually-hidden" }, at < done ? "Done: " : ""), step)))
      : h("p", {}, count(role, done), role.steps[done]?.[0] ?? ""),
  );
}

function line({ role, person, done }) {
  const last = role.steps[done - 1];
  return [
    h("div", { class: "grow", role: "status" }, last && h("span", { class: "visually-hidden" }, `Done: ${last[0]} `), done < role.steps.length && h("b", {}, "Next "), h("span", {}, done === role.steps.length ? `${person.first_name} has done it all. ${onwards()}` : role.steps[done][0])),
    count(role, done),
    closer(),
  ];
}

function onwards() {
  const open = roles.find((role) => progress(role) < role.steps.length);
  const name = open && store.people.find((person) => person.id === open.id)?.first_name;
  return name ? `Be ${name} next.` : "That was the whole story.";
}

async function be(person) {
  if (store.person !== person) await choose(person);
  await openChat(hosted().username);
  document.dispatchEvent(new CustomEvent("person-chosen"));
}
