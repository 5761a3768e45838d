using Marketplace.Frontends.Sandbox.Telegram.Flood;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.Wire;

namespace Marketplace.Frontends.Sandbox.Telegram.BotApi;

/// <summary>What the two editing methods share.</summary>
internal static class Edits
{
    public static Message Editable(BotCall call)
    {
        if (call.Arguments.Has("inline_message_id"))
        {
            throw Refusal.BadRequest("invalid inline message identifier specified");
        }

        var person = Chats.Writable(call);
        var message = Chats.Message(call, person, "message to edit not found");
        return message.FromBot && message.Origin is null ? message : throw Refusal.BadRequest("message can't be edited");
    }

    public static WireMessage Apply(BotCall call, FloodGate flood, Message before, Message after)
    {
        if (SandboxJson.Write(before) == SandboxJson.Write(after))
        {
            throw Refusal.BadRequest(
                "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message");
        }

        flood.Pass(call.Bot.Id, before.PersonId);
        // A new keyboard alone leaves no "edited" mark in the client, yet the server dates it like any edit.
        return Posting.Change(call.World, after with { EditDate = call.World.NowSeconds }).ToWire(call.World);
    }
}
