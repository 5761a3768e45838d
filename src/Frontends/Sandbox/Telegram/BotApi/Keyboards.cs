using System.Text;
using System.Text.Json;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.Text;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi;

/// <summary>Reads <c>reply_markup</c>: an inline keyboard belongs to its message, a reply keyboard to the chat.</summary>
internal static class Keyboards
{
    private const int ButtonLimit = 100;
    private const int DataLimit = 64;

    private static readonly string[] Actions =
    [
        "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
        "callback_game", "pay",
    ];

    /// <summary>One of the two; an empty reply keyboard removes the one that is there.</summary>
    internal sealed record Markup(InlineKeyboard? Inline, IReadOnlyList<IReadOnlyList<string>>? Reply)
    {
        public static readonly Markup None = new(null, null);
    }

    /// <summary>The markup of a message that is sent.</summary>
    public static Markup ReadMarkup(Arguments arguments)
    {
        var inline = Read(arguments, inlineOnly: false);
        return new Markup(inline, inline is null && arguments.Json("reply_markup", "reply keyboard markup") is { } markup ? ReplyKeyboards.Read(markup) : null);
    }

    public static InlineKeyboard? Read(Arguments arguments, bool inlineOnly)
    {
        if (arguments.Json("reply_markup", "reply keyboard markup") is not { } markup)
        {
            return null;
        }

        if (markup.ValueKind != JsonValueKind.Object)
        {
            throw Refusal.BadRequest("object expected as reply markup");
        }

        if (markup.TryGetProperty("inline_keyboard", out var rows))
        {
            return Inline(rows);
        }

        return inlineOnly && markup.EnumerateObject().Any() ? throw Refusal.BadRequest("inline keyboard expected") : null;
    }

    private static InlineKeyboard? Inline(JsonElement rows)
    {
        if (rows.ValueKind != JsonValueKind.Array || rows.EnumerateArray().Any(row => row.ValueKind != JsonValueKind.Array))
        {
            throw Refusal.BadRequest("field \"inline_keyboard\" must be an Array of Arrays");
        }

        var keyboard = new InlineKeyboard([.. rows.EnumerateArray()
            .Select(row => (IReadOnlyList<InlineButton>)[.. row.EnumerateArray().Select(Button)])
            .Where(row => row.Count > 0)]);
        if (keyboard.Rows.Sum(row => row.Count) > ButtonLimit)
        {
            throw Refusal.BadRequest("reply markup is too long");
        }

        return keyboard.IsEmpty ? null : keyboard;
    }

    private static InlineButton Button(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Unparsed("InlineKeyboardButton must be an Object");
        }

        var text = Required(json, "text");
        var given = Actions.Where(action => json.TryGetProperty(action, out _)).ToList();
        if (given.Count > 1)
        {
            // The documentation demands exactly one; the server itself takes the first it knows and hides the mistake.
            throw Unparsed($"exactly one action is allowed in a button, found {string.Join(", ", given)}");
        }

        var button = given.FirstOrDefault() switch
        {
            "url" => new InlineButton(text) { Url = Url(json) },
            "callback_data" => new InlineButton(text) { CallbackData = Data(Required(json, "callback_data")) },
            "copy_text" => new InlineButton(text) { CopyText = new CopyText(Copy(json)) },
            "web_app" => new InlineButton(text) { WebApp = new WebApp(Required(json.GetProperty("web_app"), "url")) },
            "switch_inline_query" => new InlineButton(text) { SwitchInlineQuery = Required(json, "switch_inline_query") },
            "switch_inline_query_current_chat" => new InlineButton(text) { SwitchInlineQueryCurrentChat = Required(json, "switch_inline_query_current_chat") },
            "switch_inline_query_chosen_chat" => new InlineButton(text) { SwitchInlineQueryChosenChat = Parsed<ChosenChat>(json, "switch_inline_query_chosen_chat") },
            "login_url" => new InlineButton(text) { LoginUrl = Login(json) },
            "pay" => new InlineButton(text) { Pay = true },
            null => throw Unparsed("Text buttons are unallowed in the inline keyboard"),
            var other => throw Refusal.BadRequest($"BUTTON_TYPE_INVALID: {other}"),
        };
        return button with { Style = Style(json), IconCustomEmojiId = json.Words("icon_custom_emoji_id") };
    }

    private static string Data(string data) => Encoding.UTF8.GetByteCount(data) switch
    {
        // The server reads an empty callback_data as a button without an action.
        0 => throw Unparsed("Text buttons are unallowed in the inline keyboard"),
        > DataLimit => throw Refusal.BadRequest("BUTTON_DATA_INVALID"),
        _ => data,
    };

    private static string Url(JsonElement json)
    {
        var url = Required(json, "url");
        return Links.Refused(url) is { } reason ? throw Refusal.BadRequest($"inline keyboard button URL '{url}' is invalid: {reason}") : Links.Checked(url)!;
    }

    private static LoginUrl Login(JsonElement json)
    {
        var login = Parsed<LoginUrl>(json, "login_url");
        if (login.Url is null)
        {
            throw Unparsed("Can't find field \"url\"");
        }

        return login.Url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && Links.Refused(login.Url) is null
            ? login with { Url = Links.Checked(login.Url)! }
            : throw Refusal.BadRequest($"inline keyboard button login URL '{login.Url}' is invalid: Only HTTPS links are allowed");
    }

    private static T Parsed<T>(JsonElement json, string name)
    {
        try
        {
            return json.GetProperty(name) is { ValueKind: JsonValueKind.Object } value
                ? value.Deserialize<T>(SandboxJson.Options)!
                : throw Unparsed($"Field \"{name}\" must be of type Object");
        }
        catch (JsonException)
        {
            throw Unparsed($"Can't parse field \"{name}\"");
        }
    }

    private static string Copy(JsonElement json)
    {
        var copy = json.GetProperty("copy_text");
        var text = copy.ValueKind == JsonValueKind.Object ? Required(copy, "text") : throw Unparsed("Field \"copy_text\" must be of type Object");
        return text.Length is >= 1 and <= 256 ? text : throw Refusal.BadRequest("BUTTON_COPY_TEXT_INVALID");
    }

    private static string? Style(JsonElement json)
    {
        if (json.Member("style") is null)
        {
            return null;
        }

        return json.Words("style") is "danger" or "success" or "primary" ? json.Words("style") : throw Unparsed("invalid button style specified");
    }

    private static string Required(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out var value))
        {
            throw Unparsed($"Can't find field \"{name}\"");
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Unparsed($"Field \"{name}\" must be of type String");
    }

    private static Refusal Unparsed(string reason) => Refusal.BadRequest("can't parse inline keyboard button: " + reason);
}
