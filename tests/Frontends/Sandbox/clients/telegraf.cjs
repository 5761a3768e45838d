const { Telegraf } = require("telegraf");
const { play, positional, updates } = require("./steps.cjs");

const bot = new Telegraf(process.env.TOKEN, { telegram: { apiRoot: process.env.API_ROOT } });
const telegram = bot.telegram;
const edited = ["chat_id", "message_id", "inline_message_id"];
const table = {
  sendMessage: ["chat_id", "text"], forwardMessage: ["chat_id", "from_chat_id", "message_id"], forwardMessages: ["chat_id", "from_chat_id", "message_ids"],
  copyMessage: ["chat_id", "from_chat_id", "message_id"], copyMessages: ["chat_id", "from_chat_id", "message_ids"], deleteMessage: ["chat_id", "message_id"], deleteMessages: ["chat_id", "message_ids"],
  sendPhoto: ["chat_id", "photo"], sendDocument: ["chat_id", "document"], sendAudio: ["chat_id", "audio"], sendVideo: ["chat_id", "video"], sendVoice: ["chat_id", "voice"],
  sendAnimation: ["chat_id", "animation"], sendVideoNote: ["chat_id", "video_note"], sendSticker: ["chat_id", "sticker"], sendMediaGroup: ["chat_id", "media"],
  sendLocation: ["chat_id", "latitude", "longitude"], sendVenue: ["chat_id", "latitude", "longitude", "title", "address"], sendContact: ["chat_id", "phone_number", "first_name"], sendDice: ["chat_id"],
  sendPoll: ["chat_id", "question", "options"], stopPoll: ["chat_id", "message_id"], sendChatAction: ["chat_id", "action"], editMessageText: [...edited, "text"], editMessageCaption: [...edited, "caption"],
  editMessageMedia: [...edited, "media"], editMessageReplyMarkup: [...edited, "reply_markup"], pinChatMessage: ["chat_id", "message_id"], answerInlineQuery: ["inline_query_id", "results"],
  setMyCommands: ["commands"], getMyCommands: [], deleteMyCommands: [], sendInvoice: ["chat_id"], createInvoiceLink: [], getChat: ["chat_id"], getChatMember: ["chat_id", "user_id"],
  unpinChatMessage: ["chat_id", "message_id"], unpinAllChatMessages: ["chat_id"], getChatAdministrators: ["chat_id"], leaveChat: ["chat_id"], getFile: ["file_id"],
};
const api = Object.fromEntries(Object.entries(table).map(([method, names]) => [method, positional(telegram, method, ...names)]));
Object.assign(api, {
  getMe: () => telegram.getMe(),
  setMessageReaction: ({ chat_id, message_id, reaction }) => telegram.setMessageReaction(chat_id, message_id, reaction),
  getChatMemberCount: ({ chat_id }) => telegram.getChatMembersCount(chat_id),
  getUserProfilePhotos: ({ user_id }) => telegram.getUserProfilePhotos(user_id),
  answerCallbackQuery: ({ callback_query_id, text }) => telegram.answerCbQuery(callback_query_id, text),
  answerPreCheckoutQuery: ({ pre_checkout_query_id, ok }) => telegram.answerPreCheckoutQuery(pre_checkout_query_id, ok),
  setMyName: ({ name }) => telegram.setMyName(name),
  getMyName: () => telegram.getMyName(),
  setMyDescription: ({ description }) => telegram.setMyDescription(description),
  getMyDescription: () => telegram.getMyDescription(),
  setMyShortDescription: ({ short_description }) => telegram.setMyShortDescription(short_description),
  getMyShortDescription: () => telegram.getMyShortDescription(),
  setChatMenuButton: ({ chat_id, menu_button }) => telegram.setChatMenuButton({ chatId: chat_id, menuButton: menu_button }),
  getChatMenuButton: ({ chat_id }) => telegram.getChatMenuButton({ chatId: chat_id }),
  setMyDefaultAdministratorRights: ({ rights, for_channels }) => telegram.setMyDefaultAdministratorRights({ rights, forChannels: for_channels }),
  getMyDefaultAdministratorRights: ({ for_channels }) => telegram.getMyDefaultAdministratorRights({ forChannels: for_channels }),
  // Newer than the client: by its general call.
  ...Object.fromEntries(["getMyStarBalance", "getStarTransactions", "refundStarPayment", "getAvailableGifts", "sendGift"].map((method) => [method, (parameters) => telegram.callApi(method, parameters)])),
});

play({
  api,
  file: (bytes, name) => ({ source: bytes, filename: name }),
  listen(on) {
    bot.on("message", (context) => on.message(context.message));
    bot.on("callback_query", (context) => on.callback(context.callbackQuery));
    bot.on("inline_query", (context) => on.inline(context.inlineQuery));
    bot.on("pre_checkout_query", (context) => on.checkout(context.preCheckoutQuery));
    bot.launch({ allowedUpdates: updates });
  },
});
