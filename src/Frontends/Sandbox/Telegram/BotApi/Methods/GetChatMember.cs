using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.Wire;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi.Methods;

internal sealed class GetChatMember : IBotApiMethod
{
    public string Name => "getChatMember";

    public IReadOnlyList<string> Parameters => ["chat_id", "user_id"];

    public ValueTask<Answer> CallAsync(BotCall call) => new(call.World.Look(world =>
    {
        var person = Chats.Known(call);
        var userId = call.Arguments.Integer("user_id");
        var user = userId == person.Id ? person.ToUser()
            : userId == call.Bot.Id ? call.Bot.ToUser()
            : world.FindPerson(userId) is null ? throw Refusal.BadRequest("user not found")
            : throw Refusal.BadRequest("member not found");
        return new Answer(new ChatMember("member", user));
    }));
}
