// grammY (https://grammy.dev) answering the same simple command, with no database behind it. "concurrent" does not await the answer,
// as its documentation advises for load; "sequential" is what bot.start() does with an ordinary handler.
import { createRequire } from "node:module";

const require = createRequire(process.argv[2] + "/package.json");
const { Bot, InlineKeyboard } = require("grammy");
const bot = new Bot(process.argv[4], { client: { apiRoot: process.argv[3].replace(/\/$/, "") } });
const keyboard = new InlineKeyboard().text("⬇ Deposit", "d").text("⬆ Withdraw", "w").row().text("History", "h").row().text("Menu", "m");
const answer = (context) =>
  context.reply("<b>Your balance</b>\nEarned, can be withdrawn: <b>0 TRX</b>\nFor ads: <b>0 TRX</b>", { parse_mode: "HTML", reply_markup: keyboard });
bot.command("balance", process.argv[5] === "sequential" ? answer : (context) => void answer(context));
bot.start();
