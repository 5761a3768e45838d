namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class GetMe : IBotApiMethod
{
    public string Name => "getMe";

    public IReadOnlyList<string> Parameters => [];

    public ValueTask<Answer> CallAsync(BotCall call) => new(new Answer(new Me(call.Bot.Id, true, call.Bot.FirstName, call.Bot.Username, true, false, false, false, false)));

    /// <summary>A bot's user, with what only getMe tells.</summary>
    private sealed record Me(
        long Id,
        bool IsBot,
        string FirstName,
        string Username,
        bool CanJoinGroups,
        bool CanReadAllGroupMessages,
        bool SupportsInlineQueries,
        bool CanConnectToBusiness,
        bool HasMainWebApp);
}
