using Marketplace.Accounts;
using Marketplace.Frontends.Telegram.BotApi;
using Marketplace.Frontends.Telegram.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Telegram.Tests;

public class CommandMenuSyncTests
{
    private const string English = """[{"command":"help","description":"Help"}]""";

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Test]
    public async Task Lists_are_set_for_everybody_and_for_each_operator_in_each_language()
    {
        await using var bot = await TestBot.StartAsync();

        await SyncAsync(bot, "telegram:42", "discord:43");

        Assert.That(bot.Telegram.To("setMyCommands").Select(call => call.ToJsonString(Readable)), Is.EqualTo(new[]
        {
            "{\"commands\":" + English + ""","scope":{"type":"default"}}""",
            """{"commands":[{"command":"help","description":"Help"},{"command":"admin","description":"Rule"}],"scope":{"type":"chat","chat_id":42}}""",
            """{"commands":[{"command":"help","description":"Aide"}],"scope":{"type":"default"},"language_code":"fr"}""",
            """{"commands":[{"command":"help","description":"Aide"},{"command":"admin","description":"Gouverner"}],"scope":{"type":"chat","chat_id":42},"language_code":"fr"}""",
        }));
    }

    [Test]
    public async Task A_list_that_is_there_already_is_not_set_again()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.ThenResult("getMyCommands", English);

        await SyncAsync(bot);

        Assert.That(bot.Telegram.To("setMyCommands").Select(call => call["language_code"]?.GetValue<string>()), Is.EqualTo(new[] { "fr" }));
    }

    [Test]
    public async Task An_operator_who_never_wrote_to_the_bot_holds_nobody_up()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Telegram.Then("setMyCommands", (_, _) => Task.FromResult(ScriptedTelegram.Result("true"))).ThenError("setMyCommands", 400, "Bad Request: chat not found");

        await SyncAsync(bot, "telegram:42");

        Assert.That(bot.Telegram.To("setMyCommands"), Has.Count.EqualTo(4));
    }

    [Test]
    public async Task An_operator_who_writes_for_the_first_time_gets_their_list_at_once()
    {
        await using var bot = await TestBot.StartAsync();
        bot.Services.GetRequiredService<OperatorArrivals>().Add(42);

        await SyncAsync(bot);

        Assert.That(
            bot.Telegram.To("setMyCommands").Where(call => call["scope"]!["type"]!.GetValue<string>() == "chat").Select(call => (long?)call["scope"]!["chat_id"]),
            Is.EqualTo(new long?[] { 42, 42 }),
            "one for each language");
    }

    internal static async Task SyncAsync(TestBot bot, params string[] operators)
    {
        var accounts = new AccountsOptions();
        Array.ForEach(operators, accounts.Operators.Add);
        var arrivals = bot.Services.GetRequiredService<OperatorArrivals>();
        using var sync = new CommandMenuSync(
            bot.Services.GetRequiredService<TelegramApi>(), new Catalogue(), arrivals, Options.Create(accounts), NullLogger<CommandMenuSync>.Instance);
        await sync.StartAsync(default);
        arrivals.End();
        await sync.ExecuteTask!;
    }

    private sealed class Catalogue : IChatCommandCatalogue
    {
        public IReadOnlyList<string> Languages => ["en", "fr"];

        public IReadOnlyList<CommandDescription> Describe(string language, bool forOperators)
        {
            var french = language == "fr";
            var help = new CommandDescription("help", french ? "Aide" : "Help");
            return forOperators ? [help, new CommandDescription("admin", french ? "Gouverner" : "Rule")] : [help];
        }
    }
}
