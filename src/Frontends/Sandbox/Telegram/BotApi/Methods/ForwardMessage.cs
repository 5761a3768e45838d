using Marketplace.Frontends.Sandbox.Telegram.Flood;
using Marketplace.Frontends.Sandbox.Telegram.Messages;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class ForwardMessage(FloodGate flood) : IBotApiMethod
{
    public string Name => "forwardMessage";

    public IReadOnlyList<string> Parameters =>
    [
        "chat_id", "message_thread_id", "direct_messages_topic_id", "from_chat_id", "video_start_timestamp", "disable_notification", "protect_content", "message_effect_id",
        "suggested_post_parameters", "message_id",
    ];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Do(world =>
    {
        var to = Chats.Writable(call);
        var message = Chats.Message(call, Chats.Known(call, "from_chat_id"), "message to forward not found");
        if (message.Protected || message.Attachment is { IsService: true })
        {
            throw Refusal.BadRequest("the message can't be forwarded");
        }

        flood.Pass(call.Bot.Id, to.Id);
        var forwarded = Forwarding.Copy(world, message, call.Bot.Id, to.Id, fromBot: true) with { Protected = call.Arguments.Flag("protect_content") };
        return new Answer(Posting.Post(world, forwarded).ToWire(world));
    }));
}
