import { format, parse } from "./amounts.js";
import { get, post } from "./api.js";
import { insert } from "./composer.js";
import { copy, h, toast } from "./dom.js";
import { emit, me, on, store } from "./store.js";

const address = /T[1-9A-HJ-NP-Za-km-z]{33}/;

// The local chain: height, solid height, blocks, faucet, mining, forks.
export function chain(panel) {
  const status = h("span", { class: "status" }, "connecting…");
  const height = h("b", {}, "–");
  const solid = h("b", {}, "–");
  const blocks = h("ol", { class: "blocks", "aria-label": "Latest blocks" });
  const to = h("input", { name: "address", placeholder: "T… address", "aria-label": "Faucet address", autocomplete: "off", spellcheck: "false" });
  const amount = h("input", { name: "amount", value: "100", inputmode: "decimal", "aria-label": "TRX amount", class: "short" });
  const depth = h("input", { name: "depth", type: "number", value: "2", min: "1", max: "18", "aria-label": "Fork depth", class: "short" });
  const drop = h("input", { type: "checkbox", name: "drop", title: "The new branch leaves out the transactions of the old one" });
  const wallet = h("div", { class: "wallet", hidden: true });
  const body = h(
    "div",
    { class: "body", hidden: true },
    wallet,
    h("dl", { class: "figures" }, h("div", {}, h("dt", {}, "Height"), h("dd", {}, height)), h("div", {}, h("dt", {}, "Solid"), h("dd", {}, solid))),
    h("div", { class: "buttons" }, h("button", { type: "button", class: "primary", onclick: () => act("mine", { count: 20 }, "Mined 20 blocks") }, "Mine 20"), h("form", { class: "inline", onsubmit: fork }, h("label", { class: "unit" }, drop, "drop tx"), depth, h("button", {}, "Fork"))),
    h("form", { class: "faucet", onsubmit: drip }, to, h("label", { class: "unit" }, amount, "TRX"), h("button", {}, "Faucet")),
    blocks,
  );
  panel.append(h("header", {}, h("h2", { id: "chain-title" }, "Chain"), status), body);

  // Whoever copies a deposit address is about to pay to it.
  document.addEventListener("copied", (event) => {
    const found = address.exec(event.detail);
    if (found) to.value = found[0];
  });

  async function drip(event) {
    event.preventDefault();
    const sun = parse(amount.value);
    if (!address.test(to.value.trim()) || !sun) return toast("The faucet needs an address (T…) and an amount of TRX");
    await act("faucet", { address: to.value.trim(), amount_sun: Number(sun) }, `Sent ${amount.value} TRX`);
  }

  async function fork(event) {
    event.preventDefault();
    await act("fork", { depth: Number(depth.value), drop: drop.checked }, `Forked ${depth.value} deep`);
  }

  async function act(what, ask, said) {
    try {
      await post(`/sandbox/chain/${what}`, ask);
      toast(said);
      await refresh();
    } catch (error) {
      toast(error.message);
    }
  }

  // The chosen person's own address on the chain: what they withdraw to.
  const coins = h("b", { class: "coins" }, "–");
  const balances = new Map();
  on("people", drawWallet);

  function drawWallet() {
    const person = me();
    wallet.hidden = !person?.wallet;
    if (wallet.hidden) return;
    coins.textContent = balances.has(person.id) ? `${format(balances.get(person.id))} TRX` : "–";
    if (wallet.dataset.person === String(person.id)) return;
    wallet.dataset.person = person.id;
    wallet.replaceChildren(
      h("div", { class: "line" }, h("h3", {}, `${person.first_name}’s own wallet`), coins),
      h("div", { class: "line" }, h("code", { class: "cut", title: person.wallet }, person.wallet), h("button", { type: "button", class: "soft", onclick: () => copy(person.wallet, "Address copied") }, "Copy"), h("button", { type: "button", class: "soft", onclick: paste }, "Paste into chat")),
    );
  }

  function paste() {
    document.dispatchEvent(new CustomEvent("show-view", { detail: "chats" }));
    insert(me().wallet);
  }

  async function refreshWallets() {
    // Whoever is looked at, and whoever withdraws in the first steps.
    for (const person of store.people.filter((one) => one.wallet && (one.id === store.person || !balances.get(one.id)) && (one.id === store.person || one.username))) {
      const sun = Number((await get(`/sandbox/chain/account/${person.wallet}`)).balance_sun);
      if (balances.get(person.id) === sun) continue;
      balances.set(person.id, sun);
      emit("wallet", { person: person.id, sun });
    }
    drawWallet();
  }

  async function refresh() {
    try {
      const [state, recent] = await Promise.all([get("/sandbox/chain/state"), get("/sandbox/chain/blocks?count=5"), refreshWallets()]);
      height.textContent = state.head;
      solid.textContent = state.solid;
      drawBlocks(recent);
      say("live", true);
      return 1000;
    } catch (error) {
      return unanswered(error, (text) => say(text, false));
    }
  }

  function say(text, live) {
    status.textContent = text;
    status.classList.toggle("live", live);
    body.hidden = !live;
  }

  function drawBlocks(newest) {
    blocks.replaceChildren(...newest.map((block) => h(
      "li",
      { class: block.solid ? "solid" : "", title: block.solid ? "solid: no fork can undo it" : "not solid yet" },
      h("b", {}, `#${block.number}`),
      h("button", { type: "button", class: "hash", title: `Copy ${block.id}`, onclick: () => copy(block.id) }, block.id.slice(-10)),
      h("span", {}, block.transactions.length === 0 ? "empty" : `${block.transactions.length} tx`),
    )));
  }

  poll(refresh);
}

// How soon to ask again, and what to say until then.
export function unanswered(error, say) {
  const none = error.message === "not connected";
  say(none ? "not connected" : error.message === "starting" ? "starting…" : "not reachable");
  return none ? 15000 : 1000;
}

// Only while somebody looks; what is not connected is asked rarely.
export async function poll(refresh) {
  let pause = 0;
  do {
    await new Promise((resume) => setTimeout(resume, pause));
    pause = document.visibilityState === "visible" ? await refresh() : 1000;
  } while (true);
}
