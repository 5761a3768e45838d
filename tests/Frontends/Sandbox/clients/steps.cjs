// One scenario for every client: each step is a call of the client's own method, or something that a person does. `client.api` has the Bot API's
// methods with the parameters' names of the documentation; what a client has no method for is left out and passed over.
const root = process.env.API_ROOT;
const bot = process.env.BOT_NAME;
const Bob = 5000000102;
const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");
const star = { title: "Coffee", description: "One cup", payload: "cup-1", provider_token: "", currency: "XTR", prices: [{ label: "Cup", amount: 7 }] };

let failed = 0;

async function step(name, work) {
  try {
    await work();
    console.log(`ok ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}: ${words(error)}`);
  }
}

const words = (error) => error.description ?? error.response?.description ?? error.response?.body?.description ?? error.stack ?? String(error);

function is(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
}

async function refused(call, expected) {
  const answer = await call.then((result) => `no refusal: ${JSON.stringify(result)}`, words);
  if (!String(answer).includes(expected)) throw new Error(`${answer} instead of ${expected}`);
}

async function act(path, body = {}) {
  const response = await fetch(`${root}/sandbox/api/${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

const chat = (path) => `people/${Bob}/chats/${bot}/${path}`;
const history = async (query = "") => (await fetch(`${root}/sandbox/api/${chat("messages")}${query}`)).json();

// What the chat says after a person acted, once it says so.
async function answer(text) {
  let seen = await history();
  while (!seen.messages.some((message) => message.text === text)) {
    const next = await history(`?after=${seen.version}&wait=50`);
    seen = { version: next.version, messages: [...seen.messages, ...next.messages] };
    if (next.messages.length === 0) throw new Error(`the bot never said "${text}"`);
  }
  return seen.messages.findLast((message) => message.text === text);
}

// How the bot answers what arrives; the same for each client, with the client's own methods.
function handlers(api) {
  return {
    async message(message) {
      if (message.text?.startsWith("/start")) await api.sendMessage({ chat_id: message.chat.id, text: `Hello ${message.text.slice(7)}`, reply_markup: { inline_keyboard: [[{ text: "Go", callback_data: "go" }]] } });
      else if (message.forward_origin) await api.sendMessage({ chat_id: message.chat.id, text: `From ${message.forward_origin.sender_user.username}` });
      else if (message.sticker) await api.sendMessage({ chat_id: message.chat.id, text: `Sticker ${message.sticker.emoji}` });
      else if (message.document) await api.sendMessage({ chat_id: message.chat.id, text: `File ${message.document.file_name}` });
      else if (message.successful_payment) await api.sendMessage({ chat_id: message.chat.id, text: `Paid ${message.successful_payment.total_amount}` });
    },
    async callback(query) {
      await api.answerCallbackQuery({ callback_query_id: query.id, text: "gone" });
      await api.editMessageText({ chat_id: query.message.chat.id, message_id: query.message.message_id, text: "Went" });
    },
    inline: (query) => api.answerInlineQuery({ inline_query_id: query.id, results: [{ type: "article", id: "1", title: query.query, input_message_content: { message_text: "x" } }] }),
    checkout: (query) => api.answerPreCheckoutQuery({ pre_checkout_query_id: query.id, ok: true }),
  };
}

async function people(client) {
  await step("a command is answered", async () => {
    await act(`people/${Bob}/open`, { url: `https://t.me/${bot}?start=ref_1` });
    await answer("Hello ref_1");
  });
  await step("a press is answered and the message edited", async () => {
    const hello = await answer("Hello ref_1");
    is((await act(`${chat("press")}?wait=50`, { message_id: hello.message_id, text: "Go" })).text, "gone");
    await answer("Went");
  });
  await step("a forward has its origin", async () => {
    await act(`people/${Bob}/chats/weather_whale_bot/start`);
    const said = (await (await fetch(`${root}/sandbox/api/people/${Bob}/chats/weather_whale_bot/messages`)).json()).messages.at(-1);
    await act(`people/${Bob}/chats/weather_whale_bot/forward`, { message_id: said.message_id, to: bot });
    await answer("From weather_whale_bot");
  });
  await step("a sticker and a file arrive", async () => {
    await act(chat("media"), { kind: "sticker", emoji: "🐋" });
    await answer("Sticker 🐋");
    await act(chat("media"), { kind: "document", content: png.toString("base64"), file_name: "dot.png" });
    await answer("File dot.png");
  });
  await step("an inline query is answered", async () => is((await act(`people/${Bob}/inline?wait=50`, { bot, query: "wha" })).results[0].title, "wha"));
}

