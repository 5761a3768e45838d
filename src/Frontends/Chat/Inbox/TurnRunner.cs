using Marketplace.Accounts;
using Marketplace.Frontends.Accounts;
using Marketplace.Frontends.Engine;
using Marketplace.Frontends.Texts;
using Marketplace.Kernel;
using Marketplace.Persistence;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Frontends.Inbox;

/// <summary>What came of an act: the chat's new memory and what is to be shown.</summary>
internal sealed class Turn(ChatMemory chat, Language language, Screen? screen = null, string? editedMessageId = null, Screen? receipt = null)
{
    public ChatMemory Chat => chat;

    public Language Language => language;

    /// <summary>What is shown in this order, each with the message it takes the place of: the live menu, where its own button was pressed.</summary>
    public IEnumerable<(Screen Screen, string? EditedMessageId, Action<string?> Shown)> Messages
    {
        get
        {
            if (receipt is not null)
            {
                yield return (receipt, editedMessageId, Kept);
            }

            if (screen is not null)
            {
                yield return (screen, receipt is null ? editedMessageId : null, Shown);
            }
        }
    }

    /// <summary>The menu that a new message replaced.</summary>
    public string? RetiredMessageId { get; private set; }

    private void Shown(string? messageId)
    {
        RetiredMessageId = chat.MenuMessageId == messageId ? null : chat.MenuMessageId;
        chat.MenuMessageId = messageId;
    }

    /// <summary>A receipt that took the live menu's place is no menu any more: nothing edits it, nothing takes its buttons.</summary>
    private void Kept(string? messageId)
    {
        if (chat.MenuMessageId == messageId)
        {
            chat.MenuMessageId = null;
        }
    }
}

/// <summary>Runs the engine on one act: who is it, what is remembered of the chat, what does he get to see.</summary>
internal sealed class TurnRunner(
    IServiceScopeFactory scopes,
    ContributionCatalogue catalogue,
    TextCatalogue texts,
    ButtonSeals seals,
    IdGenerator ids,
    TimeProvider time,
    IOptions<ChatOptions> options)
{
    private const string LanguageAction = "language";

    /// <summary>The question of every act, compiled once: translating it costs more than asking it.</summary>
    private readonly Func<MarketplaceDbContext, string, string, Task<ChatMemory?>> recall = EF.CompileAsyncQuery(
        (MarketplaceDbContext db, string platform, string chatId) =>
            db.Set<ChatMemory>().AsNoTracking().SingleOrDefault(chat => chat.Platform == platform && chat.ChatId == chatId));

    public async Task<Turn> RunAsync(IChatPlatform platform, ChatInput input, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        var chat = await recall(scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>(), platform.Name, input.ChatId)
            ?? new ChatMemory { Platform = platform.Name, ChatId = input.ChatId, SeenAt = now };
        if (input.Content is ReachabilityChanged { Reachable: var reachable })
        {
            chat.UnreachableSince = reachable ? null : now;
            return new Turn(chat, Language.Fallback);
        }

        var sender = scope.ServiceProvider.GetRequiredService<ISender>();
        var account = await sender.Send(new FindAccount(input.From), cancellationToken)
            ?? (await sender.Send(new RegisterAccount(input.From, InvitationPayload.CodeOf(input.Content)), cancellationToken)).Require();
        var isFirst = chat.AccountId is null;
        chat.AccountId = account.Id.Value;
        chat.LanguageCode = input.LanguageCode;
        chat.Username = ChatNames.Normal(input.Username);
        chat.SeenAt = now;
        chat.UnreachableSince = null;
        var language = Language.Choose(account.Language, input.LanguageCode);
        var speaker = new Speaker(texts, language);
        if (account.Role == AccountRole.Banned)
        {
            return Refuse(chat, speaker, now);
        }

        chat.RefusedAt = null;
        var turn = new ChatTurn(
            input, account, platform, sender, catalogue, speaker, await seals.GetAsync(cancellationToken), ids, chat.DialogsOf(catalogue, now), now)
        {
            PublicUrl = options.Value.PublicUrl,
            Support = options.Value.SupportWords,
        };
        var (reply, dialogs) = await ChatEngine.AnswerAsync(turn, cancellationToken);
        chat.Remember(dialogs, now + options.Value.DialogLifetime);
        if (isFirst && account.Language is null && !Language.IsSpoken(input.LanguageCode))
        {
            reply = WithLanguages(turn, reply);
        }

        var edits = input.Content is ButtonPressed { MessageId: { } pressed } && pressed == chat.MenuMessageId;
        return new Turn(chat, language, reply.Screen, edits ? chat.MenuMessageId : null, reply.Receipt);
    }

    /// <summary>Whose language is not spoken is told once which are, with the way to choose; the main menu has that already.</summary>
    private static Reply WithLanguages(ChatTurn turn, Reply reply)
    {
        var noted = reply.Noted(turn.Text("note.languages", ("languages", string.Join(", ", Language.All.Select(language => language.Name)))));
        return reply.IsMenu || !turn.Catalogue.Actions.ContainsKey(LanguageAction)
            ? noted
            : noted.Offering(turn.Button($"menu.{LanguageAction}", LanguageAction));
    }

    /// <summary>Banned people get one polite refusal and nothing else.</summary>
    private Turn Refuse(ChatMemory chat, Speaker speaker, DateTimeOffset now)
    {
        var told = chat.RefusedAt is not null;
        chat.RefusedAt ??= now;
        return new Turn(chat, speaker.Language, told ? null : new Screen(speaker.Explain(AccountErrors.Banned.With("contact", options.Value.SupportWords)), []));
    }
}
