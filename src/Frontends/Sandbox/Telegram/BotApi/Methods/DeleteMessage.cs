using Marketplace.Frontends.Sandbox.Telegram.Messages;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class DeleteMessage : IBotApiMethod
{
    private static readonly TimeSpan Deletable = TimeSpan.FromHours(48);

    public string Name => "deleteMessage";

    public IReadOnlyList<string> Parameters => ["chat_id", "message_id"];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Do(world =>
    {
        var message = Chats.Message(call, Chats.Known(call), "message to delete not found");
        if (!IsDeletable(world, message))
        {
            throw Refusal.BadRequest("message can't be deleted");
        }

        Posting.Delete(world, message);
        return new Answer(true);
    }));

    public static bool IsDeletable(TelegramWorld world, Messages.Message message) => world.Now - DateTimeOffset.FromUnixTimeSeconds(message.Date) <= Deletable;
}