async function texts(api) {
  const send = (text, more) => api.sendMessage({ chat_id: Bob, text, ...more });
  await step("getMe", async () => is((await api.getMe({})).username, bot));
  await step("HTML", async () => is((await send("<b>a</b> <tg-time unix=\"1800000000\" format=\"D\">b</tg-time>", { parse_mode: "HTML" })).entities.map((entity) => entity.type), ["bold", "date_time"]));
  await step("MarkdownV2", async () => is((await send("*a* _b_ \\. [c](https://example.com)", { parse_mode: "MarkdownV2" })).text, "a b . c"));
  await step("Markdown", async () => is((await send("*a* `b`", { parse_mode: "Markdown" })).entities.length, 2));
  await step("entities", async () => is((await send("abc", { entities: [{ type: "italic", offset: 1, length: 1 }] })).entities[0].offset, 1));
  await step("buttons of every kind", async () => {
    const rows = [[{ text: "u", url: "https://example.com" }, { text: "c", callback_data: "c", style: "danger" }], [{ text: "l", login_url: { url: "https://example.com/l" } }], [{ text: "s", switch_inline_query_chosen_chat: { query: "q", allow_user_chats: true } }, { text: "p", copy_text: { text: "T1" } }]];
    is((await send("keys", { reply_markup: { inline_keyboard: rows } })).reply_markup.inline_keyboard.flat().length, 5);
  });
  await step("a reply keyboard is seen and removed", async () => {
    await send("choose", { reply_markup: { keyboard: [[{ text: "Yes" }, { text: "No" }]], resize_keyboard: true } });
    is((await answer("choose")).reply_keyboard, [["Yes", "No"]]);
    await send("chosen", { reply_markup: { remove_keyboard: true } });
    is((await answer("chosen")).reply_keyboard, []);
  });
  await step("a reply, in the new manner and the old", async () => {
    const first = await send("first");
    is((await send("second", { reply_parameters: { message_id: first.message_id } })).reply_to_message.message_id, first.message_id);
    is((await send("third", { reply_to_message_id: first.message_id, disable_web_page_preview: true })).reply_to_message.message_id, first.message_id);
  });
  await step("a text that is too long is refused", () => refused(send("a".repeat(4097)), "message is too long"));
  await step("a chat that is unknown is refused", () => refused(api.sendMessage({ chat_id: 12, text: "a" }), "chat not found"));
  await step("sendChatAction", async () => is(await api.sendChatAction({ chat_id: Bob, action: "typing" }), true));
}

