using Marketplace.Kernel;
using Marketplace.Persistence.Tests.Probe;
using Marketplace.Testing;

namespace Marketplace.Persistence.Tests;

internal abstract class StoredAnswerSuite : ProbeSuite
{
    [Test]
    public async Task The_same_key_gets_the_same_answer_and_one_effect()
    {
        var first = await Market.Send(new WriteNote("key-1", "once"));
        var again = await Market.Send(new WriteNote("key-1", "once"));

        Assert.That(again.Require(), Is.EqualTo(first.Require()));
        Assert.That(await NotesAsync(), Is.EqualTo(["once"]));
    }

    [Test]
    public async Task The_answer_outlives_the_process()
    {
        var first = await Market.Send(new WriteNote("key-1", "once"));
        await using var restarted = Market.AnotherProcess();

        Assert.That((await restarted.Send(new WriteNote("key-1", "once"))).Require(), Is.EqualTo(first.Require()));
    }

    [Test]
    public async Task The_same_key_with_another_body_is_refused()
    {
        await Market.Send(new WriteNote("key-1", "once"));

        var other = await Market.Send(new WriteNote("key-1", "something else"));

        Assert.That(other.Error, Is.EqualTo(KernelErrors.KeyReused));
        Assert.That(await NotesAsync(), Is.EqualTo(["once"]));
    }

    [Test]
    public async Task Without_a_key_every_command_takes_effect()
    {
        await Market.Send(new WriteNote(null, "twice"));
        await Market.Send(new WriteNote(null, "twice"));

        Assert.That(await NotesAsync(), Is.EqualTo(["twice", "twice"]));
    }

    [Test]
    public async Task A_refusal_leaves_the_key_free()
    {
        Assert.That((await Market.Send(new WriteNote("key-1", "refuse"))).Error, Is.EqualTo(WriteNoteHandler.Refused));
        Assert.That((await Market.Send(new WriteNote("key-1", "allowed now"))).Succeeded);
        Assert.That(await NotesAsync(), Is.EqualTo(["allowed now"]));
    }

    [Test]
    public async Task A_refusal_inside_another_command_leaves_the_key_free_too()
    {
        await Market.Send(new Run(async tools =>
        {
            await tools.Sender.Send(new WriteNote("key-1", "refuse"));
            return Result.Success;
        }));

        Assert.That((await Market.Send(new WriteNote("key-1", "allowed now"))).Succeeded);
        Assert.That(await NotesAsync(), Is.EqualTo(["allowed now"]));
    }

    [Test]
    public async Task An_answer_given_inside_a_command_that_fails_was_never_given()
    {
        await Market.Send(new Run(async tools =>
        {
            await tools.Sender.Send(new WriteNote("key-1", "undone"));
            return WriteNoteHandler.Refused;
        }));

        Assert.That((await Market.Send(new WriteNote("key-1", "first"))).Succeeded);
        Assert.That(await NotesAsync(), Is.EqualTo(["first"]));
    }

    [Test]
    public async Task Fifty_at_once_on_one_new_key_have_one_effect_and_one_answer()
    {
        for (var round = 0; round < 5; round++)
        {
            var command = new WriteNote($"key-{round}", $"round {round}");
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Market.Send(command))));
            Assert.That(answers.Select(answer => answer.Require()).Distinct().Count(), Is.EqualTo(1));
        }

        Assert.That(await NotesAsync(), Is.EqualTo(Enumerable.Range(0, 5).Select(round => $"round {round}")));
    }

    [Test]
    public async Task Two_processes_on_one_new_key_have_one_effect()
    {
        await using var other = Market.AnotherProcess();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(number =>
            Task.Run(() => (number % 2 == 0 ? Market : other).Send(new WriteNote("shared", "once")))));

        Assert.That(answers.Select(answer => answer.Require()).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await NotesAsync(), Is.EqualTo(["once"]));
    }

    [Test]
    public async Task A_key_is_forgotten_after_thirty_days_and_not_before()
    {
        await Market.Send(new WriteNote("key-1", "once"));
        Market.Clock.Advance(TimeSpan.FromDays(29));
        await Market.RunWorkUntilIdleAsync("persistence.purge");
        await Market.Send(new WriteNote("key-1", "once"));
        Assert.That(await NotesAsync(), Has.Count.EqualTo(1));

        Market.Clock.Advance(TimeSpan.FromDays(2));
        await Market.RunWorkUntilIdleAsync("persistence.purge");
        await Market.Send(new WriteNote("key-1", "once"));
        Assert.That(await NotesAsync(), Has.Count.EqualTo(2));
    }
}

internal sealed class StoredAnswersOnSqlite : StoredAnswerSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class StoredAnswersOnPostgreSql : StoredAnswerSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
