using System.Diagnostics.Metrics;
using Marketplace.Kernel;
using Marketplace.Persistence.Pipeline;
using Marketplace.Persistence.Tests.Probe;
using Marketplace.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Persistence.Tests;

internal sealed record RenameNote(string From, string To) : ICommand;

internal sealed class RenameNoteHandler(MarketplaceDbContext db) : IRequestHandler<RenameNote, Result>
{
    public async Task<Result> Handle(RenameNote request, CancellationToken cancellationToken)
    {
        var note = await db.Set<Note>().SingleOrDefaultAsync(note => note.Text == request.From, cancellationToken);
        if (note is null)
        {
            return KernelErrors.NotFound;
        }

        note.Text = request.To;
        return Result.Success;
    }
}

internal sealed record CountNotes : IQuery<int>;

internal sealed class CountNotesHandler(MarketplaceDbContext db) : IRequestHandler<CountNotes, int>
{
    public Task<int> Handle(CountNotes request, CancellationToken cancellationToken)
    {
        Assert.That(db.Database.CurrentTransaction, Is.Null, "A query needs no transaction.");
        return db.Set<Note>().CountAsync(cancellationToken);
    }
}

internal abstract class PipelineSuite : ProbeSuite
{
    [Test]
    public async Task What_a_handler_changed_is_saved_without_its_saying_so()
    {
        await Market.Send(new Run(tools => tools.Write("old")));

        Assert.That((await Market.Send(new RenameNote("old", "new"))).Succeeded);

        Assert.That(await NotesAsync(), Is.EqualTo(["new"]));
    }

    [Test]
    public async Task A_query_runs_without_a_transaction()
    {
        await Market.Send(new Run(tools => tools.Write("one")));

        Assert.That(await Market.Send(new CountNotes()), Is.EqualTo(1));
    }

    [Test]
    public async Task Every_request_is_measured_by_its_type_and_its_outcome_and_nothing_of_its_body()
    {
        var measured = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == MarketplaceDiagnostics.Name)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) =>
        {
            var line = $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}";
            lock (measured)
            {
                measured.Add(line);
            }
        });
        listener.Start();

        await Market.Send(new RenameNote("secret", "new"));
        await Market.Send(new CountNotes());
        Assert.That(async () => await Market.Send(new Run(_ => throw new InvalidOperationException("a bug"))), Throws.InvalidOperationException);

        Assert.That(measured.Where(line => line.Contains("=RenameNote ") || line.Contains("=CountNotes ") || line.Contains("=Run ")), Is.EqualTo([
            "marketplace.command.duration request=RenameNote outcome=kernel.not_found",
            "marketplace.command.duration request=CountNotes outcome=ok",
            "marketplace.command.duration request=Run outcome=exception",
        ]));
    }

    [Test]
    public void A_command_cancelled_before_it_began_writes_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.That(async () => await Market.Send(new Run(tools => tools.Write("never")), cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(async () => await NotesAsync(), Is.Empty);
    }
}

internal sealed class PipelineOnSqlite : PipelineSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class PipelineOnPostgreSql : PipelineSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
