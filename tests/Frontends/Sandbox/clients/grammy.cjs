const { Bot, InputFile } = require("grammy");
const { play, positional, updates } = require("./steps.cjs");

const bot = new Bot(process.env.TOKEN, { client: { apiRoot: process.env.API_ROOT } });
const table = {
  sendMessage: ["chat_id", "text"], forwardMessage: ["chat_id", "from_chat_id", "message_id"], forwardMessages: ["chat_id", "from_chat_id", "message_ids"],
  copyMessage: ["chat_id", "from_chat_id", "message_id"], copyMessages: ["chat_id", "from_chat_id", "message_ids"], deleteMessage: ["chat_id", "message_id"], deleteMessages: ["chat_id", "message_ids"],
  sendPhoto: ["chat_id", "photo"], sendDocument: ["chat_id", "document"], sendAudio: ["chat_id", "audio"], sendVideo: ["chat_id", "video"], sendVoice: ["chat_id", "voice"],
  sendAnimation: ["chat_id", "animation"], sendVideoNote: ["chat_id", "video_note"], sendSticker: ["chat_id", "sticker"], sendMediaGroup: ["chat_id", "media"],
  sendLocation: ["chat_id", "latitude", "longitude"], sendVenue: ["chat_id", "latitude", "longitude", "title", "address"], sendContact: ["chat_id", "phone_number", "first_name"], sendDice: ["chat_id", "emoji"],
  sendPoll: ["chat_id", "question", "options"], stopPoll: ["chat_id", "message_id"], sendChatAction: ["chat_id", "action"], setMessageReaction: ["chat_id", "message_id", "reaction"],
  editMessageText: ["chat_id", "message_id", "text"], editMessageCaption: ["chat_id", "message_id"], editMessageMedia: ["chat_id", "message_id", "media"], editMessageReplyMarkup: ["chat_id", "message_id"],
  pinChatMessage: ["chat_id", "message_id"], unpinChatMessage: ["chat_id", "message_id"], answerInlineQuery: ["inline_query_id", "results"], answerCallbackQuery: ["callback_query_id"],
  answerPreCheckoutQuery: ["pre_checkout_query_id", "ok"], setMyCommands: ["commands"], getMyCommands: [], deleteMyCommands: [], setMyName: ["name"], setMyDescription: ["description"],
  setMyShortDescription: ["short_description"], getMyName: [], getMyDescription: [], getMyShortDescription: [], setChatMenuButton: [], getChatMenuButton: [], setMyDefaultAdministratorRights: [],
  getMyDefaultAdministratorRights: [], getChatMember: ["chat_id", "user_id"], getUserProfilePhotos: ["user_id"], sendInvoice: ["chat_id", "title", "description", "payload", "currency", "prices"],
  createInvoiceLink: ["title", "description", "payload", "provider_token", "currency", "prices"], getStarTransactions: [], refundStarPayment: ["user_id", "telegram_payment_charge_id"],
  sendGift: ["user_id", "gift_id"],
};
const api = Object.fromEntries(Object.entries(table).map(([method, names]) => [method, positional(bot.api, method, ...names)]));
// These take an AbortSignal where others take their options.
for (const [method, name] of Object.entries({ getMe: null, getFile: "file_id", getChat: "chat_id", getChatMemberCount: "chat_id", getChatAdministrators: "chat_id", leaveChat: "chat_id", unpinAllChatMessages: "chat_id", getAvailableGifts: null, getMyStarBalance: null })) {
  api[method] = (parameters) => (name ? bot.api[method](parameters[name]) : bot.api[method]());
}

play({
  api,
  file: (bytes, name) => new InputFile(bytes, name),
  listen(on) {
    bot.on("message", (context) => on.message(context.message));
    bot.on("callback_query", (context) => on.callback(context.callbackQuery));
    bot.on("inline_query", (context) => on.inline(context.inlineQuery));
    bot.on("pre_checkout_query", (context) => on.checkout(context.preCheckoutQuery));
    bot.start({ allowed_updates: updates });
  },
});
