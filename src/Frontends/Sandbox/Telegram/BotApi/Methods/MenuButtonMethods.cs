using System.Text.Json;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class SetChatMenuButton : IBotApiMethod
{
    public string Name => "setChatMenuButton";

    public IReadOnlyList<string> Parameters => ["chat_id", "menu_button"];

    public ValueTask<Answer> CallAsync(BotCall call)
    {
        var button = Read(call.Arguments);
        return new(call.World.Do(world =>
        {
            BotTexts.Put(world, call.Bot, MenuButtons.NameOf(call), button);
            return new Answer(true);
        }));
    }

    private static string Read(Arguments arguments)
    {
        if (arguments.Json("menu_button", "menu button") is not { } button)
        {
            return "";
        }

        switch (button.Words("type"))
        {
            case "default":
                return "";
            case "commands":
                return SandboxJson.Write(new { type = "commands" });
            case "web_app":
                var text = button.Words("text") is { Length: > 0 } given ? given : throw Refusal.BadRequest("Can't find field \"text\"");
                var url = button.Member("web_app")?.Words("url");
                return url is not null && url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
                    ? SandboxJson.Write(new { type = "web_app", text, web_app = new { url } })
                    : throw Refusal.BadRequest("menu button Web App URL is invalid: Only HTTPS links are allowed");
            default:
                throw Refusal.BadRequest("MenuButton has unsupported type");
        }
    }
}

internal sealed class GetChatMenuButton : IBotApiMethod
{
    public string Name => "getChatMenuButton";

    public IReadOnlyList<string> Parameters => ["chat_id"];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Look(world =>
    {
        var button = BotTexts.Find(world, call.Bot, MenuButtons.NameOf(call)) ?? BotTexts.Find(world, call.Bot, MenuButtons.Everywhere);
        return new Answer(button is null ? new { type = "commands" } : JsonSerializer.Deserialize<JsonElement>(button));
    }));
}

internal static class MenuButtons
{
    public const string Everywhere = "menu_button/";

    public static string NameOf(BotCall call) => call.Arguments.Has("chat_id") ? Everywhere + TelegramWorld.Key(Chats.Known(call).Id) : Everywhere;
}
