// The control API of the sandbox. Every refusal becomes an Error with the sandbox's own words.
async function ask(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch(() => {
    throw new Error("The sandbox isn’t answering. Nothing was sent; try again when it’s back.");
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(answer.error ?? answer.Error ?? `HTTP ${response.status}`), { status: response.status });
  return answer;
}

export const get = (path) => ask("GET", path);
export const post = (path, body = {}) => ask("POST", path, body);

const chat = (person, bot) => `/sandbox/api/people/${person}/chats/${bot}`;

export const state = () => get("/sandbox/api/state");
export const chats = (person) => get(`/sandbox/api/people/${person}/chats`);
export const addPerson = (person) => post("/sandbox/api/people", person);
export const history = (person, bot) => get(`${chat(person, bot)}/messages`);
export const commands = (person, bot) => get(`${chat(person, bot)}/commands`);
export const write = (person, bot, text, reply_to) => post(`${chat(person, bot)}/messages`, { text, reply_to });
export const send = (person, bot, media) => post(`${chat(person, bot)}/media`, media);
export const start = (person, bot, payload) => post(`${chat(person, bot)}/start`, { payload });
export const press = (person, bot, message_id, data) => post(`${chat(person, bot)}/press`, { message_id, data });
export const forward = (person, bot, message_id, to) => post(`${chat(person, bot)}/forward`, { message_id, to });
export const edit = (person, bot, message_id, text) => post(`${chat(person, bot)}/edit`, { message_id, text });
export const remove = (person, bot, message_id) => post(`${chat(person, bot)}/delete`, { message_id });
export const block = (person, bot, blocked) => post(`${chat(person, bot)}/${blocked ? "block" : "unblock"}`);
export const read = (person, bot) => post(`${chat(person, bot)}/read`);
export const open = (person, url) => post(`/sandbox/api/people/${person}/open`, { url });

// Hears every change; `fresh` runs at each (re)connection, when something may have been missed.
export function listen(heard, fresh, lost) {
  const source = new EventSource("/sandbox/api/events");
  source.onopen = fresh;
  source.onerror = lost;
  source.onmessage = (event) => heard(JSON.parse(event.data));
}
