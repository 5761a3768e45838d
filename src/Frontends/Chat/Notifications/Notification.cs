using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Frontends.Notifications;

/// <summary>Something a person is to be told, at least once.</summary>
internal sealed class Notification
{
    /// <summary>The name of an argument that becomes a button: where the transaction is looked up.</summary>
    public const string Link = "link";

    /// <summary>The argument of that name, or none where the network has no explorer.</summary>
    public static IEnumerable<(string Name, object Value)> LinkTo(string? url) => url is null ? [] : [(Link, url)];

    /// <summary>Grows in the order of writing: one chat's notifications arrive in it.</summary>
    public required Guid Id { get; init; }

    public required string Platform { get; init; }

    public required string ChatId { get; init; }

    public required Guid AccountId { get; init; }

    public required string TextKey { get; init; }

    /// <summary>The values of the text's holes as a JSON object of strings.</summary>
    public required string Arguments { get; init; }

    /// <summary>The action of its button and the button's arguments, separated by dots; null for none.</summary>
    public string? Action { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it was given up, or what the last attempt met.</summary>
    public string? Failure { get; init; }
}

internal sealed class NotificationConfiguration : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("chat_notifications");
        builder.HasKey(notification => notification.Id);
        builder.Property(notification => notification.Id).ValueGeneratedNever();
        builder.Property(notification => notification.Platform).HasMaxLength(20);
        builder.Property(notification => notification.ChatId).HasMaxLength(100);
        builder.Property(notification => notification.TextKey).HasMaxLength(100);
        builder.Property(notification => notification.Action).HasMaxLength(64);
        builder.HasIndex(notification => new { notification.Platform, notification.Id }).HasDatabaseName("ix_chat_notifications_waiting").HasFilter("ended_at IS NULL");
        builder.HasIndex(notification => notification.EndedAt);
    }
}