async function media(client) {
  const { api, file } = client;
  const url = "https://example.com/a";
  const photo = {};
  await step("a photo is uploaded", async () => Object.assign(photo, await api.sendPhoto({ chat_id: Bob, photo: file(png, "dot.png"), caption: "<i>c</i>", parse_mode: "HTML" })));
  await step("a photo is sent again by its id", async () => is((await api.sendPhoto({ chat_id: Bob, photo: photo.photo[0].file_id })).photo[0].file_unique_id, photo.photo[0].file_unique_id));
  await step("a photo is named by an address", async () => is((await api.sendPhoto({ chat_id: Bob, photo: `${url}.png` })).photo.length, 1));
  await step("a file is uploaded and downloaded", async () => {
    const sent = await api.sendDocument({ chat_id: Bob, document: file(png, "dot.png") });
    const found = await api.getFile({ file_id: sent.document.file_id });
    const bytes = await fetch(`${root}/file/bot${process.env.TOKEN}/${found.file_path}`);
    is(Buffer.from(await bytes.arrayBuffer()).equals(png), true);
  });
  await step("sendAudio", async () => is((await api.sendAudio({ chat_id: Bob, audio: `${url}.mp3`, performer: "P" })).audio.performer, "P"));
  await step("sendVideo", async () => is((await api.sendVideo({ chat_id: Bob, video: `${url}.mp4`, width: 4, height: 3 })).video.width, 4));
  await step("sendVoice", async () => is((await api.sendVoice({ chat_id: Bob, voice: `${url}.ogg` })).voice.duration, 0));
  await step("sendAnimation", async () => is(Boolean((await api.sendAnimation({ chat_id: Bob, animation: `${url}.gif` })).document), true));
  await step("sendVideoNote", async () => is((await api.sendVideoNote({ chat_id: Bob, video_note: `${url}.mp4`, length: 240 })).video_note.length, 240));
  await step("sendSticker", async () => is((await api.sendSticker({ chat_id: Bob, sticker: `${url}.webp`, emoji: "🐋" })).sticker.emoji, "🐋"));
  await step("an album", async () => {
    const album = await api.sendMediaGroup({ chat_id: Bob, media: [{ type: "photo", media: file(png, "one.png"), caption: "one" }, { type: "photo", media: `${url}2.png` }] });
    is([album.length, album[0].media_group_id === album[1].media_group_id], [2, true]);
  });
  await step("sendLocation", async () => is((await api.sendLocation({ chat_id: Bob, latitude: 48.5, longitude: 2.25 })).location.latitude, 48.5));
  await step("sendVenue", async () => is((await api.sendVenue({ chat_id: Bob, latitude: 48.5, longitude: 2.25, title: "T", address: "A" })).venue.title, "T"));
  await step("sendContact", async () => is((await api.sendContact({ chat_id: Bob, phone_number: "+331", first_name: "Ada" })).contact.first_name, "Ada"));
  await step("sendDice", async () => is((await api.sendDice({ chat_id: Bob, emoji: "🎯" })).dice.emoji, "🎯"));
  await step("a poll is sent and stopped", async () => {
    const poll = await api.sendPoll({ chat_id: Bob, question: "Which?", options: ["A", "B"] });
    is((await api.stopPoll({ chat_id: Bob, message_id: poll.message_id })).is_closed, true);
  });
  await step("a caption is edited", async () => is((await api.editMessageCaption({ chat_id: Bob, message_id: photo.message_id, caption: "other" })).caption, "other"));
  await step("a picture is replaced", async () => is((await api.editMessageMedia({ chat_id: Bob, message_id: photo.message_id, media: { type: "document", media: `${url}.pdf` } })).document.file_name, "a.pdf"));
}

async function lists(api) {
  const sent = [];
  for (const text of ["one", "two", "three"]) sent.push((await api.sendMessage({ chat_id: Bob, text })).message_id);
  const from = { chat_id: Bob, from_chat_id: Bob };
  await step("a text is edited", async () => is((await api.editMessageText({ chat_id: Bob, message_id: sent[0], text: "uno" })).text, "uno"));
  await step("the same again is refused", () => refused(api.editMessageText({ chat_id: Bob, message_id: sent[0], text: "uno" }), "message is not modified"));
  await step("only the keyboard is edited", async () => is((await api.editMessageReplyMarkup({ chat_id: Bob, message_id: sent[0], reply_markup: { inline_keyboard: [[{ text: "k", callback_data: "k" }]] } })).reply_markup.inline_keyboard[0][0].text, "k"));
  await step("forwardMessage", async () => is((await api.forwardMessage({ ...from, message_id: sent[1] })).forward_origin.type, "user"));
  await step("forwardMessages", async () => is((await api.forwardMessages({ ...from, message_ids: sent })).length, 3));
  await step("copyMessage", async () => is(typeof (await api.copyMessage({ ...from, message_id: sent[1] })).message_id, "number"));
  await step("copyMessages", async () => is((await api.copyMessages({ ...from, message_ids: sent })).length, 3));
  await step("setMessageReaction", async () => is(await api.setMessageReaction({ chat_id: Bob, message_id: sent[1], reaction: [{ type: "emoji", emoji: "🔥" }] }), true));
  await step("messages are pinned and unpinned", async () => {
    await api.pinChatMessage({ chat_id: Bob, message_id: sent[1] });
    await api.unpinChatMessage({ chat_id: Bob, message_id: sent[1] });
    is(await api.unpinAllChatMessages({ chat_id: Bob }), true);
  });
  await step("deleteMessage", async () => is(await api.deleteMessage({ chat_id: Bob, message_id: sent[0] }), true));
  await step("deleteMessages", async () => is(await api.deleteMessages({ chat_id: Bob, message_ids: sent }), true));
  await step("what is gone is refused", () => refused(api.deleteMessage({ chat_id: Bob, message_id: sent[1] }), "message to delete not found"));
}

