namespace Marketplace.Frontends.Sandbox.Telegram.Messages;

internal sealed record InlineKeyboard(IReadOnlyList<IReadOnlyList<InlineButton>> Rows)
{
    public bool IsEmpty => Rows.Count == 0;
}

internal sealed record InlineButton(string Text)
{
    public string? Url { get; init; }

    public string? CallbackData { get; init; }

    public string? SwitchInlineQuery { get; init; }

    public string? SwitchInlineQueryCurrentChat { get; init; }

    public ChosenChat? SwitchInlineQueryChosenChat { get; init; }

    public LoginUrl? LoginUrl { get; init; }

    public bool? Pay { get; init; }

    public CopyText? CopyText { get; init; }

    public WebApp? WebApp { get; init; }

    public string? Style { get; init; }

    public string? IconCustomEmojiId { get; init; }
}

internal sealed record CopyText(string Text);

internal sealed record WebApp(string Url);

internal sealed record LoginUrl(string Url)
{
    public string? ForwardText { get; init; }

    public string? BotUsername { get; init; }

    public bool? RequestWriteAccess { get; init; }
}

internal sealed record ChosenChat
{
    public string? Query { get; init; }

    public bool? AllowUserChats { get; init; }

    public bool? AllowBotChats { get; init; }

    public bool? AllowGroupChats { get; init; }

    public bool? AllowChannelChats { get; init; }
}
