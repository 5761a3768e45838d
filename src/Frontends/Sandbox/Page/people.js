import { addPerson } from "./api.js";
import { avatar, dialog, h, toast } from "./dom.js";
import { choose, hosted, meet, on, spoken, store, unreadOf } from "./store.js";

const languages = { en: "English", fr: "Français", de: "Deutsch", es: "Español", ru: "Русский", ar: "العربية", ja: "日本語" };

export function peopleList(list, add) {
  on("people", () => {
    const focused = document.activeElement?.dataset?.person;
    list.replaceChildren(...store.people.map(row));
    if (focused) list.querySelector(`[data-person="${focused}"]`)?.focus();
  });
  add.addEventListener("click", newPerson);
}

function row(person) {
  const unread = unreadOf(person.id);
  const chosen = person.id === store.person;
  return h(
    "button",
    { type: "button", class: "row", dataset: { person: person.id }, "aria-pressed": String(chosen), title: `${person.first_name}: ${person.role}`, onclick: () => pick(person.id) },
    avatar(person.id, person.first_name),
    h("span", { class: "grow" }, h("strong", {}, person.first_name, h("small", { class: "lang", title: languages[person.language_code] ?? person.language_code }, person.language_code)), h("span", { class: "sub" }, person.role)),
    unread > 0 && h("span", { class: "badge", "aria-label": `${unread} unread` }, unread),
  );
}

// Said before it surprises: not every language of an app is one that the bot speaks.
const answersIn = (code) => (spoken(hosted(), { language_code: code }) === code ? "" : " · answered in English");

async function pick(id) {
  await choose(id);
  document.dispatchEvent(new CustomEvent("person-chosen"));
}

async function newPerson() {
  const asked = await dialog("New person", (answer) => {
    const name = h("input", { name: "name", required: true, maxlength: "64", autocomplete: "off", placeholder: "Dora", autofocus: true });
    const language = h("select", { name: "language" }, Object.entries(languages).map(([code, label]) => h("option", { value: code }, `${label} (${code})${answersIn(code)}`)));
    return h(
      "form",
      { method: "dialog", onsubmit: (event) => (event.preventDefault(), answer({ first_name: name.value, language_code: language.value })) },
      h("label", {}, "First name", name),
      h("label", {}, "Language of the app", language),
      h("div", { class: "actions" }, h("button", { type: "button", onclick: () => answer(null) }, "Cancel"), h("button", { class: "primary" }, "Add")),
    );
  });
  if (!asked) return;
  try {
    const added = await addPerson(asked);
    meet(added);
    await pick(added.id);
  } catch (error) {
    toast(error.message);
  }
}
