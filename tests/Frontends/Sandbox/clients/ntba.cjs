const { Bot, InputFile } = require("node-telegram-bot-api");
const { play, updates } = require("./steps.cjs");

const bot = new Bot(process.env.TOKEN, { apiRoot: process.env.API_ROOT });

play({
  api: new Proxy({}, { get: (_, method) => (parameters) => (Object.keys(parameters).length > 0 ? bot.api[method](parameters) : bot.api[method]()) }),
  file: (bytes, name) => new InputFile(bytes, { filename: name }),
  listen(on) {
    bot.on("message", (context) => on.message(context.message));
    bot.on("callback_query", (context) => on.callback(context.callbackQuery));
    bot.on("inline_query", (context) => on.inline(context.update.inline_query));
    bot.on("pre_checkout_query", (context) => on.checkout(context.update.pre_checkout_query));
    bot.startPolling(undefined, { allowedUpdates: updates });
  },
});
