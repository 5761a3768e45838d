using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Frontends;

/// <summary>What is remembered of a chat between two acts: its live menu, its dialogs, whether messages arrive. One row, read and written once per act.</summary>
internal sealed class ChatMemory
{
    public required string Platform { get; init; }

    public required string ChatId { get; init; }

    /// <summary>Whose chat it is; notifications go to the account's newest chat.</summary>
    public Guid? AccountId { get; set; }

    public string? LanguageCode { get; set; }

    /// <summary>Their public name at the last act, in lower case; so that an operator can name somebody, never to decide who somebody is.</summary>
    public string? Username { get; set; }

    /// <summary>The one message that is edited in place.</summary>
    public string? MenuMessageId { get; set; }

    public Guid? DialogId { get; set; }

    public string? DialogName { get; set; }

    public string? DialogStep { get; set; }

    public string? DialogData { get; set; }

    /// <summary>How its present step was reached, as JSON.</summary>
    public string? DialogPath { get; set; }

    public DateTimeOffset? DialogExpiresAt { get; set; }

    /// <summary>The dialog that something else interrupted, whole, as JSON.</summary>
    public string? PausedDialog { get; set; }

    /// <summary>The dialog that ended last: its buttons, pressed again, have had their effect.</summary>
    public Guid? EndedDialogId { get; set; }

    /// <summary>When a banned person got his one refusal.</summary>
    public DateTimeOffset? RefusedAt { get; set; }

    /// <summary>Since when no message arrives there; null where they do.</summary>
    public DateTimeOffset? UnreachableSince { get; set; }

    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>Grows with every write: of two processes that answered from the same state, one is told to look again.</summary>
    public long Version { get; set; }
}

internal sealed class ChatMemoryConfiguration : IEntityTypeConfiguration<ChatMemory>
{
    public const int LongestUsername = 64;

    public void Configure(EntityTypeBuilder<ChatMemory> builder)
    {
        builder.ToTable("chat_chats");
        builder.HasKey(chat => new { chat.Platform, chat.ChatId });
        builder.Property(chat => chat.Platform).HasMaxLength(20);
        builder.Property(chat => chat.ChatId).HasMaxLength(100);
        builder.Property(chat => chat.LanguageCode).HasMaxLength(35);
        builder.Property(chat => chat.Username).HasMaxLength(LongestUsername);
        builder.Property(chat => chat.MenuMessageId).HasMaxLength(100);
        builder.Property(chat => chat.DialogName).HasMaxLength(50);
        builder.Property(chat => chat.DialogStep).HasMaxLength(50);
        builder.HasIndex(chat => chat.AccountId);
        builder.HasIndex(chat => new { chat.Platform, chat.Username }).HasFilter("username IS NOT NULL");
    }
}
