using System.Text.Json.Nodes;

namespace Marketplace.Frontends.Sandbox.Tests;

/// <summary>With a data directory everything survives: a stop, a kill, and a line torn by the kill.</summary>
public sealed class PersistenceTests
{
    private string _directory = null!;

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("sandbox-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task People_chats_messages_commands_and_pending_updates_survive_a_restart()
    {
        await using (var before = await StartAsync())
        {
            await before.ActAsync("people", new { first_name = "Dora", language_code = "fr" });
            await FillAsync(before);
        }

        await using var after = await StartAsync();
        await RequireAllAsync(after);
        Assert.That((await after.SeeAsync("people")).AsArray().Select(person => person!["first_name"]!.GetValue<string>()), Does.Contain("Dora"));
    }

    [Test]
    public async Task Ids_go_on_where_they_were()
    {
        long message, update;
        await using (var before = await StartAsync())
        {
            await FillAsync(before);
            message = await before.SendAsync(Sandbox.Bob, "last");
            update = (await before.UpdatesAsync(-1))[0]!["update_id"]!.GetValue<long>();
        }

        await using var after = await StartAsync();
        Assert.That(await after.SendAsync(Sandbox.Bob, "next"), Is.EqualTo(message + 1));
        await after.SayAsync(Sandbox.Bob, "more");
        Assert.That((await after.UpdatesAsync(-1))[0]!["update_id"]!.GetValue<long>(), Is.EqualTo(update + 1));
    }

    [Test]
    public async Task A_copy_of_the_files_taken_while_it_runs_is_whole_as_after_a_kill()
    {
        await using var running = await StartAsync();
        await FillAsync(running);
        var copied = Path.Combine(_directory, "copy");
        Directory.CreateDirectory(copied);
        await using (var log = new FileStream(Path.Combine(_directory, "telegram.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        await using (var copy = File.Create(Path.Combine(copied, "telegram.log")))
        {
            await log.CopyToAsync(copy);
        }

        await using var revived = await Sandbox.StartAsync(options => options.DataDirectory = copied);
        await RequireAllAsync(revived);
    }

    [Test]
    public async Task A_torn_last_line_is_as_if_it_never_happened()
    {
        await using (var before = await StartAsync())
        {
            await FillAsync(before);
        }

        await File.AppendAllTextAsync(Path.Combine(_directory, "telegram.log"), """[{"table":"messages","key":"424242/999","row":{"bot_id":42""");
        await using (var after = await StartAsync())
        {
            await RequireAllAsync(after);
        }

        await using var again = await StartAsync();
        await RequireAllAsync(again);
    }

    [Test]
    public async Task Without_a_directory_it_starts_fresh()
    {
        await using (var before = await Sandbox.StartAsync())
        {
            await FillAsync(before);
        }

        await using var after = await Sandbox.StartAsync();
        Assert.That(await after.UpdatesAsync(), Is.Empty);
    }

    [Test]
    public async Task A_second_sandbox_on_the_same_directory_does_not_start()
    {
        await using var first = await StartAsync();
        Assert.That(StartAsync, Throws.InstanceOf<IOException>());
    }

    private Task<Sandbox> StartAsync() => Sandbox.StartAsync(options => options.DataDirectory = _directory);

    private static async Task FillAsync(Sandbox sandbox)
    {
        await sandbox.SayAsync(Sandbox.Bob, "hello");
        await sandbox.SendAsync(Sandbox.Bob, "Menu", new { inline_keyboard = new[] { new[] { new { text = "Go", callback_data = "go" } } } });
        await sandbox.ResultAsync("setMyCommands", new { commands = new[] { new { command = "go", description = "Go" } } });
    }

    private static async Task RequireAllAsync(Sandbox sandbox)
    {
        var chat = $"people/{Sandbox.Bob}/chats/{Sandbox.BotName}";
        var messages = (await sandbox.SeeAsync(chat + "/messages"))["messages"]!.AsArray();
        Assert.That(messages.Select(message => message!["text"]!.GetValue<string>()), Is.EqualTo(new[] { "hello", "Menu" }));
        Assert.That(messages[1]!["buttons"]![0]![0]!["callback_data"]!.GetValue<string>(), Is.EqualTo("go"));
        Assert.That(Texts(await sandbox.UpdatesAsync()), Is.EqualTo(new[] { "hello" }));
        Assert.That((await sandbox.SeeAsync(chat + "/commands")).AsArray(), Has.Count.EqualTo(1));
    }

    private static IEnumerable<string> Texts(JsonArray updates) => updates.Select(update => update!["message"]!["text"]!.GetValue<string>());
}
