// grammY (https://grammy.dev) answering the same simple command. "sequential" is what bot.start() does with an ordinary handler; "concurrent" does not await
// the answer, as its documentation advises for load. With a database ("sqlite", "postgresql") it writes per update what the marketplace writes: the update when
// it comes, and that it is done with what is remembered of the chat when it is answered, each committed to the disk.
import { createRequire } from "node:module";

const [folder, api, token, mode, database, connection] = process.argv.slice(2);
const require = createRequire(folder + "/package.json");
const { Bot, InlineKeyboard } = require("grammy");

const tables = `
  CREATE TABLE IF NOT EXISTS updates (id BIGINT PRIMARY KEY, chat_id BIGINT NOT NULL, payload TEXT NOT NULL, state INT NOT NULL, arrived_at TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS chats (chat_id BIGINT PRIMARY KEY, language TEXT, username TEXT, menu_message_id BIGINT, seen_at TEXT NOT NULL)`;
const arrive = "INSERT INTO updates (id, chat_id, payload, state, arrived_at) VALUES ($1, $2, $3, 0, $4) ON CONFLICT (id) DO NOTHING";
const done = "UPDATE updates SET state = 1, payload = '' WHERE id = $1";
const remember = `INSERT INTO chats (chat_id, language, username, menu_message_id, seen_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (chat_id) DO UPDATE SET language = excluded.language, username = excluded.username, menu_message_id = excluded.menu_message_id, seen_at = excluded.seen_at`;

const stores = {
  none: async () => ({ arrived: async () => {}, answered: async () => {} }),
  sqlite: async () => {
    const db = require("better-sqlite3")(connection);
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    db.exec(tables);
    const prepare = (sql) => db.prepare(sql.replace(/\$\d/g, "?"));
    const [a, d, r] = [arrive, done, remember].map(prepare);
    const both = db.transaction((id, row) => { d.run(id); r.run(...row); });
    return { arrived: async (row) => { a.run(...row); }, answered: async (id, row) => { both(id, row); } };
  },
  postgresql: async () => {
    const pool = new (require("pg").Pool)({ ...JSON.parse(connection), max: 32 });
    await pool.query(tables);
    return {
      arrived: (row) => pool.query({ name: "arrive", text: arrive, values: row }),
      answered: async (id, row) => {
        const client = await pool.connect();
        try {
          await client.query("BEGIN");
          await client.query({ name: "done", text: done, values: [id] });
          await client.query({ name: "remember", text: remember, values: row });
          await client.query("COMMIT");
        } finally {
          client.release();
        }
      },
    };
  },
};

const store = await stores[database]();
const bot = new Bot(token, { client: { apiRoot: api.replace(/\/$/, "") } });
const keyboard = new InlineKeyboard().text("⬇ Deposit", "d").text("⬆ Withdraw", "w").row().text("History", "h").row().text("Menu", "m");

async function answer(context) {
  const { update, chat, from } = context;
  await store.arrived([update.update_id, chat.id, JSON.stringify(update), new Date().toISOString()]);
  const sent = await context.reply("<b>Your balance</b>\nEarned, can be withdrawn: <b>0 TRX</b>\nFor ads: <b>0 TRX</b>", { parse_mode: "HTML", reply_markup: keyboard });
  await store.answered(update.update_id, [chat.id, from.language_code ?? null, from.username ?? null, sent.message_id, new Date().toISOString()]);
}

bot.command("balance", mode === "sequential" ? answer : (context) => void answer(context));
bot.start();
