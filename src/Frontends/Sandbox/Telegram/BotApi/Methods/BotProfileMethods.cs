using Marketplace.Frontends.Sandbox.Telegram.Bots;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

/// <summary>A text about the bot, in a language or ("") in every other one.</summary>
internal abstract class SetBotText(string name, string field, int limit, string tooLong) : IBotApiMethod
{
    public string Name => name;

    public IReadOnlyList<string> Parameters { get; } = [field, "language_code"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var (text, language) = (call.Arguments.TextOrEmpty(field).Trim(), CommandScope.Language(call));
        if (text.EnumerateRunes().Count() > limit)
        {
            throw Refusal.BadRequest(tooLong);
        }

        return new(call.World.Do(world =>
        {
            BotTexts.Put(world, call.Bot, $"{field}/{language}", text);
            return new Answer(true);
        }));
    }
}

internal abstract class GetBotText(string name, string field) : IBotApiMethod
{
    public string Name => name;

    public IReadOnlyList<string> Parameters => ["language_code"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var language = CommandScope.Language(call);
        return new(call.World.Look(world => new Answer(new Dictionary<string, string>
        {
            [field] = BotTexts.Find(world, call.Bot, $"{field}/{language}") ?? BotTexts.Find(world, call.Bot, $"{field}/") ?? (field == "name" ? call.Bot.FirstName : ""),
        })));
    }
}

internal static class BotTexts
{
    public static string? Find(TelegramWorld world, Bot bot, string name) => world.Settings.Find(BotSetting.KeyOf(bot.Id, name))?.Value;

    /// <summary>An empty text removes what was there.</summary>
    public static void Put(TelegramWorld world, Bot bot, string name, string value)
    {
        var setting = new BotSetting(bot.Id, name, value);
        if (value.Length > 0)
        {
            world.Settings.Put(setting);
        }
        else
        {
            world.Settings.Remove(setting);
        }
    }
}

internal sealed class SetMyName() : SetBotText("setMyName", "name", 64, "BOT_TITLE_INVALID");

internal sealed class GetMyName() : GetBotText("getMyName", "name");

internal sealed class SetMyDescription() : SetBotText("setMyDescription", "description", 512, "BOT_DESCRIPTION_INVALID");

internal sealed class GetMyDescription() : GetBotText("getMyDescription", "description");

internal sealed class SetMyShortDescription() : SetBotText("setMyShortDescription", "short_description", 120, "BOT_SHORT_DESCRIPTION_INVALID");

internal sealed class GetMyShortDescription() : GetBotText("getMyShortDescription", "short_description");
