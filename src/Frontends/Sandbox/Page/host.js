import { get } from "./api.js";
import { poll } from "./chain.js";
import { h } from "./dom.js";

// The marketplace behind the bot: a word while it starts, and where its own pages are.
export function host(panel, starting) {
  poll(async () => {
    try {
      const { state, health, metrics, solvency, ledger } = await get("/sandbox/host");
      starting.hidden = state !== "starting";
      panel.hidden = state === "none";
      if (!panel.hidden && panel.childElementCount === 0) {
        const pages = [["Health", health], ["Metrics", metrics], ["Proof of funds", solvency], ["Ledger as JSON", ledger]];
        panel.replaceChildren(h("h3", {}, "The marketplace’s own pages"), h("ul", {}, pages.filter(([, url]) => url).map(([name, url]) => h("li", {}, h("a", { href: url, target: "_blank", rel: "noopener" }, name)))));
      }
      return state === "running" || state === "none" ? 10000 : 500;
    } catch {
      // The other notice says that the sandbox itself is gone.
      starting.hidden = true;
      return 3000;
    }
  });
}
