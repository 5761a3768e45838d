namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

/// <summary>Finds bots by @name although the documentation speaks of channels and supergroups: the server allows private chats whose user is a bot.</summary>
internal sealed class GetChat : IBotApiMethod
{
    public string Name => "getChat";

    public IReadOnlyList<string> Parameters => ["chat_id"];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Look(world =>
    {
        var wanted = call.Arguments.TextOrEmpty("chat_id").Trim();
        if ((Chats.BotByName(world, wanted) ?? world.Bots.Values.FirstOrDefault(bot => TelegramWorld.Key(bot.Id) == wanted)) is { } bot)
        {
            return new Answer(Full(bot.Id, bot.FirstName, null, bot.Username));
        }

        var person = Chats.Known(call);
        return new Answer(Full(person.Id, person.FirstName, person.LastName, person.Username));
    }));

    private static object Full(long id, string firstName, string? lastName, string? username) => new
    {
        id,
        type = "private",
        first_name = firstName,
        last_name = lastName,
        username,
        active_usernames = username is null ? null : new[] { username },
        accent_color_id = (int)(id % 7),
        max_reaction_count = 11,
        accepted_gift_types = new
        {
            unlimited_gifts = false,
            limited_gifts = false,
            unique_gifts = false,
            premium_subscription = false,
            gifts_from_channels = false,
        },
    };
}
