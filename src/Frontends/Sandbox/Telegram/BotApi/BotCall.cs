using Marketplace.Frontends.Sandbox.Telegram.Bots;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi;

/// <summary>One call of a bot to a method.</summary>
internal sealed record BotCall(Bot Bot, string Method, Arguments Arguments, TelegramWorld World, CancellationToken Aborted);

/// <summary>A method's result and, for a few methods, the <c>description</c> beside it.</summary>
internal sealed record Answer(object Result, string? Description = null);

internal interface IBotApiMethod
{
    string Name { get; }

    /// <summary>Every parameter that https://core.telegram.org/bots/api lists for the method.</summary>
    IReadOnlyList<string> Parameters { get; }

    ValueTask<Answer> CallAsync(BotCall call);
}
