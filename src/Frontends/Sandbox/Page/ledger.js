import { format } from "./amounts.js";
import { get } from "./api.js";
import { poll, unanswered } from "./chain.js";
import { copy, h } from "./dom.js";
import { emit } from "./store.js";

// The books: invariants, accounts with balances, the journal with its latest transfer first.
export function ledger(panel) {
  const status = h("span", { class: "status" }, "connecting…");
  const invariants = h("ul", { class: "invariants", "aria-label": "Invariants" });
  const accounts = h("tbody");
  const journal = h("ol", { class: "journal", "aria-label": "Journal, latest first" });
  const body = h(
    "div",
    { class: "body", hidden: true },
    invariants,
    h("h3", {}, "Accounts"),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Accounts" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", {}, "Account"), h("th", {}, "Balance"), h("th", {}, "Held"))), accounts)),
    h("h3", {}, "Journal"),
    journal,
  );
  panel.append(h("header", {}, h("h2", { id: "ledger-title" }, "Ledger"), status), body);
  let shown = "";

  poll(async () => {
    try {
      const books = await get("/sandbox/ledger");
      const text = JSON.stringify(books);
      if (text !== shown) {
        draw(books);
        emit("books", books);
      }
      shown = text;
      return 1000;
    } catch (error) {
      status.className = "status";
      body.hidden = true;
      shown = "";
      return unanswered(error, (text) => (status.textContent = text));
    }
  });

  function draw({ accounts: rows = [], journal: transfers = [], invariants: rules = [] }) {
    const broken = rules.filter((rule) => !rule.holds).length;
    status.textContent = broken === 0 ? "balanced" : `${broken} broken`;
    status.className = `status ${broken === 0 ? "live" : "bad"}`;
    body.hidden = false;
    invariants.replaceChildren(...rules.map((rule) => h("li", { class: rule.holds ? "holds" : "broken", title: rule.detail }, h("span", { class: "visually-hidden" }, rule.holds ? "holds: " : "BROKEN: "), rule.name, !rule.holds && rule.detail && h("small", {}, rule.detail))));
    accounts.replaceChildren(...rows.map((row) => h("tr", {}, h("th", { scope: "row", title: row.code }, brief(row.code)), money(row.balance, row.asset), money(row.held ?? 0, row.asset, true))));
    journal.replaceChildren(...transfers.slice(0, 40).map(transfer));
  }

  const money = (amount, asset, quietZero = false) => h("td", { class: quietZero && Number(amount) === 0 ? "none" : "" }, h("button", { type: "button", class: "amount", title: `Copy · ${asset}`, onclick: () => copy(format(amount, asset).replaceAll(" ", "")) }, format(amount, asset)));

  // The last letters of an id tell apart what is on one screen; the tooltip has them all.
  const brief = (code) => code.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{6}([0-9a-f]{6})/g, "…$2");

  const transfer = (entry) =>
    h(
      "li",
      {},
      h("div", { class: "line" }, h("b", {}, entry.kind.replaceAll(/[._]/g, " ")), h("time", {}, new Date(entry.posted_at).toLocaleTimeString())),
      entry.reference && h("div", { class: "sub cut", title: entry.reference }, brief(entry.reference)),
      entry.entries.map((part) => h("div", { class: "line entry" }, h("span", { class: "cut", title: part.account }, brief(part.account)), h("span", { class: String(part.amount).startsWith("-") ? "minus" : "plus" }, `${String(part.amount).startsWith("-") ? "" : "+"}${format(part.amount, part.asset)}`))),
    );
}
