process.env.NTBA_FIX_350 = "1";
const TelegramBot = require("ntba-old");
const { play, positional, updates } = require("./steps.cjs");

const bot = new TelegramBot(process.env.TOKEN, { baseApiUrl: process.env.API_ROOT, polling: { autoStart: false, params: { timeout: 50, allowed_updates: JSON.stringify(updates) } } });
const table = {
  getMe: [], sendMessage: ["chat_id", "text"], forwardMessage: ["chat_id", "from_chat_id", "message_id"], forwardMessages: ["chat_id", "from_chat_id", "message_ids"],
  copyMessage: ["chat_id", "from_chat_id", "message_id"], copyMessages: ["chat_id", "from_chat_id", "message_ids"], deleteMessage: ["chat_id", "message_id"], deleteMessages: ["chat_id", "message_ids"],
  sendPhoto: ["chat_id", "photo"], sendDocument: ["chat_id", "document"], sendAudio: ["chat_id", "audio"], sendVideo: ["chat_id", "video"], sendVoice: ["chat_id", "voice"],
  sendAnimation: ["chat_id", "animation"], sendVideoNote: ["chat_id", "video_note"], sendSticker: ["chat_id", "sticker"], sendMediaGroup: ["chat_id", "media"],
  sendLocation: ["chat_id", "latitude", "longitude"], sendVenue: ["chat_id", "latitude", "longitude", "title", "address"], sendContact: ["chat_id", "phone_number", "first_name"], sendDice: ["chat_id"],
  sendPoll: ["chat_id", "question", "options"], stopPoll: ["chat_id", "message_id"], sendChatAction: ["chat_id", "action"], setMessageReaction: ["chat_id", "message_id"],
  editMessageText: ["text"], editMessageCaption: ["caption"], editMessageMedia: ["media"], editMessageReplyMarkup: ["reply_markup"], pinChatMessage: ["chat_id", "message_id"], unpinChatMessage: ["chat_id"],
  unpinAllChatMessages: ["chat_id"], answerInlineQuery: ["inline_query_id", "results"], answerCallbackQuery: ["callback_query_id"], answerPreCheckoutQuery: ["pre_checkout_query_id", "ok"],
  setMyCommands: ["commands"], getMyCommands: [], deleteMyCommands: [], setMyName: [], setMyDescription: [], setMyShortDescription: [], getMyName: [], getMyDescription: [], getMyShortDescription: [],
  setChatMenuButton: [], getChatMenuButton: [], setMyDefaultAdministratorRights: [], getMyDefaultAdministratorRights: [], getChat: ["chat_id"], getChatMember: ["chat_id", "user_id"],
  getChatMemberCount: ["chat_id"], getChatAdministrators: ["chat_id"], leaveChat: ["chat_id"], getUserProfilePhotos: ["user_id"], getFile: ["file_id"],
  sendInvoice: ["chat_id", "title", "description", "payload", "provider_token", "currency", "prices"], createInvoiceLink: ["title", "description", "payload", "provider_token", "currency", "prices"],
  getMyStarBalance: [], getStarTransactions: [], refundStarPayment: ["user_id", "telegram_payment_charge_id"],
};

const api = Object.fromEntries(Object.entries(table).map(([method, names]) => [method, positional(bot, method, ...names)]));
// The client leaves this one object to its caller to write as JSON.
api.setMyDefaultAdministratorRights = ({ rights, for_channels }) => bot.setMyDefaultAdministratorRights({ rights: JSON.stringify(rights), for_channels });

play({
  api,
  file: (bytes) => bytes,
  listen(on) {
    bot.on("message", on.message);
    bot.on("callback_query", on.callback);
    bot.on("inline_query", on.inline);
    bot.on("pre_checkout_query", on.checkout);
    bot.startPolling();
  },
});
