using Marketplace.Kernel;
using Marketplace.Persistence.Outbox;
using Marketplace.Persistence.Pipeline;
using Marketplace.Persistence.Purging;
using Marketplace.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketplace.Persistence.Tests.Probe;

/// <summary>A module as small as can be, to see what the pipeline does with it.</summary>
internal static class ProbeModule
{
    public static IServiceCollection AddProbe(this IServiceCollection services)
    {
        services.AddSingleton<HeardEvents>();
        services.TryAddSingleton<ProbeTurns>();
        return services.AddMarketplaceModule("probe", typeof(ProbeModule).Assembly);
    }
}

public readonly record struct NoteId(Guid Value) : ITypedId<NoteId>
{
    public static NoteId From(Guid value) => new(value);
}

internal sealed class Note
{
    public required NoteId Id { get; init; }

    public required string Text { get; set; }

    public Sun Amount { get; set; }

    public required DateTimeOffset WrittenAt { get; init; }
}

internal sealed class NoteConfiguration : IEntityTypeConfiguration<Note>
{
    public void Configure(EntityTypeBuilder<Note> builder)
    {
        builder.ToTable("probe_notes");
        builder.HasKey(note => note.Id);
        builder.Property(note => note.Id).ValueGeneratedNever();
        builder.HasIndex(note => note.Text).IsUnique().HasFilter("amount > 0");
    }
}

[Migration("20261120000100_CreateProbeTables")]
internal sealed class CreateProbeTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "probe_notes",
            table => new
            {
                id = table.Column<Guid>(),
                text = table.Column<string>(),
                amount = table.Column<long>(),
                written_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_probe_notes", row => row.id));
        migrationBuilder.CreateIndex("ix_probe_notes_text", "probe_notes", "text", unique: true, filter: "amount > 0");
    }
}

/// <summary>What a test's body may use inside the transaction.</summary>
internal sealed record Tools(MarketplaceDbContext Db, IUnitOfWork Unit, ISender Sender, IdGenerator Ids, TimeProvider Time)
{
    public Note Write(string text)
    {
        var note = new Note { Id = Ids.Next<NoteId>(), Text = text, WrittenAt = Time.GetUtcNow() };
        Db.Add(note);
        return note;
    }
}

/// <summary>A command whose handler is the test's own lambda.</summary>
internal sealed record Run(Func<Tools, Task<Result>> Body) : ICommand
{
    public Run(Action<Tools> body)
        : this(tools =>
        {
            body(tools);
            return Task.FromResult(Result.Success);
        })
    {
    }
}

internal sealed class RunHandler(MarketplaceDbContext db, IUnitOfWork unit, ISender sender, IdGenerator ids, TimeProvider time)
    : IRequestHandler<Run, Result>
{
    public Task<Result> Handle(Run request, CancellationToken cancellationToken) =>
        request.Body(new Tools(db, unit, sender, ids, time));
}

/// <summary>A command with a key, as a payment would have one. A text of "refuse" is refused after the row was written.</summary>
internal sealed record WriteNote(string? IdempotencyKey, string Text) : ICommand<NoteId>, IIdempotent;

internal sealed class WriteNoteHandler(MarketplaceDbContext db, IdGenerator ids, TimeProvider time) : IRequestHandler<WriteNote, Result<NoteId>>
{
    public static readonly Error Refused = new("probe.refused");

    public async Task<Result<NoteId>> Handle(WriteNote request, CancellationToken cancellationToken)
    {
        var note = new Note { Id = ids.Next<NoteId>(), Text = request.Text, WrittenAt = time.GetUtcNow() };
        db.Add(note);
        await db.SaveChangesAsync(cancellationToken);
        return request.Text == "refuse" ? Refused : note.Id;
    }
}

/// <summary>Told inside the transaction; its handler writes a note of its own.</summary>
internal sealed record NoteWritten(string Text) : IDomainEvent;

internal sealed class NoteWrittenHandler(MarketplaceDbContext db, IdGenerator ids, TimeProvider time) : INotificationHandler<NoteWritten>
{
    public Task Handle(NoteWritten notification, CancellationToken cancellationToken)
    {
        if (notification.Text == "break")
        {
            throw new InvalidOperationException("The handler of the domain event broke.");
        }

        db.Add(new Note { Id = ids.Next<NoteId>(), Text = $"heard {notification.Text}", WrittenAt = time.GetUtcNow() });
        return Task.CompletedTask;
    }
}

/// <summary>Told through the outbox.</summary>
internal sealed record NotePublished(string Story, int Number) : IIntegrationEvent
{
    public string Aggregate => $"story:{Story}";
}

/// <summary>What the handlers heard, in order, and what a test wants to happen when they do.</summary>
internal sealed class HeardEvents
{
    public bool PurgeFails { get; set; }

    /// <summary>Looked at with the first delivery.</summary>
    public bool Shares { get; set; }

    public List<string> Heard { get; } = [];

    public Action<NotePublished, IUnitOfWork> OnHeard { get; set; } = (_, _) => { };
}

internal sealed class NotePublishedHandler(MarketplaceDbContext db, IUnitOfWork unit, IdGenerator ids, TimeProvider time, HeardEvents events)
    : IIntegrationEventHandler<NotePublished>
{
    public bool SharesTransaction => events.Shares;

    public Task HandleAsync(NotePublished integrationEvent, CancellationToken cancellationToken)
    {
        db.Add(new Note { Id = ids.Next<NoteId>(), Text = $"effect of {integrationEvent.Story} {integrationEvent.Number}", WrittenAt = time.GetUtcNow() });
        events.OnHeard(integrationEvent, unit);
        lock (events.Heard)
        {
            events.Heard.Add($"{integrationEvent.Story}{integrationEvent.Number}");
        }

        return Task.CompletedTask;
    }
}

/// <summary>The base of the suites here: a marketplace with only the probe, new for each test.</summary>
/// <summary>Has nothing to delete.</summary>
internal sealed class ProbePurge(HeardEvents events) : IPurge
{
    public string Name => "a.probe";

    public Task<int> PurgeAsync(int most, CancellationToken cancellationToken) =>
        events.PurgeFails ? throw new InvalidOperationException("It fails because the test says so.") : Task.FromResult(0);
}

internal abstract class ProbeSuite : EngineSuite
{
    protected TestMarketplace Market { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync() => Market = await TestMarketplace.StartAsync(Engine, services => services.AddProbe());

    [TearDown]
    public async Task StopAsync()
    {
        if (Market is not null)
        {
            await Market.DisposeAsync();
        }
    }

    protected Task<IReadOnlyList<string>> NotesAsync() => Market.Database.RowsAsync("SELECT text FROM probe_notes ORDER BY text");
}