async function profile(api) {
  await step("commands", async () => {
    await api.setMyCommands({ commands: [{ command: "go", description: "Go" }], scope: { type: "chat", chat_id: Bob }, language_code: "fr" });
    is((await api.getMyCommands({ scope: { type: "chat", chat_id: Bob }, language_code: "fr" }))[0].command, "go");
    await api.deleteMyCommands({ scope: { type: "chat", chat_id: Bob }, language_code: "fr" });
  });
  await step("name and descriptions", async () => {
    await api.setMyName({ name: "Market" });
    is((await api.getMyName({})).name, "Market");
    await api.setMyDescription({ description: "Earn" });
    is((await api.getMyDescription({})).description, "Earn");
    await api.setMyShortDescription({ short_description: "E" });
    is((await api.getMyShortDescription({})).short_description, "E");
  });
  await step("the menu button", async () => {
    await api.setChatMenuButton({ chat_id: Bob, menu_button: { type: "commands" } });
    is((await api.getChatMenuButton({ chat_id: Bob })).type, "commands");
  });
  await step("default rights", async () => {
    await api.setMyDefaultAdministratorRights({ rights: { can_manage_chat: true, is_anonymous: false }, for_channels: true });
    is((await api.getMyDefaultAdministratorRights({ for_channels: true })).can_manage_chat, true);
  });
  await step("getChat", async () => is((await api.getChat({ chat_id: Bob })).first_name, "Bob"));
  await step("getChatMember", async () => is((await api.getChatMember({ chat_id: Bob, user_id: Bob })).status, "member"));
  await step("getChatMemberCount", async () => is(await api.getChatMemberCount({ chat_id: Bob }), 2));
  await step("getUserProfilePhotos", async () => is((await api.getUserProfilePhotos({ user_id: Bob })).total_count, 0));
  await step("a private chat has no administrators", () => refused(api.getChatAdministrators({ chat_id: Bob }), "there are no administrators in the private chat"));
  await step("a private chat is not left", () => refused(api.leaveChat({ chat_id: Bob }), "private chat"));
}

async function payments(api) {
  await step("an invoice has its button", async () => is((await api.sendInvoice({ chat_id: Bob, ...star })).reply_markup.inline_keyboard[0][0].pay, true));
  await step("an invoice's link is paid", async () => {
    const paid = await act(`people/${Bob}/pay?wait=50`, { url: await api.createInvoiceLink(star) });
    is(paid.paid, true);
    await answer("Paid 7");
    if (api.getMyStarBalance) is((await api.getMyStarBalance({})).amount, 7);
    if (api.getStarTransactions) is((await api.getStarTransactions({})).transactions.at(-1).source.type, "user");
    if (api.refundStarPayment) is(await api.refundStarPayment({ user_id: Bob, telegram_payment_charge_id: paid.charge_id }), true);
  });
  if (api.sendGift)
    await step("a gift is given", async () => {
      await act(`bots/${bot}/stars`, { amount: 100 });
      const gifts = (await api.getAvailableGifts({})).gifts;
      is(await api.sendGift({ user_id: Bob, gift_id: gifts[0].id, text: "For you" }), true);
    });
}

exports.play = async function play(client) {
  client.listen(handlers(client.api));
  await people(client);
  await texts(client.api);
  await media(client);
  await lists(client.api);
  await profile(client.api);
  await payments(client.api);
  console.log("done");
  process.exit(failed === 0 ? 0 : 1);
};

// A method that takes these parameters one by one, and the others as its last argument.
exports.positional = (target, method, ...names) => (parameters) => {
  const rest = { ...parameters };
  const given = names.map((name) => {
    const value = rest[name];
    delete rest[name];
    return value;
  });
  return Object.keys(rest).length > 0 ? target[method](...given, rest) : target[method](...given);
};

exports.updates = ["message", "callback_query", "inline_query", "pre_checkout_query"];
