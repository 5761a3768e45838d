// Builds elements. Text always becomes text nodes: nothing that a person or a bot wrote is ever parsed as HTML.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name in element && typeof value === "boolean") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const palette = ["#e17076", "#7bc862", "#65aadd", "#a695e7", "#ee7aae", "#6ec9cb", "#faa774"];

export function avatar(id, name, size = "") {
  const circle = h("span", { class: `avatar ${size}`, "aria-hidden": "true" }, initials(name));
  circle.style.setProperty("--tint", palette[Number(BigInt(id) % BigInt(palette.length))]);
  return circle;
}

function initials(name) {
  const words = name.trim().split(/\s+/);
  return (([...words[0]][0] ?? "?") + (words.length > 1 ? [...words.at(-1)][0] : "")).toUpperCase();
}

export const clock = (seconds) => new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

export function day(seconds) {
  const date = new Date(seconds * 1000);
  return date.toDateString() === new Date().toDateString() ? "Today" : date.toLocaleDateString([], { day: "numeric", month: "long", year: "numeric" });
}

export function toast(text) {
  const note = h("div", { class: "toast" }, text);
  document.getElementById("toasts").append(note);
  setTimeout(() => note.classList.add("leaving"), 2600);
  setTimeout(() => note.remove(), 3000);
}

export async function copy(text, said = "Copied") {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without the permission (an old browser, a frame) the text is copied the old way.
    const area = h("textarea", {}, text);
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  document.dispatchEvent(new CustomEvent("copied", { detail: text }));
  toast(said);
}

// A modal dialog; resolves to what `answer` was called with, or null when it was dismissed.
export function dialog(title, build) {
  return new Promise((resolve) => {
    const box = h("dialog", { class: "dialog", "aria-labelledby": "dialog-title" });
    let result = null;
    const answer = (value) => {
      result = value;
      box.close();
    };
    box.append(h("h2", { id: "dialog-title" }, title), build(answer));
    box.addEventListener("click", (event) => event.target === box && box.close());
    box.addEventListener("close", () => {
      box.remove();
      resolve(result);
    });
    document.body.append(box);
    box.showModal();
  });
}

export const alertBox = (title, text) =>
  dialog(title, (answer) => h("div", {}, h("p", { class: "pre-line" }, text), h("div", { class: "actions" }, h("button", { class: "primary", autofocus: true, onclick: () => answer(true) }, "OK"))));

// Arrow keys, Home and End move through every list marked data-list.
document.addEventListener("keydown", (event) => {
  const list = event.target.closest?.("[data-list]");
  if (!list || event.target.matches("input, textarea, select")) return;
  const items = [...list.querySelectorAll("button:not(:disabled)")];
  const at = items.indexOf(event.target.closest("button"));
  const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  items[Math.max(0, Math.min(items.length - 1, to))]?.focus();
});
