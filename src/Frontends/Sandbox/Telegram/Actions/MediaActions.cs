using Marketplace.Frontends.Sandbox.Telegram.BotApi;
using Marketplace.Frontends.Sandbox.Telegram.Bots;
using Marketplace.Frontends.Sandbox.Telegram.Files;
using Marketplace.Frontends.Sandbox.Telegram.Messages;
using Marketplace.Frontends.Sandbox.Telegram.People;
using Marketplace.Frontends.Sandbox.Telegram.Text;

namespace Marketplace.Frontends.Sandbox.Telegram.Actions;

/// <summary>What a person sends besides words.</summary>
internal sealed class MediaActions(TelegramWorld world, PersonActions actions)
{
    /// <param name="person">Who sends it.</param>
    /// <param name="bot">The chat.</param>
    /// <param name="kind">photo, document, audio, video, voice, animation, video_note or sticker.</param>
    /// <param name="content">The file; empty for a sticker, which is known by its emoji.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="caption">Words beside it.</param>
    /// <param name="emoji">A sticker's.</param>
    public Message Send(Person person, Bot bot, FileKind kind, byte[] content, string? name, string? caption, string? emoji)
    {
        try
        {
            var file = kind == FileKind.Sticker && content.Length == 0
                ? Keeping.Named(world, kind, $"https://stickers.example/{Uri.EscapeDataString(emoji ?? "🙂")}.webp")
                : Keeping.Uploaded(world, kind, content, name, null);
            var words = FormattedText.Typed(kind.HasCaption ? caption ?? "" : "").RequireLength(Outgoing.CaptionLimit, "message caption is too long");
            var draft = new Message(bot.Id, 0, person.Id, false, 0, words.Text) { Entities = words.EntitiesOrNull };
            return actions.Send(person, bot, InputMedia.Content(draft, kind, file, told => told == "emoji" ? emoji ?? "🙂" : null));
        }
        catch (Refusal refusal)
        {
            throw Rejection.Bad(refusal.Message);
        }
    }
}
